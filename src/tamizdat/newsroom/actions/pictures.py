"""What can be done to a picture."""

from __future__ import annotations

from tamizdat.newsroom import imaging, intake
from tamizdat.newsroom.models import Picture


def take_in(picture: Picture, facts: imaging.PictureFacts | None = None) -> Picture:
    """Read the picture's file, make its sizes, fill its empty texts, and save it.

    Raises imaging.PictureRefused with a reason; then nothing is stored. `facts` saves reading the file again when it was
    read just before.
    """
    intake.take_in(picture, facts)
    picture.save()
    return picture
