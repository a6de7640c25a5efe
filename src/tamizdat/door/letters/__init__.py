"""Newsletters: what readers ask for by forms and by the links in their mails. A link's token is the whole proof: no accounts,
no cookies. Reading a page changes nothing, for programs follow links in mails; no network address is stored."""
