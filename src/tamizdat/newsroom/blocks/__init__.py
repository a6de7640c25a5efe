"""The blocks of a story's body: few, well made. Each has a template blocks/<name>.html in the theme, of the same name."""

from tamizdat.newsroom.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
