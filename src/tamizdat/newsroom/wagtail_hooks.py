"""The newsroom's own verbs in the record of who did what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from tamizdat.newsroom.approved import OVERRIDE


class KillFormatter(LogFormatter):
    """The reason stands with it in the story's history and in the activity log."""

    label = _("Kill")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        return f"{_('Killed')}: {reason}" if reason else str(_("Killed"))


class OverrideFormatter(LogFormatter):
    """With its reason, too."""

    label = _("Publish without approval")

    def format_message(self, log_entry: Any) -> str:
        return f"{_('Published without approval')}: {log_entry.data.get('reason', '')}"


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    actions.register_action("tamizdat.kill")(KillFormatter)
    actions.register_action(OVERRIDE)(OverrideFormatter)
    actions.register_action("tamizdat.copy", _("Copy"), _("Copied from another story"))
    actions.register_action("tamizdat.lift_kill", _("Lift the kill"), _("Kill lifted"))
    actions.register_action(
        "tamizdat.translation_up_to_date", _("The translation is up to date"), _("Translation marked as up to date")
    )
    actions.register_action("tamizdat.machine_draft", _("Machine draft"), _("Draft translated by a machine"))
    actions.register_action("tamizdat.name_version", _("Name this version"), _("Version named"))
    actions.register_action("tamizdat.restore_part", _("Restore a part"), _("Part of an older version restored"))
    actions.register_action("tamizdat.delete", _("Move to the bin"), _("Moved to the bin"))
    actions.register_action("tamizdat.restore", _("Restore"), _("Restored from the bin"))
    actions.register_action("tamizdat.erase", _("Delete for good"), _("Deleted for good"))
    actions.register_action("tamizdat.pin", _("Choose places"), _("Places chosen on a page"))
    actions.register_action(
        "tamizdat.password_link", _("Make a link for a new password"), _("Link for a new password made")
    )
    actions.register_action("tamizdat.merge", _("Merge"), _("Another was merged into this"))
    actions.register_action("tamizdat.send_letter", _("Send a letter"), _("Letter sent"))
    actions.register_action("tamizdat.letter_draft", _("Take a letter back to draft"), _("Letter taken back to draft"))
    actions.register_action("tamizdat.letter_waiting", _("Ask for approval"), _("Approval asked for"))
    actions.register_action("tamizdat.letter_approved", _("Approve a letter"), _("Letter approved"))
    actions.register_action("tamizdat.pause_letter", _("Pause a sending"), _("Sending paused"))
    actions.register_action("tamizdat.resume_letter", _("Go on with a sending"), _("Sending goes on"))
    actions.register_action("tamizdat.cancel_letter", _("Cancel a sending"), _("Sending cancelled"))
    actions.register_action(
        "tamizdat.again_letter", _("Send uncertain letters again"), _("Uncertain letters sent again")
    )
    actions.register_action("tamizdat.export_reader", _("Export a reader"), _("A reader’s data exported"))
    actions.register_action("tamizdat.erase_reader", _("Erase a reader"), _("A reader erased"))
