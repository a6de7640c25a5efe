"""Names of what a build depends on, and of what it makes."""

from __future__ import annotations


class Key(str):
    """`kind`, or `kind:part:part`, such as `article:12`. A kind alone stands for every row of a table.

    A key is text, so that it can be stored, hashed and compared as it is; it is put together and taken apart here alone.
    Parts that are followed by others hold no colon.
    """

    __slots__ = ()

    @classmethod
    def of(cls, kind: str, *parts: object) -> Key:
        return cls(":".join((kind, *map(str, parts))))

    @property
    def kind(self) -> str:
        return self.partition(":")[0]

    @property
    def rest(self) -> str:
        """All that follows the kind."""
        return self.partition(":")[2]

    @property
    def head(self) -> str:
        """All that stands between the kind and the last part."""
        return self.rest.rpartition(":")[0]

    @property
    def last(self) -> str:
        """The last part."""
        return self.rpartition(":")[2]

    @property
    def number(self) -> int:
        """The last part as a number. Raises ValueError where it is none."""
        return int(self.last)

    @property
    def is_numbered(self) -> bool:
        """Whether it names one row of a table: a kind and a number."""
        return self.rest.isdecimal()
