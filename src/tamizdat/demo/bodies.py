"""The block format of a demo story's body, read into (kind, value) pairs.

    ## heading                      paragraphs and lists as in prose.py
    > quoted words                  ::: pullquote | box Title | picture a.jpg | gallery a.jpg b.jpg | table
    > — who said them               ::: audio a.mp3 Title | related storykey | embed https://… Title | divider
                                    … the fence's own text …
                                    :::

Values: paragraph → html (neighbouring paragraphs and lists are one block) · heading → text ·
quote → {text, attribution} · pull_quote → {text} · box → {title, html} · picture → file · gallery → [files] ·
table → {caption, rows}, the first row the header ·
audio → {file, title, chapters ((start, title), …), transcript (html)} · related → story key ·
embed → {url, title} · divider → None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .errors import DemoError
from .prose import chunks, prose

Block = tuple[str, Any]


def body(file: str, text: str) -> tuple[Block, ...]:
    """All blocks of one body, in order. Raises DemoError naming `file` for a fence it cannot read."""
    out: list[Block] = []
    plain: list[str] = []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("::: "):
            out += open_text(plain)
            plain = []
            out.append(fenced(file, line[4:].strip(), until_closed(file, line, lines)))
        elif line.strip() == ":::":
            raise DemoError(file, "a ':::' closes a block that was never opened; remove it")
        else:
            plain.append(line)
    out += open_text(plain)
    if not out:
        raise DemoError(file, "the story has no body; write at least a paragraph below the second '+++'")
    return tuple(out)


def until_closed(file: str, opening: str, lines: Iterator[str]) -> list[str]:
    inner: list[str] = []
    for line in lines:
        if line.strip() == ":::":
            return inner
        if line.startswith("::: "):
            break
        inner.append(line)
    raise DemoError(file, f"the block '{opening}' is not closed; end it with a line ':::'")


def open_text(lines: list[str]) -> list[Block]:
    """The text outside fences: headings, quotes, and rich text between them."""
    out: list[Block] = []
    for chunk in chunks(lines):
        if chunk[0].startswith("## "):
            out.append(("heading", chunk[0][3:].strip()))
            chunk = chunk[1:]
        elif chunk[0].startswith(">"):
            out.append(("quote", quote(chunk)))
            continue
        if not chunk:
            continue
        html = prose(chunk)
        if out and out[-1][0] == "paragraph":
            out[-1] = ("paragraph", out[-1][1] + html)
        else:
            out.append(("paragraph", html))
    return out


def quote(chunk: list[str]) -> dict[str, str]:
    said = [line.lstrip(">").strip() for line in chunk]
    attribution = said.pop()[1:].strip() if said[-1].startswith("—") else ""
    return {"text": " ".join(said), "attribution": attribution}


def fenced(file: str, opening: str, inner: list[str]) -> Block:
    kind, _, rest = opening.partition(" ")
    first, _, title = rest.strip().partition(" ")
    if kind == "divider":
        return "divider", None
    if kind == "pullquote":
        return "pull_quote", {"text": needed(file, kind, " ".join(" ".join(inner).split()))}
    if kind == "box":
        return "box", {"title": rest.strip(), "html": needed(file, kind, prose(inner))}
    if kind == "table":
        return "table", table(file, inner)
    if kind not in ("gallery", "audio", "embed", "picture", "related"):
        raise DemoError(file, f"'::: {kind}' is no block; see the list in bodies.py")
    needed(file, kind, first)
    if kind == "gallery":
        return "gallery", rest.split()
    if kind == "audio":
        return "audio", {"file": first, "title": title.strip(), **recorded(inner)}
    if kind == "embed":
        return "embed", {"url": first, "title": title.strip()}
    return kind, first


def recorded(inner: list[str]) -> dict[str, Any]:
    """Chapters are the lines "- 0:42 Title" above the transcript."""
    chapters = []
    while inner and inner[0].startswith("- "):
        start, _, title = inner.pop(0)[2:].partition(" ")
        chapters.append((start, title.strip()))
    return {"chapters": tuple(chapters), "transcript": prose(inner)}


def needed(file: str, kind: str, value: str) -> str:
    if not value:
        raise DemoError(file, f"'::: {kind}' is empty; write its text, or the file or key it shows")
    return value


def table(file: str, inner: list[str]) -> dict[str, Any]:
    """Cells are plain text; a line without bars is the caption; a line of dashes is skipped."""
    caption = ""
    rows: list[list[str]] = []
    for line in (line.strip() for line in inner):
        if line.startswith("|") and set(line) - set("|-: "):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif line and not line.startswith("|"):
            caption = line
    if len(rows) < 2 or len({len(row) for row in rows}) != 1:
        raise DemoError(file, "a table needs a header and at least one row, each with the same number of cells")
    return {"caption": caption, "rows": rows}
