"""Stories: list, read, write, submit, publish, unpublish, kill, correct and translate, each by the desk's own verb."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tamizdat.desk import full_disk
from tamizdat.desk.api import given, shown
from tamizdat.desk.api.answers import Refused
from tamizdat.desk.stories import correcting
from tamizdat.desk.stories.listing import StoryFilters
from tamizdat.kit.text import clean
from tamizdat.newsroom.actions import approvals, articles, translations, writing
from tamizdat.newsroom.actions.newsroom import folder
from tamizdat.newsroom.models import Article, ArticleNote
from tamizdat.newsroom.models.bin import in_bin
from tamizdat.newsroom.untranslated import untranslated

MOST = 100
"""Stories of one answer."""
STATES = ("draft", "live", "changed", "scheduled", "killed")
ID_LIMIT = 150


def listed(request: HttpRequest) -> HttpResponse:
    """The newest first; `before` goes on after the last one of an answer."""
    asked = request.GET
    rows: Any = Article.objects.exclude(pk__in=in_bin(Article.kind)).select_related("locale").defer_streamfields()
    if "language" in asked:
        rows = rows.filter(locale__language_code=given.language({"language": asked["language"]}))
    if "state" in asked:
        if asked["state"] not in STATES:
            raise Refused(400, _("Known are: %(names)s.") % {"names": ", ".join(STATES)}, where="state")
        rows = StoryFilters().in_state(rows, "state", asked["state"])
    if "before" in asked:
        if not asked["before"].isdecimal() or int(asked["before"]) >= 2**63:
            raise Refused(400, _("Give the number of a story."), where="before")
        rows = rows.filter(pk__lt=int(asked["before"]))
    found = list(rows.order_by("-pk")[: MOST + 1])
    more = {"before": found[MOST - 1].pk} if len(found) > MOST else {}
    return JsonResponse({"stories": [shown.in_list(story) for story in found[:MOST]], **more})


def read(request: HttpRequest, pk: int) -> HttpResponse:
    return JsonResponse(shown.whole(_story(request, pk)))


def create(request: HttpRequest) -> HttpResponse:
    """With an `id` a story may be sent twice, as on a bad line: the second time it is answered, and not made again."""
    asked = given.json_of(request)
    given.only(asked, given.FIELDS | {"id", "language"})
    language = given.language(asked)
    if not folder(language).permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    known = f"api:{request.user.pk}:{given.text(asked, 'id', ID_LIMIT)}" if "id" in asked else None
    with transaction.atomic():
        there = Article.objects.filter(external_id=known).first() if known else None
        if there:
            return JsonResponse(shown.whole(there) | {"warnings": []})
        words, warnings = given.words(asked, language, user=request.user)
        story = writing.begin(words, language, user=request.user)
        if known:
            Article.objects.filter(pk=story.pk).update(external_id=known)
    return JsonResponse(shown.whole(Article.objects.get(pk=story.pk)) | {"warnings": warnings}, status=201)


def update(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    _refuse_locked(request, story)
    asked = given.json_of(request)
    given.only(asked, given.FIELDS | {"revision", "replace_body"})
    mark = given.text(asked, "revision")
    with transaction.atomic():
        words, warnings = given.words(asked, story.language, user=request.user, before=_newest(story))
        changed = _fresh(lambda: writing.change(story, words, mark=mark, user=request.user), story)
    return JsonResponse(shown.whole(changed) | {"warnings": warnings})


def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """One that waits for approval already stays where it is, so that this may be sent twice."""
    story = _story(request, pk)
    if story.current_workflow_task is None:
        approvals.submit(story, user=request.user)
    return _answer(pk)


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest revision. Words of another language are published only when `anyway` says so, as at the desk."""
    story = _story(request, pk)
    asked = given.json_of(request)
    given.only(asked, frozenset(["revision", "anyway"]))
    may = story.permissions_for_user(request.user)
    if not may.may_publish():
        raise PermissionDenied
    _refuse_locked(request, story)
    with transaction.atomic():
        newest = _newest(story)
        if asked.get("revision") not in (None, writing.mark_of(story)):
            raise _stale(story)
        newest.full_clean()
        if (found := untranslated(newest)) and asked.get("anyway") is not True:
            said = _("Parts of the story are still in another language: %(found)s. Send “anyway”: true to publish it.")
            raise Refused(409, said % {"found": ", ".join(found)}, where="body")
        story.refuse_if_killed()
        revision = story.get_latest_revision() or story.save_revision(user=request.user)
        revision.publish(user=request.user, skip_permission_checks=True)
    return _answer(pk)


