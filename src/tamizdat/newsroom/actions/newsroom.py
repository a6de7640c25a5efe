"""Set the newsroom up: its languages, a folder of stories for each, the site's settings."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from tamizdat.newsroom.actions import approvals, spellings
from tamizdat.newsroom.models import SiteSettings, SiteText, StoryFolder


def set_up(name: str = "") -> None:
    """Make what every newsroom needs; safe to run again, as after a language was added to newsroom.toml."""
    with transaction.atomic():
        root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
        # The welcome page that the framework makes; deleted in bulk, it is not named in the log.
        Page.objects.filter(depth=2).exact_type(Page).delete()
        for code, label in settings.LANGUAGES:
            locale, _ = Locale.objects.get_or_create(language_code=code)
            if not StoryFolder.objects.filter(locale=locale).update(title=label, draft_title=label):
                root.refresh_from_db()
                root.add_child(instance=StoryFolder(title=label, slug=code.lower(), locale=locale))
        folder = StoryFolder.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": folder})
        site = SiteSettings.get()
        if not site.texts.filter(language=settings.LANGUAGE_CODE).exists():
            site.texts.add(SiteText(language=settings.LANGUAGE_CODE, name=name or "Newsroom"))
        site.save()
        _name_roots(str(site))
        spellings.begin()
        approvals.begin()


def _name_roots(name: str) -> None:
    """The framework calls them "Root", and the desk shows their names in paths and in lists to choose from."""
    Page.objects.filter(depth=1).update(title=name, draft_title=name)
    Collection.objects.filter(depth=1).update(name=name)


def folder(language: str) -> StoryFolder:
    """The folder of the language's stories."""
    return StoryFolder.objects.get(locale__language_code=language)
