"""audience.sqlite3 by plain SQL: `counts`, `messages` and `queries`, each call a transaction of its own.

Several processes of the door, the worker and the desk use one file; every function takes its path, opens it and closes
it, so threads share nothing and a restored file is used at once.
"""

from tamizdat.audience.store import counts, messages, queries

__all__ = ["counts", "messages", "queries"]
