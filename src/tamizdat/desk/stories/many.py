"""What can be done to many stories of the list at once: by the story's own verbs, where the framework uses the page's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from tamizdat.desk.stories import refusing
from tamizdat.desk.stories.copying import warn_of_kill, warn_of_other_languages
from tamizdat.desk.stories.listing import StoryFilters, with_words
from tamizdat.newsroom.actions import deleting
from tamizdat.newsroom.before_publishing import NotInOrder
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.articles import NO_HEADLINE
from tamizdat.newsroom.models.bin import in_bin

MoveBulkAction.models = []  # a story's place is its language's folder, so there is nowhere to move it to


def _stories(pages: Any) -> list[Any]:
    """A page's own methods know nothing of lists, addresses and the bake; a story's do."""
    return [page.specific for page in pages]


class OfTheList(PageBulkAction):
    """“All in the list” means what the list shows: filtered and searched."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        asked = self.request.GET
        found = with_words(Article.objects.exclude(pk__in=in_bin(Article.kind)), asked.get("q", ""))
        return StoryFilters(asked, queryset=found, request=self.request).qs.values_list("pk", flat=True)


class DeleteStories(OfTheList, DeleteBulkAction):
    """Into the bin."""

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, **kwargs: Any) -> tuple[int, int]:
        stories = _stories(objects)
        for story in stories:
            deleting.delete(story, user=user)
        return len(stories), 0


class PublishStories(OfTheList, PublishBulkAction):
    def check_perm(self, page: Any) -> bool:
        """A draft may have no headline yet; a story may not."""
        return super().check_perm(page) and page.draft_title != NO_HEADLINE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        for story in _stories(self.get_actionable_objects()[0]):
            warn_of_kill(request, story)
            warn_of_other_languages(request, story)
        return super().get(request, *args, **kwargs)

    def get_execution_context(self) -> dict[str, Any]:
        self.refused: list[tuple[Any, list[str]]] = []
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(cls, objects: Any, *, refused: list[Any] | None = None, **kwargs: Any) -> tuple[int, int]:
        """What the checks forbid to publish is left out and named; the others are published."""
        done = 0
        for story in _stories(objects):
            try:
                done += super().execute_action([story], **kwargs)[0]
            except NotInOrder as error:
                if refused is None:
                    raise
                refused.append((story, error.messages))
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> Any:
        for story, faults in self.refused:
            refusing.say(self.request, story, faults)
        return super().get_success_message(num_parent_objects, num_child_objects) if num_parent_objects else None


class UnpublishStories(OfTheList, UnpublishBulkAction):
    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> Any:
        return super().execute_action(_stories(objects), **kwargs)
