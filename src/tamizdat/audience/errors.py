"""What can keep the store from being read or written, in one line: what, where, what to do next."""


class AudienceError(Exception):
    """Nothing was written. The message names the file, never what a reader sent."""
