"""Turns the demo's plain prose into the small HTML that rich text knows: p, b, i, a, ul, ol, li."""

from __future__ import annotations

import html
import re

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
ITALIC = re.compile(r"\*(.+?)\*", re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\(((?:https://|mailto:)[^)\s\x22]+)\)")
ITEM = re.compile(r"(?:(-)|(\d+)\.) +(.*)")


def inline(text: str) -> str:
    """One run of text: markup characters escaped, then bold, italic and links put in."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    linked = LINK.sub(r'<a href="\2">\1</a>', escaped)
    return ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", linked))


def prose(lines: list[str]) -> str:
    """Paragraphs and lists, parted by empty lines. A list item is one line; a paragraph may run over several."""
    out: list[str] = []
    for chunk in chunks(lines):
        items = [ITEM.fullmatch(line) for line in chunk]
        if items[0] is None:
            out.append(f"<p>{inline(' '.join(chunk))}</p>")
            continue
        tag = "ul" if items[0][1] else "ol"
        inner = "".join(
            f"<li>{inline(item[3] if item else line)}</li>" for item, line in zip(items, chunk, strict=True)
        )
        out.append(f"<{tag}>{inner}</{tag}>")
    return "".join(out)


def chunks(lines: list[str]) -> list[list[str]]:
    """The lines between empty lines, stripped."""
    out: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            out[-1].append(line.strip())
        elif out[-1]:
            out.append([])
    return [chunk for chunk in out if chunk]
