"""What readers wrote by the contact form: a list, each message on a page of its own, and its end.

The messages lie in the audience's store, outside the desk's database: no history keeps what is deleted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages as notices
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from tamizdat.audience.errors import AudienceError
from tamizdat.audience.store import messages

PERMISSION = "newsroom.read_messages"
A_PAGE = 30
LARGEST = 2**63 - 1
"""The largest number that the store's file knows."""


class Unread(Component):
    """On the desk's first page, for those who may read them."""

    order = 25
    template_name = "desk/home/messages.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        try:
            everything, unread = messages.count(settings.NEWSROOM.audience)
        except AudienceError as error:
            return {"trouble": str(error)}
        return {"all": everything, "unread": unread}


class MessagesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def menu_item() -> MenuItem:
    return MessagesItem(
        gettext_lazy("Messages"), reverse("desk_messages"), name="messages", icon_name="comment", order=150
    )


def may_read(user: Any) -> bool:
    return bool(user.has_perm(PERMISSION))


@never_cache
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    _check(request)
    store = settings.NEWSROOM.audience
    try:
        everything, unread = messages.count(store)
        page = Paginator(range(everything), A_PAGE).get_page(request.GET.get("p"))
        found = messages.newest(store, (page.number - 1) * A_PAGE, A_PAGE)
        context = {"page": page, "found": found, "unread": unread}
    except AudienceError as error:
        context = {"trouble": str(error)}
    return TemplateResponse(request, "desk/messages/list.html", context)


@never_cache
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A message whole; whoever opens it has read it, as in any mailbox."""
    _check(request)
    store = settings.NEWSROOM.audience
    try:
        message = messages.one(store, pk)
        if message is None:
            raise Http404
        if not message.is_read:
            messages.mark(store, [pk], is_read=True)
    except AudienceError as error:
        return TemplateResponse(request, "desk/messages/list.html", {"trouble": str(error)})
    return TemplateResponse(request, "desk/messages/one.html", {"message": message})


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """What is to be done with the chosen messages; deleting, which nothing undoes, asks first."""
    _check(request)
    store, verb = settings.NEWSROOM.audience, request.POST.get("do")
    sent = [int(number) for number in request.POST.getlist("message") if number.isascii() and number.isdigit()]
    chosen = [number for number in sent if number <= LARGEST]
    if verb == "delete" and chosen and "sure" not in request.POST:
        return TemplateResponse(request, "desk/messages/delete.html", {"chosen": chosen})
    try:
        if verb == "delete":
            messages.delete(store, chosen)
            said = ngettext("%(number)s message is deleted.", "%(number)s messages are deleted.", len(chosen))
            notices.success(request, said % {"number": len(chosen)})
        elif verb in ("read", "unread"):
            messages.mark(store, chosen, is_read=verb == "read")
    except AudienceError as error:
        notices.error(request, str(error))
    if not chosen:
        notices.warning(request, _("Select messages first."))
    return redirect("desk_messages")


def _check(request: HttpRequest) -> None:
    if not may_read(request.user):
        raise PermissionDenied
