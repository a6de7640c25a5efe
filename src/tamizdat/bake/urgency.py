"""What goes ahead of what in the queue."""

from __future__ import annotations

KILL, STORY, MASS, LEISURE = range(4)
"""A kill goes ahead of everything, stories before mass rebakes. At leisure is baked what takes long and may be minutes
old: the worker does it beside its work (leisure.py), `tamizdat bake` at once."""
AT_WORK, AT_LEISURE = range(LEISURE), range(LEISURE, LEISURE + 1)
EVERY = range(LEISURE + 1)
