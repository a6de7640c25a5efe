"""Those who translate a story are told of its corrections, by mail where mail is set up."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from tamizdat.newsroom.models import Article, CorrectionRecord

logger = logging.getLogger(__name__)


def watch() -> None:
    """Listen to the record of corrections, so that it is the same by whatever way a story was corrected."""
    post_save.connect(_recorded, sender=CorrectionRecord)


def _recorded(instance: CorrectionRecord, created: bool, **_: Any) -> None:
    if created:
        transaction.on_commit(partial(_tell_all, instance.pk), robust=True)


def _tell_all(pk: int) -> None:
    correction = CorrectionRecord.objects.get(pk=pk)
    siblings = Article.objects.filter(translation_key=correction.translation_key).exclude(pk=correction.story)
    for sibling in siblings.select_related("locale"):
        for person in translators(sibling):
            if person.pk != correction.recorded_by_id:
                tell(person, correction, sibling)


def translators(story: Article) -> Iterator[Any]:
    """Accounts that work in the story's language and may edit it: those that wrote it, and those whose desk is in that
    language."""
    wrote = Revision.page_revisions.filter(object_id=str(story.pk)).values("user")
    reads = UserProfile.objects.filter(preferred_language=story.language).values("user")
    accounts = get_user_model().objects.filter(Q(pk__in=wrote) | Q(pk__in=reads) | Q(pk=story.owner_id), is_active=True)
    yield from (one for one in accounts.order_by("pk") if story.permissions_for_user(one).can_edit())


def by_mail(person: Any, correction: CorrectionRecord, sibling: Article) -> None:
    """One mail, in the language of the person's desk. A mail server that refuses it undoes nothing."""
    if not settings.WAGTAIL_PASSWORD_RESET_ENABLED or not person.email:
        return
    profile = UserProfile.objects.filter(user=person).first()
    with override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
        subject = _("Correction: %(headline)s") % {"headline": correction.headline}
        lines = [
            _("A story that you translate was corrected."),
            f"{correction.get_kind_display()}: {correction.text}",
            _("Check your translation, “%(headline)s”:") % {"headline": sibling.get_admin_display_title()},
            f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_pages:edit', args=[sibling.pk])}",
        ]
        message = EmailMessage(
            " ".join(subject.split()), "\n\n".join(lines), to=[person.email], connection=get_connection()
        )
    try:
        message.send()
    except (OSError, smtplib.SMTPException):
        logger.exception("The mail about the correction of story %s could not be sent.", correction.story)


tell: Callable[[Any, CorrectionRecord, Article], None] = by_mail
"""How one person is told; another way can take its place."""
