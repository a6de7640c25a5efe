"""The list of stories: what there is, in which language and state, found by who, where and what it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from tamizdat.desk import choices, search
from tamizdat.desk.columns import holds
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom.models import Article, StoryFolder
from tamizdat.newsroom.models.bin import in_bin

HEADLINES = ("headline", "draft_title", "slugline", "dek", "slug")


def named(label: Any, noun: Callable[[], list[choices.Choice]], field: str) -> django_filters.MultipleChoiceFilter:
    """A filter by a noun: any of those chosen."""
    widget = forms.CheckboxSelectMultiple
    return django_filters.MultipleChoiceFilter(label=label, choices=noun, field_name=field, widget=widget)


def with_words(stories: QuerySet[Article], words: str) -> QuerySet[Article]:
    """Those that hold every one of `words` in the headline, the slugline or the dek, which is what an editor remembers,
    and those that the desk's search finds."""
    held = stories
    for word in words.split():
        held = held.filter(holds(word, HEADLINES))
    return stories.filter(Q(pk__in=held.order_by().values("pk")) | Q(pk__in=search.numbers(words)))


class StoryFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        empty_label=_("Any"),
        widget=forms.RadioSelect,
        choices=[
            ("draft", _("Draft")),
            ("live", _("Published")),
            ("changed", _("Published, with unpublished changes")),
            ("scheduled", _("Scheduled")),
            ("killed", _("Killed")),
        ],
    )
    author = named(_("Author"), choices.authors, "authors__author")
    region = named(_("Region"), choices.regions_by_name, "regions")
    topic = named(_("Topic"), choices.topics, "topics")
    series = named(_("Series"), choices.series_by_name, "series")
    published = django_filters.DateFromToRangeFilter(
        label=_("Published"), field_name="first_published_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def in_state(self, stories: QuerySet[Article], _name: str, state: str) -> QuerySet[Article]:
        scheduled = Q(pk__in=Article.objects.filter(_revisions__approved_go_live_at__isnull=False).values("pk"))
        return stories.filter(
            {
                "draft": Q(live=False, killed_at=None) & ~scheduled,
                "live": Q(live=True),
                "changed": Q(live=True, has_unpublished_changes=True),
                "scheduled": scheduled,
                "killed": Q(killed_at__isnull=False),
            }[state]
        )


def _authors(story: Article) -> str:
    return ", ".join(str(entry.author) for entry in story.authors.all())


class StoryStatusColumn(PageStatusColumn):
    cell_template_name = "desk/stories/status_cell.html"

    def get_cell_context_data(self, instance: Article, parent_context: Any) -> dict[str, Any]:
        name = state(instance)
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "state": name, "word": WORDS[name]}


class StoryIndex(IndexView):
    page_title = _("Stories")
    show_locale_labels = False
    paginate_by = 30

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().exclude(pk__in=in_bin(Article.kind))

    def annotate_queryset(self, pages: Any) -> Any:
        return super().annotate_queryset(pages).prefetch_related("authors__author__texts")

    def search_queryset(self, queryset: Any) -> Any:
        return with_words(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def header_buttons(self) -> list[Any]:
        return []


class StoryListing(PageListingViewSet):
    model = Article
    name = "desk_stories"
    url_prefix = "stories"
    icon = "doc-full"
    index_view_class = StoryIndex
    add_to_admin_menu = False
    filterset_class = StoryFilters
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Headline"), sort_key="draft_title", classname="title"),
        Column("locale", label=_("Language"), accessor="locale.language_code", sort_key="locale", width="8%"),
        StoryStatusColumn("status", label=_("State"), sort_key="live", width="14%"),
        Column("authors", label=_("Authors"), accessor=_authors, width="17%"),
        DateColumn("first_published_at", label=_("Published"), sort_key="first_published_at", width="12%"),
        DateColumn(
            "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at", width="12%"
        ),
    ]


def to_the_stories(request: HttpRequest, parent_page_id: int = 0, **_: str) -> HttpResponse:
    """There is no tree to explore: the framework's explorer and its search lead to the list of stories."""
    query = request.GET.copy()
    folder = StoryFolder.objects.filter(pk=parent_page_id).select_related("locale").first()
    if folder:
        query["locale"] = folder.locale.language_code
    return redirect(f"{reverse('desk_stories:index')}?{query.urlencode()}")
