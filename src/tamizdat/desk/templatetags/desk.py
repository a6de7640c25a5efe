"""What the desk's own templates need beside the framework's tags."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from tamizdat.desk.languages import autonyms
from tamizdat.desk.pictures import crops
from tamizdat.desk.stories import checks, correcting, killing, siblings
from tamizdat.kit.keys import Key
from tamizdat.newsroom.actions import translations
from tamizdat.newsroom.filing import ADDRESSED
from tamizdat.newsroom.models import Article, SiteSettings

register = template.Library()
register.simple_tag(killing.last_kill)
register.simple_tag(crops.crops, name="crops_of")
register.simple_tag(crops.middle, name="crop_middle")
register.simple_tag(correcting.corrected_since)
register.simple_tag(translations.original, name="original_of")


@register.filter
def in_words(span: timedelta) -> str:
    """A span such as “2 minutes”, “3 hours, 5 minutes”."""
    now = timezone.now()
    return timesince(now - span, now) if span >= timedelta(minutes=1) else _("less than a minute")


@register.filter
def age(moment: datetime) -> str:
    """How long ago that was, in words."""
    return in_words(timezone.now() - moment)


@register.filter
def named(what: str) -> str:
    """A story's headline or a noun's name in place of its key, such as article:55; whatever else as it is."""
    key = Key(what)
    if not key.is_numbered:
        return what
    if key.kind == Article.kind:
        headline = Article.objects.filter(pk=key.number).values_list("headline", flat=True).first()
        return _("“%(headline)s”") % {"headline": headline} if headline else _("a story")
    model = ADDRESSED.get(key.kind)
    return str((model and model._default_manager.filter(pk=key.number).first()) or _("a page of the site"))


@register.filter
def autonym(language: str) -> str:
    """A language's own name; its code when the newsroom gave it up."""
    return dict(autonyms()).get(language, language)


@register.simple_tag
def behind_of(page: Article) -> str:
    """What a translation lacks of its original, in words."""
    return siblings.behind_in_words(translations.behind(page)) if page.pk else ""


@register.simple_tag
def newsroom_name() -> str:
    return str(SiteSettings.get())


@register.simple_tag
def greeting(user: Any) -> str:
    hour = timezone.localtime().hour
    name = user.get_short_name() or user.get_username()
    if hour < 5:
        return _("Good night, %(name)s.") % {"name": name}
    if hour < 12:
        return _("Good morning, %(name)s.") % {"name": name}
    return (_("Good afternoon, %(name)s.") if hour < 18 else _("Good evening, %(name)s.")) % {"name": name}


@register.simple_tag
def desk_languages() -> list[tuple[str, str]]:
    """The newsroom's languages: code and name."""
    return autonyms()


@register.simple_tag
def findings(page: Any) -> list[checks.Finding]:
    """What the checks find in a story that has been saved."""
    return checks.findings(page) if isinstance(page, Article) and page.pk else []
