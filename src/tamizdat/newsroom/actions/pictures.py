"""What can be done to a picture."""

from __future__ import annotations

from tamizdat.newsroom import intake
from tamizdat.newsroom.models import Picture


def take_in(picture: Picture) -> Picture:
    """Read the picture's file, make its sizes, fill its empty texts, and save it.

    Raises imaging.PictureRefused with a reason; then nothing is stored.
    """
    intake.take_in(picture)
    picture.save()
    return picture
