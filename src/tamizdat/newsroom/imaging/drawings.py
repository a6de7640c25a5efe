"""SVG: drawn into pixels when it comes in, and kept as those. Runs in the decoding process only.

A drawing is a program: it may hold scripts, ask for files of this machine and look different everywhere. So readers never
get one; see docs/decisions/0111-heic-and-drawings.md.
"""

from __future__ import annotations

import copy
import re
from io import BytesIO
from typing import Any

import resvg_py
from lxml import etree
from PIL import Image

from tamizdat.newsroom.imaging.errors import PictureRefused

WIDTH, HEIGHT = 1800, 3600
"""Pixels of the drawing: the widest size that readers get; a tall drawing is as high as HEIGHT at most."""

TYPEFACES: dict[str, Any] = {
    "font_family": "DejaVu Sans",
    "sans_serif_family": "DejaVu Sans",
    "serif_family": "DejaVu Serif",
    "monospace_family": "DejaVu Sans Mono",
}
"""For text whose own typeface is not on this machine, as a browser would do it; Debian's usual ones."""

_HEAD = 4096
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_HREFS = ("href", f"{_XLINK}href")
_SHOWS = {f"{_SVG}image", f"{_SVG}feImage"}
_WITHIN = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g|gif|webp)[;,])", re.IGNORECASE)
_NO_DRAWING = "The drawing (SVG) can't be read: open it in a drawing program and export it as PNG."


def is_drawing(data: bytes) -> bool:
    return data[:1].strip(b"\xef<\r\n\t ") == b"" and b"<svg" in data[:_HEAD]


def drawn(data: bytes) -> bytes:
    """The drawing as a PNG with transparency; raises PictureRefused where something of it would be lost."""
    root = _read(data)
    for element in root.iter(etree.Element):
        for name in _HREFS:
            if not _WITHIN.match(element.get(name, "#")):
                if element.tag in _SHOWS:
                    raise PictureRefused(
                        "format",
                        "The drawing (SVG) shows a picture that is not in it: embed that in the drawing program, or "
                        "export the drawing as PNG.",
                    )
                del element.attrib[name]  # else the renderer would look for a file of that name
    made = _pixels(root)
    texts = list(root.iter(f"{_SVG}text"))
    if texts and "".join("".join(text.itertext()) for text in texts).strip():
        without = copy.deepcopy(root)
        etree.strip_elements(without, f"{_SVG}text", with_tail=False)
        if _pixels(without).tobytes() == made.tobytes():
            raise PictureRefused(
                "format",
                "The drawing (SVG) has text for which there is no typeface here: turn its text into paths in the drawing "
                "program, or export it as PNG.",
            )
    if not made.getchannel("A").getbbox():
        raise PictureRefused("broken", "Nothing can be seen in the drawing (SVG): export it as PNG.")
    out = BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def _read(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities="internal",
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureRefused("broken", _NO_DRAWING) from error
    if root is None or root.tag != f"{_SVG}svg":
        raise PictureRefused("format", _NO_DRAWING)
    return root


def _pixels(root: etree._Element) -> Image.Image:
    text = etree.tostring(root, encoding="unicode")
    try:
        made = Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text, width=WIDTH, **TYPEFACES))))
        if made.height > HEIGHT:
            made = Image.open(BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=text, height=HEIGHT, **TYPEFACES))))
    except (ValueError, OSError) as error:
        raise PictureRefused("broken", _NO_DRAWING) from error
    return made.convert("RGBA")