def unpublish(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    if not story.permissions_for_user(request.user).can_unpublish():
        raise PermissionDenied
    articles.unpublish(story, user=request.user)
    return _answer(pk)


def kill(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer names translations: what ordered this story out usually holds for them."""
    story = _story(request, pk)
    if not story.permissions_for_user(request.user).can_kill():
        raise PermissionDenied
    asked = given.json_of(request)
    given.only(asked, frozenset(["reason"]))
    reason = clean(given.text(asked, "reason"))
    if not reason:
        raise Refused(422, _("Say why: colleagues who find the story killed will want to know."), where="reason")
    if not story.killed_at:
        full_disk.kill(story, user=request.user, reason=reason)
    return _answer(pk)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What the desk's form of a quick correction takes. It is published at once."""
    story = _story(request, pk)
    if not story.permissions_for_user(request.user).can_correct():
        raise PermissionDenied
    if correcting.is_locked(story, request.user):
        raise _locked()
    asked = given.json_of(request)
    given.only(asked, frozenset(["kind", "old", "new", "everywhere", "note"]))
    form = correcting.CorrectionForm({"kind": ArticleNote.Kind.CORRECTION.value} | asked, story)
    if not (form.is_valid() and correcting.is_done(story, form, request.user)):
        raise ValidationError({name: list(map(str, errors)) for name, errors in form.errors.items()})
    return _answer(pk)


def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft in another language with the words of the original; or the translation that there is already."""
    story = get_object_or_404(Article.objects.exclude(pk__in=in_bin(Article.kind)), pk=pk)
    asked = given.json_of(request)
    given.only(asked, frozenset(["language"]))
    language = given.language(asked)
    if not story.permissions_for_user(request.user).can_translate(language):
        raise PermissionDenied
    found = translations.sibling(story, language)
    begun = found or translations.begin(story, language, user=request.user)
    return JsonResponse(shown.whole(Article.objects.get(pk=begun.pk)), status=200 if found else 201)


def _story(request: HttpRequest, pk: int) -> Article:
    """One that the account may open at the desk, in its form."""
    story: Article = get_object_or_404(Article.objects.exclude(pk__in=in_bin(Article.kind)), pk=pk)
    may = story.permissions_for_user(request.user)
    if not (may.can_edit() or may.may_publish()):
        raise PermissionDenied
    return story


def _newest(story: Article) -> Article:
    newest: Article = story.get_latest_revision_as_object()
    return newest


def _refuse_locked(request: HttpRequest, story: Article) -> None:
    if story.permissions_for_user(request.user).page_locked():
        raise _locked()


def _locked() -> Refused:
    return Refused(409, _("The story is locked: somebody else works on it, or has to approve it first."))


def _fresh(verb: Any, story: Article) -> Article:
    try:
        changed: Article = verb()
    except writing.StaleRevision:
        raise _stale(story) from None
    return changed


def _stale(story: Article) -> Refused:
    said = _(
        "Somebody else saved the story after you read it. Read it again, and write your changes into what is there."
    )
    return Refused(409, said, where="revision", more={"story": shown.whole(Article.objects.get(pk=story.pk))})


def _answer(pk: int) -> HttpResponse:
    return JsonResponse(shown.whole(Article.objects.get(pk=pk)))
