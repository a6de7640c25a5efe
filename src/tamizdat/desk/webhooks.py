"""Webhooks: other servers are told when a story is published, corrected or killed.

A message is a row, written in the transaction of what it tells; the worker sends it after the commit, and again when it was
not taken. What it says is read when it is sent, so it never tells of a draft or of a story that is not public yet.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from tamizdat.desk.models import Webhook, WebhookDelivery
from tamizdat.kit import hosts
from tamizdat.newsroom.actions.articles import KILL
from tamizdat.newsroom.models import Article, ArticleNote
from tamizdat.newsroom.public import is_public

PUBLISHED, CORRECTED, KILLED = "story.published", "story.corrected", "story.killed"
EVENTS = {"wagtail.publish": PUBLISHED, KILL: KILLED}
"""By the action in the log, which is written in the transaction of the act."""
TOLD = (ArticleNote.Kind.CORRECTION, ArticleNote.Kind.CLARIFICATION, ArticleNote.Kind.RETRACTION)
PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 360, 720, 1440))
"""After the first try that failed, the second, and so on; then it is given up."""
PATIENCE = 10.0
"""Seconds that a server has to answer."""
KEPT = timedelta(days=30)
MOST, SHOWN = 20, 100
"""Webhooks of a newsroom; deliveries on the page."""


def watch() -> None:
    post_save.connect(_logged, sender=PageLogEntry, dispatch_uid="webhooks of acts")
    post_save.connect(_noted, sender=ArticleNote, dispatch_uid="webhooks of corrections")


def _logged(sender: Any, instance: PageLogEntry, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and instance.action in EVENTS:
        _queue(EVENTS[instance.action], instance.page_id)


def _noted(sender: Any, instance: ArticleNote, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw and instance.kind in TOLD:
        _queue(CORRECTED, instance.article_id)


def _queue(event: str, pk: int) -> None:
    hooks = list(Webhook.objects.values_list("pk", flat=True))
    story = Article.objects.filter(pk=pk).first() if hooks else None
    if story is None:
        return
    now = timezone.now()
    due = max(now, story.embargoed_until or now)
    if event == KILLED and (story.first_published_at is None or due > now):
        return  # nobody outside has it
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook_id=hook, event=event, story=story, due_at=due) for hook in hooks
    )


@dataclass(frozen=True, kw_only=True)
class Message:
    delivery: int
    address: str
    secret: str
    body: bytes


def due(now: datetime) -> list[Message]:
    """What is to be sent now. Closes what has nothing to tell any more, and forgets what is long over."""
    WebhookDelivery.objects.filter(due_at=None, added_at__lt=now - KEPT).delete()
    found = []
    waiting = WebhookDelivery.objects.filter(due_at__lte=now).select_related("webhook", "story__locale")
    for one in waiting.order_by("tries", "due_at", "pk")[:MOST]:
        if one.event == KILLED or Article.objects.filter(is_public(now), pk=one.story_id).exists():
            body = json.dumps(_payload(one, now), ensure_ascii=False).encode()
            found.append(Message(delivery=one.pk, address=one.webhook.address, secret=one.webhook.secret, body=body))
            continue
        embargo = one.story.embargoed_until
        one.due_at = embargo if embargo and embargo > now and one.story.live else None
        one.result = "" if one.due_at else "not sent: the story is not public"
        one.save(update_fields=["due_at", "result"])
    return found


def _payload(one: WebhookDelivery, now: datetime) -> dict[str, Any]:
    """Of a killed story only what names it to those who have it."""
    parts = one.story.get_url_parts()
    told = {"uri": one.story.uri, "language": one.story.language, "address": "".join(parts[1:]) if parts else None}
    if one.event != KILLED:
        told["headline"] = one.story.headline
    return {"event": one.event, "delivery": one.pk, "time": now.isoformat(), "story": told}


def signature(secret: str, moment: int, body: bytes) -> str:
    """The header of a message: when it was sent, and the HMAC-SHA256 of that second, a dot and the body."""
    told = hmac.new(secret.encode(), str(moment).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={told}"


def send(message: Message, now: datetime) -> tuple[bool, str]:
    """Whether it was taken, and the answer in a few words. Talks to hosts of the open net alone, and follows no redirect."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Tamizdat",
        "Tamizdat-Signature": signature(message.secret, int(now.timestamp()), message.body),
    }
    request = Request(message.address, message.body, headers)
    try:
        with hosts.opener(redirects=False).open(request, timeout=PATIENCE) as answer:
            return 200 <= answer.status < 300, str(answer.status)
    except HTTPError as error:
        return False, str(error.code)
    except (OSError, HTTPException, ValueError) as error:
        return False, str(error)[:200]


def record(message: Message, now: datetime, *, taken: bool, result: str) -> None:
    with transaction.atomic():
        row = WebhookDelivery.objects.select_for_update().filter(pk=message.delivery).first()
        if row is None:
            return
        row.tries += 1
        row.result = result[:200]
        row.due_at = None if taken or row.tries > len(PAUSES) else now + PAUSES[row.tries - 1]
        row.save(update_fields=["tries", "result", "due_at"])


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Webhook
        fields = ("address",)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        parts = urlsplit(address)
        if parts.scheme != "https" or not hosts.may_be_public(parts.hostname or "") or parts.username:
            raise forms.ValidationError(_("Give an https address of the open internet, without a name and password."))
        if Webhook.objects.count() >= MOST:
            raise forms.ValidationError(_("There are enough webhooks. Remove one first."))
        return address


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


def menu_item() -> MenuItem:
    return _Item(gettext_lazy("Webhooks"), reverse("desk_webhooks"), name="webhooks", icon_name="link", order=610)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    _check(request)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            added = form.save()
            log(instance=added, action="wagtail.create", user=request.user)
        messages.success(request, _("Added. Give its secret to whoever keeps the other server."))
        return redirect("desk_webhooks")
    context = {
        "form": form,
        "webhooks": Webhook.objects.order_by("pk"),
        "deliveries": WebhookDelivery.objects.select_related("webhook", "story")[:SHOWN],
    }
    return TemplateResponse(request, "desk/webhooks.html", context)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    _check(request)
    webhook = get_object_or_404(Webhook, pk=pk)
    with transaction.atomic():
        log(instance=webhook, action="wagtail.delete", user=request.user, deleted=True)
        webhook.delete()
    messages.success(request, _("Removed."))
    return redirect("desk_webhooks")


def _check(request: HttpRequest) -> None:
    if not request.user.is_superuser:
        raise PermissionDenied
