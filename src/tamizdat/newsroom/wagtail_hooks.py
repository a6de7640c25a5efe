"""The newsroom's own verbs in the record of who did what."""

from __future__ import annotations

from typing import Any

from wagtail import hooks


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    actions.register_action("tamizdat.kill", "Kill", "Killed")
    actions.register_action("tamizdat.copy", "Copy", "Copied from another story")
    actions.register_action("tamizdat.lift_kill", "Lift the kill", "Kill lifted")
