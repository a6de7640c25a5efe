"""Whether a removal may be carried out now: the one place that asks for more than one person's word, where there is more."""

from __future__ import annotations

from django.http import HttpRequest

RIGHT = "newsroom.remove_everywhere"


def may_ask(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(RIGHT))


def is_approved(request: HttpRequest) -> bool:
    """By the person who asked, on the page that lists what will be changed."""
    return may_ask(request) and request.method == "POST" and request.POST.get("sure") == "yes"
