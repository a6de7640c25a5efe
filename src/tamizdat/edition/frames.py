"""Visual stories: how a body becomes the pictures that fill the window one after another."""

from __future__ import annotations

from tamizdat.edition.shapes import Block, Frame, Picture
from tamizdat.edition.shapes.blocks import PictureBlock


def frames(body: tuple[Block, ...]) -> tuple[Frame, ...]:
    """A visual story's body: each picture with what is said until the next one."""
    parts: list[tuple[Picture | None, list[Block]]] = [(None, [])]
    for block in body:
        if isinstance(block, PictureBlock):
            parts.append((block.picture, []))
        else:
            parts[-1][1].append(block)
    return tuple(Frame(picture=picture, blocks=tuple(said)) for picture, said in parts if picture or said)
