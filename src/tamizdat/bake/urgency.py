"""What goes ahead of what in the queue."""

from __future__ import annotations

KILL, STORY, MASS, LOW_PRIORITY = range(4)
"""A kill goes ahead of everything, stories before mass rebakes. What takes long and may be minutes old has low priority: the
worker bakes it in a process of its own (low_priority.py), `tamizdat bake` at once."""
AT_ONCE, LATER = range(LOW_PRIORITY), range(LOW_PRIORITY, LOW_PRIORITY + 1)
EVERY = range(LOW_PRIORITY + 1)
