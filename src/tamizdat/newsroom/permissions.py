"""What may be done to stories and to the folders that hold them, whoever asks and by whatever view.

The framework asks these testers before every action of its own views, so a rule that stands here holds for all of them.
"""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class StoryPermissions(PagePermissionTester):
    def can_publish(self) -> bool:
        """A killed story is not published by anyone before its kill is lifted."""
        return super().can_publish() and self.page.killed_at is None

    def can_kill(self) -> bool:
        """Who may publish may also take back; the same right lifts a kill."""
        return super().can_publish()

    def can_correct(self) -> bool:
        """A quick correction is published at once."""
        return self.can_publish() and self.page.live

    def can_translate(self) -> bool:
        """A translation is a new story, so it needs what writing a new one needs."""
        return self.user.is_active and (self.user.is_superuser or "add" in self.permissions)

    def can_set_view_restrictions(self) -> bool:
        """What is published is public: the edition knows no readers' groups and no passwords."""
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_move(self) -> bool:
        """A story's place is its language's folder, for good: another language is a translation."""
        return False


class FolderPermissions(PagePermissionTester):
    """A language's folder comes and goes with newsroom.toml; at the desk it can only be filled."""

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
