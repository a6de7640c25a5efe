"""Copy a story, within its language; and the warning where words of a killed story could come back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.copy import CopyView

from tamizdat.desk.stories.forms import in_words
from tamizdat.kit.slugs import slugify
from tamizdat.kit.text import clean
from tamizdat.newsroom.actions import copies
from tamizdat.newsroom.before_publishing import NotInOrder
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.untranslated import untranslated


class StoryCopyForm(CopyForm):
    """Without the framework's alias, a page that follows another: a story's address, feeds and history are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)
        parent = self.page.get_parent()
        self.fields["new_parent_page"] = forms.ModelChoiceField(
            queryset=type(parent).objects.filter(pk=parent.pk), initial=parent, required=False, widget=forms.HiddenInput
        )
        self.fields["new_title"] = forms.CharField(
            initial=self.page.title, label=_("New headline"), max_length=Article._meta.get_field("headline").max_length
        )
        self.fields["new_slug"] = forms.CharField(
            initial=self.page.slug, label=self.fields["new_slug"].label, max_length=255
        )

    def clean_new_title(self) -> str:
        title = clean(self.cleaned_data["new_title"])
        if not title:
            raise forms.ValidationError(_("This headline has no letters or digits. Write one."))
        return title

    def clean_new_slug(self) -> str:
        return slugify(self.cleaned_data["new_slug"], self.page.locale.language_code)


class StoryCopy(CopyView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        warn_of_kill(request, self.page.specific)
        warn_of_other_languages(request, self.page.specific)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        may = self.page.specific.permissions_for_user(self.request.user)
        try:
            made = copies.copy(
                self.page.specific,
                headline=given["new_title"],
                slug=given["new_slug"],
                publish=bool(given.get("publish_copies")) and may.can_publish_a_copy(),
                user=self.request.user,
            )
        except NotInOrder as error:
            form.add_error("publish_copies", error.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(headline)s” is a copy. Change it here.") % {"headline": made.headline})
        return redirect("wagtailadmin_pages:edit", made.pk)


def warn_of_other_languages(request: HttpRequest, story: Article) -> None:
    """Say that the story, as it would be published now, has words of another language."""
    if found := untranslated(story.get_latest_revision_as_object()):
        told = _("Parts of “%(headline)s” are still in another language: %(found)s.")
        named = {"headline": story.get_admin_display_title(), "found": in_words(found)}
        messages.warning(request, told % named)


def warn_of_kill(request: HttpRequest, story: Article) -> None:
    """Say that words of this story were killed: in it, in what it was copied from, or in another language."""
    if story.killed_at:
        told = _(
            "“%(headline)s” was killed. What ordered it out of every copy may hold for this text, too: ask before you "
            "publish it."
        )
        messages.warning(request, told % {"headline": story.headline})
        return
    for origin in copies.killed_origins(story):
        told = _(
            "This is a copy or a translation of “%(headline)s”, which was killed. What ordered that story out may hold for "
            "this one, too: ask before you publish it."
        )
        messages.warning(request, told % {"headline": origin.headline})
