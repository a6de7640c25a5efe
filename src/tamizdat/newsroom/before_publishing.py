"""What the newsroom wants in order before a story is published. Which checks there are is given from above (desk/apps.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

faults: Callable[[Any], Sequence[str]] | None = None
"""What keeps a story, as it would be published, from being published: a sentence each."""


class NotInOrder(ValidationError):
    """The story was not published. Its messages are the faults."""


def refuse(revision: Any) -> None:
    """Raises NotInOrder for a revision with faults. One that was scheduled was checked then: a story that is expected is
    not held back in the night."""
    if faults is None or revision.approved_go_live_at:
        return
    if found := faults(revision.as_object()):
        raise NotInOrder(list(found))
