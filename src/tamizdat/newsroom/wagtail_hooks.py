"""The newsroom's own verbs in the record of who did what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    actions.register_action("tamizdat.kill", _("Kill"), _("Killed"))
    actions.register_action("tamizdat.copy", _("Copy"), _("Copied from another story"))
    actions.register_action("tamizdat.lift_kill", _("Lift the kill"), _("Kill lifted"))
