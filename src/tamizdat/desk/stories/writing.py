"""The framework's views of the story's form, made whole: what a click writes is one transaction, and a story is made once.

A story saves itself while it is written, also at the moment at which an editor publishes. Two requests of one form would then
work on what each read before the other wrote: the story would be made twice, or taken off the site by the older one. So one
waits for the other before it reads, and the form of a new story carries that story's translation_key.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import PageStatusSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page
from wagtail.rich_text import RichText

from tamizdat.desk import notices
from tamizdat.desk.languages import autonyms
from tamizdat.desk.outside.manage import OutsidePanel
from tamizdat.desk.stories.approving import publish_only_if_allowed, warn_of_failure
from tamizdat.desk.stories.copying import StoryCopy, warn_of_kill
from tamizdat.desk.unfinished import KEPT, SavesTheRest, alone
from tamizdat.newsroom.models import Article


class StoryForm(SavesTheRest):
    def bound(self: Any, data: QueryDict) -> Any:
        return self.form_class(
            data,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.page_above(),
            for_user=self.request.user,
        )


class StoryCreate(StoryForm, CreateView):
    page_title = gettext_lazy("New story")

    def dispatch(self, request: HttpRequest, *args: Any, parent_page_id: int, **kwargs: Any) -> HttpResponse:
        with alone(request, Page, parent_page_id):
            return super().dispatch(request, *args, parent_page_id=parent_page_id, **kwargs)

    def page_above(self) -> Page:
        return self.parent_page

    def get_page_subtitle(self) -> str:
        return dict(autonyms())[self.locale.language_code]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.page.body = [("text", RichText(""))]  # where one can begin to type at once
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.page.translation_key = _key(request.POST.get("new_story")) or self.page.translation_key
        return self.shown_again(request.POST) if KEPT in request.POST else super().post(request)

    def form_valid(self, form: Any) -> HttpResponse:
        twin = Article.objects.filter(translation_key=self.page.translation_key, locale=self.page.locale).first()
        if twin is None:
            return super().form_valid(form)
        untouched = not twin.live and not twin.first_published_at and twin.revisions.count() == 1
        if untouched and twin.owner_id == self.request.user.pk:
            twin.delete()  # the draft that this form has just saved by itself
            self.parent_page.refresh_from_db()
        elif self.expects_json_response:
            return self.json_error_response(
                "invalid_revision",
                _("This story is saved already; what you write here is not. Press Save draft to keep it."),
            )
        else:
            self.page.translation_key = uuid.uuid4()
        return super().form_valid(form)

    def run_hook(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """The framework writes a new story as live before it publishes it. Where that is refused it is a draft."""
        answer = super().run_hook(name, *args, **kwargs)
        if answer is not None and name == "before_publish_page":
            self.page.live, self.page.has_unpublished_changes = False, True
            self.page.save(clean=False, update_fields=["live", "has_unpublished_changes"])
        return answer


class StoryEdit(StoryForm, EditView):
    def page_above(self) -> Page:
        return self.parent

    def dispatch(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> HttpResponse:
        with alone(request, Page, page_id):
            return super().dispatch(request, *args, page_id=page_id, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.page.killed_at:
            messages.warning(
                request, _("This story is killed. It can be changed, but not published before the kill is lifted.")
            )
        else:
            warn_of_kill(request, self.page)
        warn_of_failure(request, self.page)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if KEPT in request.POST:
            return self.shown_again(request.POST)
        return super().post(request, *args, **kwargs)

    def add_save_confirmation_message(self) -> None:
        """A form that was opened before the kill, or before the newsroom wanted approval, still has its button Publish: the
        framework saves a draft then."""
        if "action-publish" in self.request.POST and not self.page.killed_at:
            publish_only_if_allowed(self.request, self.page)
        elif "action-publish" in self.request.POST:
            told = _("Not published: this story was killed. What you wrote is saved as a draft.")
            messages.error(self.request, told)
        else:
            super().add_save_confirmation_message()

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """By the desk's own notices, where the framework would send mail only."""
        notices.of_comments(self.page, changes, by=self.request.user)

    def get_side_panels(self) -> Any:
        """With what people outside said. A killed story says that it is, and why, where the framework would call it a draft."""
        panels = super().get_side_panels()
        if not self.expects_json_response and not self.hydrate_create_view:
            panels.append(OutsidePanel(self.page, self.request))
        for panel in panels:
            if self.page.killed_at and isinstance(panel, PageStatusSidePanel):
                panel.template_name = "desk/stories/status_killed.html"
        return panels


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
