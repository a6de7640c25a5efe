"""Renders pages: bytes from templates, catalogues, assets and values.

One renderer serves the bake, the desk's preview, the door and the letters, so that readers and editors see the same page. This
room must not know what an article is, where values come from or where bytes go: it takes frozen values and returns bytes, the
same bytes for the same values.
"""

from tamizdat.render.assets import Asset
from tamizdat.render.errors import RenderError
from tamizdat.render.formatter import Formatter
from tamizdat.render.renderer import Renderer

__all__ = ["Asset", "Formatter", "RenderError", "Renderer"]
