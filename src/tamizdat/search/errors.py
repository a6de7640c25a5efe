"""What can be wrong with an index. Each message says what, where, and what to do next."""

from __future__ import annotations

from pathlib import Path


class SearchError(Exception):
    """The base of the room's errors."""


class IndexMissing(SearchError):
    """There is no index in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is no search index in {folder}. The worker makes one.")


class IndexDamaged(SearchError):
    """The index cannot be read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"The search index in {folder} is damaged ({reason[:200]}). The worker makes it anew.")


class IndexOutdated(SearchError):
    """The index was written by another version of the schema or of the analysis, or its first commit is still to come."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The search index in {folder} is of another version of Tamizdat, or not whole yet. The worker makes it anew."
        )


class IndexRebuilding(SearchError):
    """The index is being made anew and does not hold everything yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The search index in {folder} is being rebuilt. The worker ends it by itself.")


class IndexBusy(SearchError):
    """Another process writes to the index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Another process writes to the search index in {folder}. Let it end first: there is one writer."
        )
