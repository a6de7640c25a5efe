"""Small theme folders for tests of the renderer alone."""

from __future__ import annotations

from pathlib import Path

from tamizdat.render import Renderer


def theme(folder: Path, **files: str) -> Path:
    """A folder with templates (and other files) by name: "pages/a.html", or "css/a.css", "locale/…" as they are."""
    for name, text in files.items():
        whole = name if name.startswith(("css/", "js/", "locale/", "images/")) else f"templates/{name}"
        path = folder / whole
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def renderer(*folders: Path, languages: tuple[str, ...] = ("en", "ru")) -> Renderer:
    return Renderer(theme_folders=folders, languages=languages, time_zone="Asia/Tbilisi")


def catalogue(**messages: str) -> str:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return header + "".join(f'\nmsgid "{message}"\nmsgstr "{text}"\n' for message, text in messages.items())
