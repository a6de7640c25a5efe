"""The newsroom's own verbs in the record of who did what."""

from __future__ import annotations

from typing import Any

from wagtail import hooks


@hooks.register("register_log_actions")
def register_verbs(actions: Any) -> None:
    actions.register_action("tamizdat.kill", "Kill", "Killed")
    actions.register_action("tamizdat.copy", "Copy", "Copied from another story")
    actions.register_action("tamizdat.lift_kill", "Lift the kill", "Kill lifted")
    actions.register_action("tamizdat.delete", "Move to the bin", "Moved to the bin")
    actions.register_action("tamizdat.restore", "Restore", "Restored from the bin")
    actions.register_action("tamizdat.erase", "Delete for good", "Deleted for good")
    actions.register_action("tamizdat.pin", "Choose places", "Places chosen on a page")
    actions.register_action("tamizdat.password_link", "Make a link for a new password", "Link for a new password made")
    actions.register_action("tamizdat.merge", "Merge", "Another was merged into this")
