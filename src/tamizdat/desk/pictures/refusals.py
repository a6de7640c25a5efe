"""Why a picture is not taken in, in the language of the desk. The intake knows one language, and says it there to the detail."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tamizdat.newsroom.imaging import PictureRefused

WORDS = {
    "animated": _("The picture moves. Upload it as a video, or save one frame of it."),
    "broken": _("The picture is damaged. Open it in an editor and export it as JPEG."),
    "empty": _("The file is empty. Check it and upload it again."),
    "format": _("This file cannot be taken as a picture. Export it as JPEG or PNG."),
    "killed": _("This picture was killed and cannot be used again. The records of removals say why."),
    "missing": _("The file cannot be read. Upload it again."),
    "too-costly": _("The picture takes too long to decode. Export it smaller, or as JPEG."),
    "too-heavy": _("The file is too large. Export the picture as JPEG."),
    "too-large": _("The picture has too many pixels. Export it smaller: 4,000 pixels wide is plenty."),
    "too-tall": _("The picture is a narrow strip. Crop it to a usual shape."),
}
"""By reason, for whoever does not read English."""


def said(refused: PictureRefused) -> str:
    in_english = (get_language() or "en").startswith("en")
    return refused.message if in_english else str(WORDS[refused.reason])
