"""The framework's views of the story's form, made whole: what a click writes is one transaction, and a story is made once.

A new story saves itself while it is written. When an editor publishes at the moment at which the first of these saves is
under way, the framework would make two stories; the form therefore carries the new story's translation_key.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.rich_text import RichText

from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.copying import StoryCopy, warn_of_kill
from tamizdat.newsroom.models import Article


class StoryCreate(CreateView):
    page_title = gettext_lazy("New story")

    def get_page_subtitle(self) -> str:
        return dict(autonyms())[self.locale.language_code]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.page.body = [("text", RichText(""))]  # where one can begin to type at once
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.page.translation_key = _key(request.POST.get("new_story")) or self.page.translation_key
        return super().post(request)

    def save_action(self) -> HttpResponse:
        with transaction.atomic():
            self._make_once()
            return super().save_action()

    def publish_action(self) -> HttpResponse:
        with transaction.atomic():
            self._make_once()
            return super().publish_action()

    def _make_once(self) -> None:
        """Replace the draft that the same form has just saved by itself; leave alone whatever was worked on since."""
        twin = Article.objects.filter(translation_key=self.page.translation_key, locale=self.page.locale).first()
        if twin is None:
            return
        untouched = not twin.live and not twin.first_published_at and twin.revisions.count() == 1
        if untouched and twin.owner_id == self.request.user.pk:
            twin.delete()
            self.parent_page.refresh_from_db()
        else:
            self.page.translation_key = uuid.uuid4()


class StoryEdit(EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.page.killed_at:
            messages.warning(
                request, _("This story is killed. It can be changed, but not published before the kill is lifted.")
            )
        else:
            warn_of_kill(request, self.page)
        return super().get(request, *args, **kwargs)

    def save_action(self) -> HttpResponse:
        with transaction.atomic():
            return super().save_action()

    def publish_action(self) -> HttpResponse:
        with transaction.atomic():
            return super().publish_action()


class StoryPages(PageViewSet):
    model = Article
    name = "desk_story_pages"
    add_view_class = StoryCreate
    edit_view_class = StoryEdit
    copy_view_class = StoryCopy


def _key(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
