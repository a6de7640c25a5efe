"""The theme's folders as one: a newsroom's own file replaces ours of the same name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tamizdat.render.errors import RenderError


class Sources:
    """Finds files of the theme by relative name, such as "templates/pages/front.html" or "css/20-frame.css".

    `folders` are in the order in which a file is looked for.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)

    def find(self, name: str) -> Path | None:
        """The file of that name in the first folder that has it, or None; never a file outside the folders."""
        parts = name.split("/")
        if "\\" in name or any(part in ("", ".", "..") for part in parts):
            return None
        for folder in self.folders:
            path = folder.joinpath(*parts)
            if path.is_file():
                return path
        return None

    def read(self, name: str) -> str | None:
        """The text of that file, or None. Raises RenderError where it is not UTF-8."""
        path = self.find(name)
        if path is None:
            return None
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise RenderError(str(path), 0, f"is not UTF-8 text ({error}); save it as UTF-8") from error

    def names(self, folder: str, suffix: str = "") -> list[str]:
        """Names of the files below `folder` in all theme folders, each once, sorted; without hidden files."""
        return sorted(set(self._walk(folder, suffix)))

    def templates(self, prefix: str) -> list[str]:
        """Names of the templates that begin with `prefix`."""
        full_prefix = f"templates/{prefix}"
        names = self.names(full_prefix.rpartition("/")[0])
        return [name.removeprefix("templates/") for name in names if name.startswith(full_prefix)]

    def _walk(self, below: str, suffix: str) -> Iterator[str]:
        for folder in self.folders:
            for path in (folder / below).rglob("*"):
                name = path.relative_to(folder).as_posix()
                hidden = any(part.startswith(".") for part in name.split("/"))
                if path.is_file() and name.endswith(suffix) and not hidden:
                    yield name
