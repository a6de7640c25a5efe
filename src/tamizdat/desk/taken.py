"""Why a slug cannot be had, in words: what has its address already."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tamizdat.kit import slugs
from tamizdat.kit.keys import Key
from tamizdat.newsroom.addresses import Taken
from tamizdat.newsroom.filing import ADDRESSED
from tamizdat.newsroom.models import Article

OF_THE_SITE = {
    "archive": gettext_lazy("a list of stories"),
    "article": gettext_lazy("a story"),
    "contact": gettext_lazy("where the contact form leads"),
    "corrections": gettext_lazy("the corrections"),
    "directory": gettext_lazy("the list of all regions, topics, series, authors or months"),
    "error": gettext_lazy("what readers see where there is no page"),
    "feed": gettext_lazy("a feed"),
    "feeds_page": gettext_lazy("the page about feeds"),
    "front": gettext_lazy("the front page"),
    "letter": gettext_lazy("a letter"),
    "letters": gettext_lazy("the letters of a newsletter"),
    "listing": gettext_lazy("a list of stories"),
    "newsletter": gettext_lazy("the newsletters"),
    "phone": gettext_lazy("what readers saved on their device"),
    "podcast": gettext_lazy("a podcast's feed"),
    "search_page": gettext_lazy("the search"),
    "support": gettext_lazy("Support us"),
    "text": gettext_lazy("the text edition"),
}
"""By product of the edition, those at whose addresses a reader may look."""
KINDS = {
    "region": gettext_lazy("region"),
    "topic": gettext_lazy("topic"),
    "series": gettext_lazy("series"),
    "author": gettext_lazy("author"),
    "page": gettext_lazy("static page"),
}


def misleads(slug: str) -> str:
    """Why a static page, which stands right under its language, cannot be called so: a reader would take its address for that
    of a month or of a language. '' for any other slug."""
    if slug in settings.NEWSROOM.languages:
        told = _("%(slug)s is the code of a language, with which addresses begin. Choose another slug.")
    elif slug.isdecimal() and slugs.is_reserved(slug):
        told = _("%(slug)s stands for a year or a month in the addresses of stories. Choose another slug.")
    else:
        return ""
    return told % {"slug": slug}


def said(taken: Taken) -> str:
    """A sentence that names what stands at the address, and what to do."""
    address, owner = taken.address, Key(taken.owner)
    if page := OF_THE_SITE.get(taken.product):
        told = _("%(address)s is a page of the site itself: %(page)s. Choose another slug.")
        return told % {"address": address, "page": page}
    if not owner and not taken.is_gone:
        return _("The site keeps %(address)s for itself. Choose another slug.") % {"address": address}
    if owner.kind == "article":
        headline = Article.objects.filter(pk=owner.number).values_list("headline", flat=True).first()
        if headline is not None:
            told = _("%(address)s leads to the story “%(headline)s”. Choose another slug.")
            return told % {"address": address, "headline": headline}
    elif owner and (noun := ADDRESSED[owner.kind]._default_manager.filter(pk=owner.number).first()):
        told = _("%(address)s leads to “%(name)s” (%(kind)s). Choose another slug.")
        return told % {"address": address, "name": noun, "kind": KINDS[owner.kind]}
    told = _("%(address)s was the address of something that is gone, and none is given twice. Choose another slug.")
    return told % {"address": address}
