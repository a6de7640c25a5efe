"""Picture intake: reads what a picture says of itself, refuses what is unsafe, makes the sizes readers get.

Knows files and pixels. Must not know Django, models, stories or addresses: its callers bring a file and keep the
answer. Every byte of an upload is decoded in a child process with limits (see cell.py), never in the caller's.
"""

from tamizdat.newsroom.imaging.errors import PictureRefused
from tamizdat.newsroom.imaging.facts import PictureFacts, Rendition
from tamizdat.newsroom.imaging.intake import inspect
from tamizdat.newsroom.imaging.renditions import make_renditions

__all__ = ["PictureFacts", "PictureRefused", "Rendition", "inspect", "make_renditions"]
