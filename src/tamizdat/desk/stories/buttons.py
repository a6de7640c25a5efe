"""What can be done to a story beside writing it: buttons of the list, of the form's header and of its footer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button

from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.approving import APPROVE, PUBLISH, RETURN, SUBMIT, is_overridden
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.permissions import StoryPermissions


def of_story(page: Any, user: Any) -> Iterator[Button]:
    """Correct, preview, assign, translate, publish without approval, kill, lift the kill: those that this person may use here."""
    if not isinstance(page.specific_deferred, Article):
        return
    story = page if isinstance(page, Article) else Article.objects.get(pk=page.pk)
    may = story.permissions_for_user(user)
    if may.can_correct():
        yield Button(_("Correct"), url=reverse("desk_correct", args=[story.pk]), icon_name="edit", priority=60)
    if may.can_edit():
        url = reverse("desk_preview_links", args=[story.pk])
        window = reverse("desk_preview_window", args=[story.pk])
        yield Button(_("Preview as published"), url=window, icon_name="view", priority=59)
        yield Button(_("Preview links"), url=url, icon_name="link-external", priority=60)
    if may.can_assign():
        yield Button(_("Assign"), url=reverse("desk_assign", args=[story.pk]), icon_name="user", priority=65)
    if may.can_edit():
        yield Button(_("Versions"), url=reverse("desk_versions", args=[story.pk]), icon_name="history", priority=66)
    yield from _translations(story, may)
    if is_overridden(story, user):
        url = reverse("desk_override", args=[story.pk])
        yield Button(_("Publish without approval…"), url=url, icon_name="upload", priority=78)
    if may.can_kill():
        if story.killed_at:
            yield Button(
                _("Lift the kill"), url=reverse("desk_lift_kill", args=[story.pk]), icon_name="rotate", priority=80
            )
        else:
            yield Button(
                _("Kill"),
                url=reverse("desk_kill", args=[story.pk]),
                icon_name="warning",
                classname="desk-kill",
                priority=90,
            )


def _translations(story: Article, may: StoryPermissions) -> Iterator[Button]:
    if not may.can_translate():
        return
    siblings = dict(
        Article.objects.filter(translation_key=story.translation_key).values_list("locale__language_code", "pk")
    )
    for place, (code, name) in enumerate(autonyms()):
        if code == story.language:
            continue
        if code in siblings:
            url = reverse("wagtailadmin_pages:edit", args=[siblings[code]])
            yield Button(_("Open: %(language)s") % {"language": name}, url=url, icon_name="globe", priority=70 + place)
        elif may.can_translate(code):
            url = reverse("desk_translate", args=[story.pk, code])
            yield Button(
                _("Translate: %(language)s") % {"language": name}, url=url, icon_name="globe", priority=70 + place
            )


class DraftAndPublish(ActionMenuItem):
    """The two buttons of every day side by side; the framework would hide one of them behind an arrow."""

    name = "desk-draft-and-publish"

    def __init__(self, draft: ActionMenuItem, publish: ActionMenuItem) -> None:
        super().__init__(order=draft.order)
        self._parts = (draft, publish)

    def render_html(self, parent_context: dict[str, Any]) -> SafeString:
        draft, publish = (part.render_html(parent_context) for part in self._parts)
        return format_html('<div class="desk-two">{}{}</div>', draft, publish)


def side_by_side(items: list[ActionMenuItem]) -> None:
    """Put “Publish” beside “Save draft”, or “Submit for approval” where a person may not publish; whoever has to approve a
    story has “Approve” and “Return” there."""
    found = {item.name: item for item in items}
    draft, send_back = found.get("action-save-draft"), found.get(RETURN)
    forward = found.get(APPROVE) or found.get(PUBLISH) or found.get(SUBMIT)
    back = send_back if APPROVE in found else draft
    if back and forward:
        items.remove(forward)
        items.remove(back)
        items.insert(0, DraftAndPublish(back, forward))


class ScheduleItem(ActionMenuItem):
    """Opens the window with the two times."""

    name = "desk-schedule"
    label = gettext_lazy("Schedule…")
    icon_name = "calendar-alt"
    template_name = "desk/stories/schedule_item.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] == "create":
            return bool(context["parent_page"].permissions_for_user(context["request"].user).can_publish_subpage())
        story = context["page"]
        return context["view"] == "edit" and story.permissions_for_user(context["request"].user).can_publish()


class ChangesItem(ActionMenuItem):
    """Leads to the list of all that a publication changes."""

    name = "desk-changes"
    label = gettext_lazy("What publishing changes")
    icon_name = "list-ul"

    def is_shown(self, context: dict[str, Any]) -> bool:
        story = context.get("page")
        return context["view"] == "edit" and isinstance(story, Article) and story.killed_at is None

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("desk_changes", args=[context["page"].pk])


class KillItem(ActionMenuItem):
    """At the end of the form's own list of actions, where an editor in a hurry looks."""

    name = "desk-kill"
    label = gettext_lazy("Kill")
    icon_name = "warning"
    classname = "desk-kill"

    def is_shown(self, context: dict[str, Any]) -> bool:
        story = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(story, Article)
            and story.killed_at is None
            and story.permissions_for_user(context["request"].user).can_kill()
        )

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("desk_kill", args=[context["page"].pk])


class LiftItem(KillItem):
    name = "desk-lift-kill"
    label = gettext_lazy("Lift the kill")
    icon_name = "rotate"
    classname = ""

    def is_shown(self, context: dict[str, Any]) -> bool:
        story = context.get("page")
        return (
            context["view"] == "edit"
            and isinstance(story, Article)
            and story.killed_at is not None
            and story.permissions_for_user(context["request"].user).can_kill()
        )

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("desk_lift_kill", args=[context["page"].pk])
