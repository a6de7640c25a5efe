"""The text of letters and of notices, as they go into the mail. It knows no reader: what differs between readers stands as a
placeholder, such as {{site}}, which the sender replaces."""
