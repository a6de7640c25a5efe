"""What the nouns' lists and forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from tamizdat.desk import taken
from tamizdat.desk.columns import holds
from tamizdat.desk.deleting import IntoTheBin
from tamizdat.newsroom import addresses, keys
from tamizdat.newsroom.filing import ADDRESSED
from tamizdat.newsroom.models import Author, Region, RegionGroup, Series, StaticPage, Topic
from tamizdat.newsroom.models.texts import Noted

for chosen in (Author, Region, RegionGroup, Series, StaticPage, Topic):
    # A list to choose from, with the names of all in one query.
    register_form_field_override(
        models.ForeignKey,
        to=chosen,
        override={"queryset": chosen.objects.prefetch_related("texts"), "widget": forms.Select},
    )


class NounForm(WagtailAdminModelForm):
    """A slug that was typed is the newsroom's wish: where its address cannot be had, the form says why."""

    def clean_slug(self) -> str:
        slug, noun = str(self.cleaned_data["slug"]), self.instance
        if slug and slug != self.initial.get("slug") and noun.kind in ADDRESSED:
            owner = keys.noun(noun.kind, noun.pk) if noun.pk else ""
            if noun.kind == StaticPage.kind and (why := taken.misleads(slug)):
                raise forms.ValidationError(why)
            for code, _name in settings.LANGUAGES:
                address = addresses.for_noun(noun.kind, code, slug)
                if found := addresses.taken(address, noun.kind, by_others_than=owner):
                    raise forms.ValidationError(taken.said(found))
        return slug


class NounList(generic.IndexView):
    """Few rows: all on one page, in the order in which readers see them, found by a name in any language."""

    show_other_searches = False

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        return rows.prefetch_related("texts") if hasattr(self.model, "texts") else rows

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching or not self.search_fields:
            return queryset
        for word in self.search_query.split():
            queryset = queryset.filter(holds(word, self.search_fields))
        return queryset.distinct()


class NounViews(ModelViewSet):
    """Lists and forms of one noun. Subclasses give `model`, `panels` and `icon`."""

    index_view_class = NounList
    delete_view_class = IntoTheBin
    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 100
    search_backend_name = None
    search_fields = ["texts__name"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the framework's count of uses, which knows no import: the page of deleting counts them."""
        found: dict[str, Any] = super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})
        return found

    def get_edit_handler(self) -> Any:
        if hasattr(self, "edit_handler"):
            return super().get_edit_handler()
        return ObjectList(self.panels, base_form_class=NounForm).bind_to_model(self.model)


def languages(row: Noted) -> str:
    """In which languages the noun has texts, in the newsroom's order."""
    have = {text.language for text in row.texts.all()}
    return ", ".join(code for code, _name in settings.LANGUAGES if code in have)


LANGUAGES_COLUMN = Column("languages", label=_("Languages"), accessor=languages, width="20%")
ORDER_COLUMN = Column("sort_order", label=_("Order"), width="10%")
SLUG_COLUMN = Column("slug", label=_("Slug"), width="20%")


def texts(panels: list[Panel], **kwargs: Any) -> InlinePanel:
    """The noun's words, one form a language."""
    return InlinePanel(
        "texts",
        [FieldPanel("language", heading=_("Language")), *panels],
        heading=_("In each language"),
        label=_("language"),
        min_num=1,
        **kwargs,
    )


def name_panel() -> FieldPanel:
    return FieldPanel("name", heading=_("Name"))


def introduction_panel() -> FieldPanel:
    return FieldPanel("introduction", heading=_("Introduction"), help_text=_("Shown above the list of stories."))


def place_panels() -> list[Panel]:
    """Slug and order: what every noun with an address has."""
    return [
        FieldPanel(
            "slug",
            heading=_("Slug"),
            widget=forms.TextInput,
            help_text=_(
                "Part of the address. If empty, it is made from the name. The old address redirects to the new one."
            ),
        ),
        FieldPanel("sort_order", heading=_("Order"), help_text=_("Smaller numbers come first.")),
    ]
