"""The letters database by plain SQL, on SQLite and PostgreSQL by one text; times are whole seconds since 1970, in UTC.

A module a noun. Functions that take a `Store` are a transaction each; those that take a `Connection` are steps of one.
Readers, subscriptions, consents and suppressed addresses are written by `joining`, `subscribing`, `persons` and `moving` alone.
"""

from tamizdat.letters.store.database import Connection, Store

__all__ = ["Connection", "Store"]
