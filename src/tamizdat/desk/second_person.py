"""Two persons for what one alone must not do: the first asks with a reason, another approves, and then it is done.

A room registers what an approval does in KINDS and calls `ask`. With `run`, the approval itself does it, in one transaction with
the record; without, the asker may do it once, within USABLE, by `use`.

    second_person.KINDS["erase_all"] = Kind(label=_("Remove everywhere"), run=erase, command="tamizdat remove …")
    second_person.ask("erase_all", user=request.user, summary="…", reason="…", data={"name": "…"})

In a newsroom with nobody else who may approve, `ask` refuses and names the command to run on the server: whoever has the server
could do everything anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from tamizdat.desk.models import GUARD, SecondPersonRequest

State = SecondPersonRequest.State
WAITS = timedelta(days=2)
"""How long a request can be approved."""
USABLE = timedelta(days=1)
"""How long the asker may use an approval of a kind that runs nothing by itself."""
INDEPENDENT_AFTER = timedelta(days=7)
"""For so long nobody approves what is asked for by the person who made or changed their account, or let them in again."""
LETS_IN = (
    *("wagtail.create", "wagtail.edit", "tamizdat.rights"),
    *("tamizdat.password_link", "tamizdat.factors_reset", "tamizdat.let_in"),
)


class SecondPersonError(Exception):
    """It cannot be asked for, approved or used. The message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    label: Any
    """A noun phrase, translated when it is shown."""
    command: str
    """What does it on the server, for a newsroom without a second person."""
    run: Callable[[SecondPersonRequest], None] | None = None


KINDS: dict[str, Kind] = {}


def may_approve(user: Any) -> bool:
    return bool(user.is_active and user.has_perm(GUARD))


def others(user: Any) -> list[Any]:
    """Everyone but `user` who may approve."""
    found = get_user_model().objects.with_perm(GUARD, backend="django.contrib.auth.backends.ModelBackend")
    return list(found.exclude(pk=user.pk))


def ask(kind: str, *, user: Any, summary: str, reason: str, data: dict[str, Any] | None = None) -> SecondPersonRequest:
    """Ask for it. The same that waits already is not asked for twice. Raises SecondPersonError."""
    if not reason.strip():
        raise SecondPersonError(_("Give a reason: the second person reads it, and it is kept in the log."))
    if not others(user):
        raise SecondPersonError(
            _("Nobody else here may approve this. Whoever runs the server can do it there: %(command)s")
            % {"command": KINDS[kind].command}
        )
    with transaction.atomic():
        sorted_data = _sorted(data or {})
        same = waiting().filter(kind=kind, asked_by=user, data=sorted_data).first()
        if same:
            return same
        asked = SecondPersonRequest.objects.create(
            kind=kind, summary=summary, reason=reason.strip(), data=sorted_data, asked_by=user
        )
        _record("tamizdat.second_person_asked", asked, user)
    return asked


def waiting() -> Any:
    """What can still be approved, the newest first."""
    return SecondPersonRequest.objects.filter(state=State.WAITING, asked_at__gt=timezone.now() - WAITS)


def why_not(asked: SecondPersonRequest, user: Any) -> str:
    """Why this person cannot approve it; empty: they can."""
    if not may_approve(user):
        return _("Only managing editors and administrators may approve this.")
    if asked.asked_by_id == user.pk:
        return _("You asked for it yourself: somebody else has to approve it.")
    if _let_in_by(user, asked.asked_by_id):
        return _("Who asks changed your account in the last 7 days: somebody else has to approve it.")
    return ""


def approve(asked: SecondPersonRequest, *, by: Any) -> None:
    """Approve it, and do it where its kind does it by itself. Raises SecondPersonError."""
    if why := why_not(asked, by):
        raise SecondPersonError(why)
    with transaction.atomic():
        run = KINDS[asked.kind].run
        asked = _decided(asked, State.APPROVED if run is None else State.USED, by)
        _record("tamizdat.second_person_approved", asked, by)
        if run:
            run(asked)


def refuse(asked: SecondPersonRequest, *, by: Any) -> None:
    """Refuse it; the asker may take it back in this way, too. Raises SecondPersonError."""
    if asked.asked_by_id != by.pk and not may_approve(by):
        raise SecondPersonError(_("Only managing editors and administrators may refuse this."))
    with transaction.atomic():
        _record("tamizdat.second_person_refused", _decided(asked, State.REFUSED, by), by)


def usable(kind: str, user: Any, **data: Any) -> SecondPersonRequest | None:
    """An approval that `user` may use now."""
    return _usable(kind, user, data).first()


def use(kind: str, user: Any, **data: Any) -> SecondPersonRequest:
    """Use up an approval, once. Raises SecondPersonError when there is none."""
    with transaction.atomic():
        found = _usable(kind, user, data).select_for_update().first()
        if found is None:
            raise SecondPersonError(_("Nobody has approved this, or the approval is too old. Ask for it again."))
        found.state = State.USED
        found.save(update_fields=["state"])
        _record("tamizdat.second_person_used", found, user)
    return found


def _usable(kind: str, user: Any, data: dict[str, Any]) -> Any:
    since = timezone.now() - USABLE
    return SecondPersonRequest.objects.filter(
        kind=kind, asked_by=user, data=_sorted(data), state=State.APPROVED, decided_at__gt=since
    )


def _sorted(data: dict[str, Any]) -> dict[str, Any]:
    """SQLite compares JSON as text: the order of the keys counts."""
    return dict(sorted(data.items()))


def _decided(asked: SecondPersonRequest, state: str, by: Any) -> SecondPersonRequest:
    """The row as decided, if nobody else was quicker."""
    now: datetime = timezone.now()
    if not waiting().filter(pk=asked.pk).update(state=state, decided_by=by, decided_at=now):
        raise SecondPersonError(_("This has been decided already, or is older than two days. Ask for it again."))
    return SecondPersonRequest.objects.get(pk=asked.pk)


def _let_in_by(user: Any, other: int) -> bool:
    since = timezone.now() - INDEPENDENT_AFTER
    content_type = ContentType.objects.get_for_model(user, for_concrete_model=False)
    return ModelLogEntry.objects.filter(
        Q(action__in=LETS_IN, content_type=content_type, object_id=str(user.pk)), user_id=other, timestamp__gt=since
    ).exists()


def _record(action: str, asked: SecondPersonRequest, user: Any) -> None:
    data = {"request": asked.pk, "kind": asked.kind, "reason": asked.reason}
    log(instance=asked, action=action, user=user, title=asked.summary, data=data)
