"""The newsroom's own verbs in the record of who did what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter


class KillFormatter(LogFormatter):
    """The reason stands with it in the story's history and in the activity log."""

    label = gettext_lazy("Kill")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        return f"{_('Killed')}: {reason}" if reason else _("Killed")


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    actions.register_action("tamizdat.kill")(KillFormatter)
    actions.register_action("tamizdat.copy", gettext_lazy("Copy"), gettext_lazy("Copied from another story"))
    actions.register_action("tamizdat.lift_kill", gettext_lazy("Lift the kill"), gettext_lazy("Kill lifted"))
