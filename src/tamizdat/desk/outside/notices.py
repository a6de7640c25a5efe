"""Telling who made a preview link what was answered: by e-mail where newsroom.toml names a mail server, and on the first page
of the desk until it is read."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from tamizdat.desk.models import OutsideAnswer

logger = logging.getLogger(__name__)
SHOWN = 8


def tell(answer: OutsideAnswer) -> None:
    """Send the maker of the link an e-mail. What cannot be sent is in the log and waits at the desk."""
    link, maker = answer.link, answer.link.made_by
    if not settings.WAGTAIL_PASSWORD_RESET_ENABLED or maker is None or not maker.email:
        return
    profile = getattr(maker, "wagtail_userprofile", None)
    with translation.override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        values = {"name": link.name, "headline": link.story.get_admin_display_title()}
        subject = {
            OutsideAnswer.Verdict.APPROVED: _("%(name)s approved “%(headline)s”"),
            OutsideAnswer.Verdict.NOT_APPROVED: _("%(name)s did not approve “%(headline)s”"),
        }.get(OutsideAnswer.Verdict(answer.verdict), _("%(name)s commented on “%(headline)s”")) % values
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('desk_preview_links', args=[link.story_id])}"
    try:
        # The text itself stays at the desk: mail is read by others.
        send_mail(" ".join(subject.split()), f"{subject}\n\n{address}\n", None, [maker.email])
    except OSError as error:
        logger.warning("The notice about an answer to a preview link could not be sent: %s", error)


class Unread(Component):
    """What was answered to the links that somebody made, as long as they have not read it."""

    order = 25
    template_name = "desk/outside/unread.html"

    def __init__(self, user: Any) -> None:
        self._user = user

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = OutsideAnswer.objects.filter(link__made_by=self._user, read_at=None)
        return {"answers": found.select_related("link__story").order_by("-at", "-pk")[:SHOWN]}
