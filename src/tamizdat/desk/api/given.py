"""What a program sends of a story, read by the rules of an import; what is not understood is refused, never left out."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from tamizdat.desk.api.answers import Refused
from tamizdat.importers import fields
from tamizdat.importers.dates import NotADate, moment
from tamizdat.importers.errors import LineRefused
from tamizdat.importers.house import House
from tamizdat.importers.words import clean, storable
from tamizdat.kit.slugs import slugify
from tamizdat.newsroom.actions.imports import nouns
from tamizdat.newsroom.actions.writing import Words
from tamizdat.newsroom.models import Article, Author, Picture

TEXTS = ("headline", "kicker", "dek", "byline", "dateline")
FOR_GOOD = ("credit", "licence", "source_url")
"""Facts that no revision has: given with a new story, changed at the desk."""
OWN = {"slugline": 100, "internal_note": 20_000, "editors_note": 20_000}
"""Texts that an import does not have, with their lengths."""
NAMES = ("authors", "regions", "topics")
FIELDS = frozenset(
    [*TEXTS, *FOR_GOOD, *OWN, *NAMES, "slug", "body", "body_html", "genre", "urgency", "lead_picture"]
) | {"embargoed_until"}
PLAIN_BLOCKS = frozenset(["text", "heading", "quote", "table", "divider", "embed"])
"""What `body_html` can say. A body with other blocks is not replaced by accident."""


def json_of(request: HttpRequest) -> dict[str, Any]:
    """The object in the request's body; an empty body is an empty object."""
    try:
        given = storable(json.loads(request.body or b"{}"))
    except RequestDataTooBig:
        raise Refused(413, _("This is more than a story may have. Send less.")) from None
    except (ValueError, RecursionError):
        raise Refused(400, _("The request is not JSON. Send an object in UTF-8.")) from None
    if not isinstance(given, dict):
        raise Refused(400, _("The request is not a JSON object."))
    return given


def only(given: dict[str, Any], known: frozenset[str]) -> None:
    """Refuse fields that mean nothing here: one that is misspelled would be lost without a word."""
    for name in given:
        if name not in known:
            said = _("There is no field of this name here. Known are: %(names)s.") % {"names": ", ".join(sorted(known))}
            raise Refused(400, said, where=clean(str(name))[:60])


def text(given: dict[str, Any], name: str, most: int = 1000) -> str:
    """A text that has to be there."""
    value = given.get(name)
    found = value.strip() if isinstance(value, str) else ""
    if not found or len(found) > most:
        said = _("Give a text of at most %(most)d letters.") % {"most": most}
        raise Refused(422, said, where=name)
    return found


def language(given: dict[str, Any]) -> str:
    wanted = given.get("language")
    found = _house().language(wanted) if isinstance(wanted, str) else None
    if found is None:
        known = ", ".join(code for code, _name in settings.LANGUAGES)
        raise Refused(422, _("Give one of the newsroom’s languages: %(known)s.") % {"known": known}, where="language")
    return found


