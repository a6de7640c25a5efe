"""The theme's folders, read as one: a newsroom's own file stands in front of ours with the same name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tamizdat.render.errors import RenderError


class Sources:
    """Finds theme files by relative name, such as "templates/pages/front.html" or "css/20-frame.css"."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def find(self, name: str) -> Path | None:
        """The first folder's file of that name; never one outside the folders."""
        parts = name.split("/")
        if "\\" in name or any(part in ("", ".", "..") for part in parts):
            return None
        for folder in self.folders:
            path = folder.joinpath(*parts)
            if path.is_file():
                return path
        return None

    def read(self, name: str) -> str | None:
        path = self.find(name)
        if path is None:
            return None
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise RenderError(str(path), 0, f"is not UTF-8 text ({error}); save it as UTF-8") from error

    def names(self, folder: str, suffix: str = "") -> list[str]:
        """Names below `folder` in all theme folders, each once, sorted; hidden files are left alone."""
        return sorted(set(self._walk(folder, suffix)))

    def templates(self, start: str) -> list[str]:
        """The templates whose names begin so."""
        below = f"templates/{start}"
        every = self.names(below.rpartition("/")[0])
        return [name.removeprefix("templates/") for name in every if name.startswith(below)]

    def _walk(self, below: str, suffix: str) -> Iterator[str]:
        for folder in self.folders:
            for path in (folder / below).rglob("*"):
                name = path.relative_to(folder).as_posix()
                hidden = any(part.startswith(".") for part in name.split("/"))
                if path.is_file() and name.endswith(suffix) and not hidden:
                    yield name
