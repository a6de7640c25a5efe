"""What may be done to stories and to the folders that hold them, whoever asks and by whatever view.

The framework asks these testers before every action of its own views, so a rule that stands here holds for all of them. Each
question has one method. Roles are groups with rights (actions/people.py); a person's scope narrows them to topics, regions and
languages. Chiefs and administrators have no scope.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail.models import PagePermissionTester

from tamizdat.newsroom import approved, unread
from tamizdat.newsroom.keys import ListName

TRANSLATE = "newsroom.translate_article"
"""May begin stories that are translations. Who may add pages may begin any."""
CHIEF = "newsroom.publish_all"
"""Publishes every story, also without approval, which asks for a reason."""


def _nobody(_user: Any, _story: Any) -> bool:
    return False


works_on: Callable[[Any, Any], bool] = _nobody
"""Whether a story is assigned to a person. The desk, which has the assignments, gives the function."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What somebody works on; an empty set means all."""

    topics: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()

    def has_language(self, code: str) -> bool:
        return not self.languages or code in self.languages

    def has(self, story: Any) -> bool:
        return (
            self.has_language(story.locale.language_code)
            and (not self.topics or not self.topics.isdisjoint(one.pk for one in story.topics.all()))
            and (not self.regions or not self.regions.isdisjoint(one.pk for one in story.regions.all()))
        )


def may_pin(user: Any, page: ListName) -> bool:
    """Whether the person chooses what leads a page: the front of a language, or a region's or topic's page there. The front
    has every topic, so it is for those whose scope is not narrowed to some."""
    mine = reach(user)
    if not mine.has_language(page.language):
        return False
    if page.kind == "topic":
        return not mine.topics or page.noun in mine.topics
    if page.kind == "region":
        return not mine.regions or page.noun in mine.regions
    return not mine.topics and not mine.regions


def is_chief(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(CHIEF))


def reach(user: Any) -> Reach:
    """Asked once for each request: the framework makes its user anew for each."""
    known: Reach | None = getattr(user, "_reach", None)
    if known is None:
        row = None if is_chief(user) else apps.get_model("newsroom", "Scope").objects.filter(user=user.pk).first()
        known = (
            Reach(topics=frozenset(row.topics), regions=frozenset(row.regions), languages=frozenset(row.languages))
            if row
            else Reach()
        )
        user._reach = known
    return known


class _Tester(PagePermissionTester):
    def _has(self, verb: str) -> bool:
        """Whether a role of this person has the right."""
        return bool(self.user.is_active and (self.user.is_superuser or verb in self.permissions))

    def is_chief(self) -> bool:
        return is_chief(self.user)

    def _writes(self) -> bool:
        return self._has("add") or (self.user.is_active and self.user.has_perm(TRANSLATE))


class StoryPermissions(_Tester):
    def is_in_scope(self) -> bool:
        """Whether the story has one of the person's topics and regions, and is in one of the languages."""
        return reach(self.user).has(self.page)

    def is_own(self) -> bool:
        """A story that the person began, or that is assigned to them, in one of their languages."""
        mine = self._writes() and (self.page.owner_id == self.user.pk or works_on(self.user, self.page))
        return mine and reach(self.user).has_language(self.page.language)

    def can_edit(self) -> bool:
        if self.is_own() or (self._has("change") and self.is_in_scope()):
            return True
        step = self.page.current_workflow_task if self.user.is_active else None
        return bool(step and step.user_can_access_editor(self.page, self.user))

    def may_publish(self) -> bool:
        """Whether it is this person's to decide that the story is published, or taken back; approval is another question."""
        return self._has("publish") and self.is_in_scope()

    def can_publish(self) -> bool:
        """A killed story is not published by anyone before its kill is lifted, and none without the approval that it needs, or
        with a machine's translation that nobody has read."""
        if not self.may_publish() or self.page.killed_at or self._waits_for_approval():
            return False
        return not unread.is_unread(self.page)

    def _waits_for_approval(self) -> bool:
        if not approved.is_required():
            return False
        newest = self.page.get_latest_revision()
        return newest is None or not approved.is_approved(newest)

    def can_override(self) -> bool:
        """Publish without approval, with a reason that stands in the record."""
        return self.may_publish() and self.is_chief() and self.page.killed_at is None

    def can_unpublish(self) -> bool:
        return bool(super().can_unpublish()) and self.is_in_scope()

    def can_unschedule(self) -> bool:
        return self.may_publish()

    def can_kill(self) -> bool:
        """Who may publish may also take back; the same right lifts a kill."""
        return self.may_publish()

    def can_correct(self) -> bool:
        """A quick correction is published at once: where stories need approval, by chiefs alone."""
        may = self.may_publish() and self.page.live and self.page.killed_at is None
        return may and (self.is_chief() or not approved.is_required())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Into the bin: what somebody may publish, or both write and change; and a draft that one began."""
        begun = self._writes() and self.page.owner_id == self.user.pk and not self.page.live
        if begun or not (self.may_publish() or (self._has("add") and self._has("change") and self.is_in_scope())):
            return begun
        return bool(super().can_delete(ignore_bulk))

    def can_lock(self) -> bool:
        return bool(super().can_lock()) and self.can_edit()

    def can_unlock(self) -> bool:
        return bool(super().can_unlock()) and self.can_edit()

    def can_assign(self) -> bool:
        """Who may publish the story says who works on it; a writer says so of their own."""
        return self.may_publish() or self.is_own()

    def can_submit_for_moderation(self) -> bool:
        return bool(super().can_submit_for_moderation()) and self.can_edit() and self.page.killed_at is None

    def can_translate(self, language: str = "") -> bool:
        """A translation is a new story, so it needs what writing a new one needs, and a scope that has the language."""
        return self._writes() and (not language or reach(self.user).has_language(language))

    def can_copy(self) -> bool:
        """A copy is a new story, in the same language."""
        return self.can_edit() and self._has("add") and reach(self.user).has_language(self.page.language)

    def can_publish_a_copy(self) -> bool:
        """A copy has the story's topics and regions, and nobody has approved it."""
        return self.may_publish() and not approved.is_required()

    def can_set_view_restrictions(self) -> bool:
        """What is published is public: the edition knows no readers' groups and no passwords."""
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_move(self) -> bool:
        """A story's place is its language's folder, for good: another language is a translation."""
        return False


class FolderPermissions(_Tester):
    """A language's folder comes and goes with newsroom.toml; at the desk it can only be filled."""

    def can_add_subpage(self) -> bool:
        language = reach(self.user).has_language(self.page.locale.language_code)
        return bool(super().can_add_subpage()) and language

    def can_publish_subpage(self) -> bool:
        """The same of a story that is begun: its topics and regions are asked when it is saved."""
        language = reach(self.user).has_language(self.page.locale.language_code)
        return bool(super().can_publish_subpage()) and language and not approved.is_required()

    def can_edit(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False
