"""What the log has of people beside what the framework writes: sign-ins, second factors, roles, what two persons decided.

Each is an entry about the account. No network address is kept, and no name that was typed and belongs to nobody.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import LogFormatter, log

ACTIONS = (
    ("sign_in", _("Sign in"), _("Signed in")),
    ("sign_out", _("Sign out"), _("Signed out")),
    ("sign_in_failed", _("Failed sign-in"), _("A wrong password was tried")),
    ("factor_failed", _("Failed second step"), _("A wrong code or passkey was tried")),
    ("factor_added", _("Add a second factor"), _("Second factor added")),
    ("factor_removed", _("Remove a second factor"), _("Second factor removed")),
    ("recovery_codes", _("Make recovery codes"), _("New recovery codes made")),
    ("factors_reset", _("Reset second factors"), _("Second factors reset")),
    ("factor_rule", _("Require a second factor"), _("Who needs a second factor was changed")),
    ("session_ended", _("End a session"), _("Sessions ended")),
    ("let_in", _("Let in again"), _("Let in again")),
    ("held_released", _("Release a held story"), _("Held story scheduled again")),
    ("held_dropped", _("Leave a held story as a draft"), _("Held story left as a draft")),
    ("log_exported", _("Export the log"), _("Log exported")),
    ("log_rewritten", _("Rewrite the log"), _("Entries of the log were rewritten by a removal")),
    ("readers_exported", _("Export all readers"), _("All readers exported")),
)


class _WithReason(LogFormatter):
    """The reason stands in the history and in the activity log."""

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        return f"{self.message}: {reason}" if reason else str(self.message)


class _LockedOut(_WithReason):
    label, message = _("Lock a person out"), _("Locked out")


class _Asked(_WithReason):
    label, message = _("Ask for a second person"), _("Asked for a second person")


class _Approved(_WithReason):
    label, message = _("Approve as the second person"), _("Approved by a second person")


class _Refused(_WithReason):
    label, message = _("Refuse as the second person"), _("Refused by a second person")


class _Used(_WithReason):
    label, message = _("Use an approval"), _("Approval used")


class _Rights(LogFormatter):
    """Which roles somebody had, and has."""

    label, message = _("Change roles"), _("Roles changed")

    def format_message(self, log_entry: Any) -> str:
        given, taken = log_entry.data.get("given", []), log_entry.data.get("taken", [])
        changes = [f"+ {translated(name)}" for name in given] + [f"− {translated(name)}" for name in taken]
        return f"{self.message}: {', '.join(changes)}"


WITH_REASON = {
    "locked_out": _LockedOut,
    "second_person_asked": _Asked,
    "second_person_approved": _Approved,
    "second_person_refused": _Refused,
    "second_person_used": _Used,
    "rights": _Rights,
}


def register_actions(actions: Any) -> None:
    for name, label, message in ACTIONS:
        actions.register_action(f"tamizdat.{name}", label, message)
    for name, formatter in WITH_REASON.items():
        actions.register_action(f"tamizdat.{name}")(formatter)


def connect() -> None:
    """Write entries from now on for what no view of ours sees alone: any sign-in, any change of roles."""
    user = get_user_model()
    user_logged_in.connect(_signed_in, dispatch_uid="record sign-ins")
    user_logged_out.connect(_signed_out, dispatch_uid="record sign-outs")
    m2m_changed.connect(_roles_changed, sender=user.groups.through, dispatch_uid="record roles")
    pre_save.connect(_before_saving, sender=user, dispatch_uid="record rights before")
    post_save.connect(_after_saving, sender=user, dispatch_uid="record rights after")


def _signed_in(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    log(instance=user, action="tamizdat.sign_in", user=user)


def _signed_out(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        log(instance=user, action="tamizdat.sign_out", user=user)


def _roles_changed(sender: Any, instance: Any, action: str, pk_set: Any, reverse: bool, **kwargs: Any) -> None:
    if action not in ("post_add", "post_remove") or not pk_set:
        return
    if reverse:
        people, names = list(get_user_model().objects.filter(pk__in=pk_set)), [instance.name]
    else:
        people, names = [instance], list(Group.objects.filter(pk__in=pk_set).values_list("name", flat=True))
    for person in people:
        log(instance=person, action="tamizdat.rights", data={"given" if action == "post_add" else "taken": names})


ADMINISTRATOR, ACTIVE = gettext_noop("administrator"), gettext_noop("active account")
RIGHTS = {"is_superuser": ADMINISTRATOR, "is_active": ACTIVE}
"""Columns of an account that say what it may do, by their names in the log."""


def _before_saving(sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    instance.rights_before = None
    if raw or (update_fields is not None and not set(RIGHTS) & set(update_fields)):
        return
    instance.rights_before = sender.objects.filter(pk=instance.pk).values(*RIGHTS).first() or {"is_active": True}


def _after_saving(sender: Any, instance: Any, **kwargs: Any) -> None:
    before = getattr(instance, "rights_before", None)
    if before is None:
        return
    changed = [name for name in RIGHTS if before.get(name, False) != getattr(instance, name)]
    given = [RIGHTS[name] for name in changed if getattr(instance, name)]
    taken = [RIGHTS[name] for name in changed if not getattr(instance, name)]
    if changed:
        log(instance=instance, action="tamizdat.rights", data={"given": given, "taken": taken})
