"""The framework's views of the story's form, made whole: what a click writes is one transaction, and a story is made once.

A story saves itself while it is written, also at the moment at which an editor publishes. Two requests of one form would then
work on what each read before the other wrote: the story would be made twice, or taken off the site by the older one. So one
waits for the other before it reads, and the form of a new story carries that story's translation_key.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
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
from tamizdat.desk.comparing import Difference, differences
from tamizdat.desk.languages import autonyms
from tamizdat.desk.outside.manage import OutsidePanel
from tamizdat.desk.stories.approving import APPROVE, publish_only_if_allowed, warn_of_failure
from tamizdat.desk.stories.copying import StoryCopy, warn_of_kill
from tamizdat.desk.unfinished import KEPT, SavesTheRest, alone
from tamizdat.newsroom import parts, unread
from tamizdat.newsroom.actions import translated_parts
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.parts import Part


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
    differences: list[Difference] | None = None
    by_whom: Any = None
    words_before: Sequence[Part] = ()

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
        if unread.is_unread(self.page):
            messages.warning(request, str(unread.TOLD))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.POST = without_gone_rows(request.POST, self.page)  # type: ignore[assignment]  # Django's own is not changed
        if KEPT in request.POST:
            return self.shown_again(request.POST)
        if self.is_out_of_date and not self.expects_json_response and not self.page.alias_of_id:
            return self._refused()
        self.words_before = translated_parts.own_words(self.page)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        translated_parts.edited(self.page, self.words_before, user=self.request.user)
        return response

    def _refused(self) -> HttpResponse:
        """The form was made from another version than the saved one: both texts, and nothing is saved, by itself neither."""
        saved = parts.parts_of(self.page)
        self.by_whom = self.latest_revision.user
        self.form = self.bound(self.request.POST)
        self.form.defer_required_fields()
        if self.form.is_valid():
            self.form.save(commit=False)
        self.form.restore_required_fields()
        self.differences = differences(saved, parts.parts_of(self.page))
        self.has_unsaved_changes = True
        self.autosave_enabled = False
        response = self.render_to_response(self.get_context_data())
        response.status_code = 409
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"differences": self.differences, "by_whom": self.by_whom}

    def add_save_confirmation_message(self) -> None:
        """A form that was opened before the kill, or before the newsroom wanted approval, still has its button Publish: the
        framework saves a draft then."""
        if "action-publish" in self.request.POST and not self.page.killed_at:
            publish_only_if_allowed(self.request, self.page)
        elif "action-publish" in self.request.POST:
            told = _("Not published: this story was killed. What you wrote is saved as a draft.")
            messages.error(self.request, told)
        elif self.request.POST.get("workflow-action-name") == APPROVE and self._is_published():
            told = _("“%(headline)s” is published.") % {"headline": self.page.headline}
            buttons = [self.get_view_live_message_button(), self.get_edit_message_button()]
            messages.success(self.request, told, buttons=buttons)
        else:
            super().add_save_confirmation_message()

    def _is_published(self) -> bool:
        """Whether readers have what was saved last: the approval of a step may not be the last one."""
        return Article.objects.filter(pk=self.page.pk, live=True, has_unpublished_changes=False).exists()

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


def without_gone_rows(data: QueryDict, story: Article) -> QueryDict:
    """The form's data, in which an author or note that somebody else deleted meanwhile is a new one, and a comment that is gone
    stays gone: the framework fails at a row that it does not find."""
    found = data.copy()
    for relation in ("authors", "notes", "comments"):
        known = {
            str(row.pk)
            for row in getattr(story, "wagtail_admin_comments" if relation == "comments" else relation).all()
        }
        for name in data:
            if re.fullmatch(rf"{relation}-\d+-id", name) and data[name] not in known | {""}:
                found[name] = ""
                if relation == "comments":
                    found[name.removesuffix("id") + "DELETE"] = "on"
    return found


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
