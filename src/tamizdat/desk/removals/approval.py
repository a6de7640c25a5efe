"""Whether a removal may be carried out now: the one place that asks for a second person's word."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tamizdat.desk import second_person
from tamizdat.newsroom.actions.removals import ledger

RIGHT = "newsroom.remove_everywhere"
KIND = "remove_everywhere"
second_person.KINDS[KIND] = second_person.Kind(label=gettext_lazy("A removal everywhere"), command="")


def may_ask(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(RIGHT))


def is_confirmed(request: HttpRequest) -> bool:
    """By the person who asks, on the page that lists what will be changed."""
    return may_ask(request) and request.method == "POST" and request.POST.get("sure") == "yes"


def use(request: HttpRequest, spellings: Sequence[str], reason: str) -> bool:
    """Use up the second person's approval of a removal of these words. False: it is asked for, and they were not removed.

    In a newsroom where nobody else could approve it, who asks decides alone. The request names the words, for who approves
    reads them; it is cleaned with everything else. Raises SecondPersonError, without a reason.
    """
    if not second_person.others(request.user):
        return True
    settings.NEWSROOM.keys.mkdir(mode=0o700, exist_ok=True, parents=True)
    mark = ledger.mark(settings.NEWSROOM.keys, spellings)
    if second_person.usable(KIND, request.user, words=mark):
        second_person.use(KIND, request.user, words=mark)
        return True
    summary = _("Remove everywhere: %(words)s") % {"words": ", ".join(spellings)}
    second_person.ask(KIND, user=request.user, summary=summary, reason=reason, data={"words": mark})
    return False