def words(given: dict[str, Any], code: str, *, user: Any, before: Article | None = None) -> tuple[Words, list[str]]:
    """What is to be written into a story of the language `code`, and what of its HTML could not be kept. `before` is the story
    that is changed."""
    for name, most in {**fields.LIMITS, **OWN}.items():
        if isinstance(given.get(name), str) and len(given[name].strip()) > most:
            raise Refused(422, _("Give a text of at most %(most)d letters.") % {"most": most}, where=name)
    for name in (*TEXTS, *FOR_GOOD, *OWN, "slug", "genre"):
        if name in given and not isinstance(given[name], str):
            raise Refused(422, _("Give a text."), where=name)
    for name in NAMES:
        if name in given and not (isinstance(given[name], list) and all(isinstance(one, str) for one in given[name])):
            raise Refused(422, _("Give a list of names."), where=name)
    line = {name: value for name, value in given.items() if name in fields.FIELDS}
    if before is not None:
        line = {"headline": before.headline or "-", "body": "-"} | line
        for name in FOR_GOOD:
            if name in given:
                raise Refused(422, _("This is given with a new story only. Change it at the desk."), where=name)
    elif "body_html" not in line:
        line.setdefault("body", "")
    try:
        read, warnings, _ignored = fields.read(line | {"id": "-", "lang": code}, _house())
    except LineRefused as error:
        raise Refused(422, str(error)) from None
    columns: dict[str, Any] = {name: getattr(read, name) for name in (*TEXTS, *FOR_GOOD) if name in given}
    columns |= {
        name: clean(given[name]) if name == "slugline" else given[name].strip() for name in OWN if name in given
    }
    columns |= {name: given[name] for name in ("genre", "urgency") if name in given}
    if given.get("slug"):
        columns["slug"] = slugify(read.slug, code)
    if "body" in given or "body_html" in given:
        _refuse_loss(before, given)
        columns["body"] = [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in read.body]
    if "embargoed_until" in given:
        columns["embargoed_until"] = _moment(given["embargoed_until"])
    if "lead_picture" in given:
        columns["lead_picture"] = _picture(given["lead_picture"], user)
    found = _rows(given, read, code, user)
    kept = [why for why in warnings if not why.startswith("the body is empty")]
    return Words(columns=columns, **found), kept


def _house() -> House:
    languages = tuple(code for code, _name in settings.LANGUAGES)
    return House(languages=languages, zone=ZoneInfo(settings.TIME_ZONE), folder=Path())


def _refuse_loss(before: Article | None, given: dict[str, Any]) -> None:
    others = sorted({block.block_type for block in before.body} - PLAIN_BLOCKS) if before else []
    if others and given.get("replace_body") is not True:
        said = _("The body has blocks that this would remove: %(blocks)s. Send “replace_body”: true if that is meant.")
        raise Refused(409, said % {"blocks": ", ".join(others)}, where="body")


def _moment(value: object) -> Any:
    if value is None:
        return None
    try:
        return moment(value if isinstance(value, str) else "", ZoneInfo(settings.TIME_ZONE))
    except NotADate:
        raise Refused(
            422, _("Give a time such as 2024-05-31T09:00:00+04:00, or null."), where="embargoed_until"
        ) from None


def _picture(value: object, user: Any) -> Picture | None:
    if value is None:
        return None
    rows = policy_registry.get_by_type(Picture).instances_user_has_any_permission_for(user, ["choose", "add", "change"])
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63
    found: Picture | None = rows.filter(pk=value).first() if is_number else None
    if found is None:
        raise Refused(422, _("There is no picture of this number that this account may use."), where="lead_picture")
    return found


def _rows(given: dict[str, Any], read: Any, code: str, user: Any) -> dict[str, list[int]]:
    """The numbers of authors, regions and topics that are named. An author who is not there is made, where the account may."""
    if not any(name in given for name in NAMES):
        return {}
    there = nouns.load()
    found: dict[str, list[int]] = {}
    for name in ("regions", "topics"):
        if name in given:
            found[name], missing = nouns.split(getattr(read, name), getattr(there, name))
            if missing:
                said = _("The newsroom has none called “%(name)s”. Make it at the desk, or leave it out.")
                raise Refused(422, said % {"name": missing[0]}, where=name)
    if "authors" in given:
        known = {name: there.authors.get((code, name.casefold())) or there.authors.get(("", name.casefold()))
                 for name in read.authors}  # fmt: skip
        new = [name for name, pk in known.items() if pk is None]
        if new and not user.has_perm("newsroom.add_author"):
            said = _("The newsroom has none called “%(name)s”. Make it at the desk, or leave it out.")
            raise Refused(422, said % {"name": new[0]}, where="authors")
        found["authors"] = list(dict.fromkeys(there.author(name, code) for name in read.authors))
        for author in Author.objects.filter(pk__in=[there.author(name, code) for name in new]):
            log(instance=author, action="wagtail.create", user=user)
    return found
