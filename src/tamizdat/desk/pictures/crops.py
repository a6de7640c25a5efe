"""How the site crops a picture: each shape, and where its middle is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom.models import Picture
from tamizdat.newsroom.models.pictures import CHART, DOCUMENT


@dataclass(frozen=True, kw_only=True)
class Crop:
    """A shape of the theme (css/40-pictures.css), or the card for sharing."""

    name: Promise
    ratio: str


CROPS = (
    Crop(name=_("Lists and leads"), ratio="3 / 2"),
    Crop(name=_("Tall"), ratio="4 / 5"),
    Crop(name=_("Square"), ratio="1 / 1"),
    Crop(name=_("Shared link"), ratio="1200 / 630"),
)


def crops(picture: Picture) -> tuple[Crop, ...]:
    """None for what is never cropped but on the card."""
    return CROPS[-1:] if picture.digital_source_type in (CHART, DOCUMENT) else CROPS


def middle(picture: Picture) -> str:
    """Of the crops, as a position in CSS."""
    if picture.focal_point_x is None or picture.focal_point_y is None or not picture.width or not picture.height:
        return "50% 50%"
    x, y = picture.focal_point_x / picture.width, picture.focal_point_y / picture.height
    return f"{round(x * 20) * 5}% {round(y * 20) * 5}%"
