"""Errors of the store. The message says in one line what failed, where, and what to do next."""


class AudienceError(Exception):
    """Nothing was written. The message names the file, never what a reader sent."""
