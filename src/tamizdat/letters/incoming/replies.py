"""Reads what a reader asks for by mail: to join, to confirm, to change or to leave.

A mail to an address with a tag (news+TAG@) does what the tag's link does. Any other is read by the first word of its subject
or of its first line, in the languages below: what nobody can read is left for the newsroom.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from enum import StrEnum

from tamizdat.kit.text import clean
from tamizdat.letters.incoming.returned import text_of


class Wish(StrEnum):
    """What can be asked for by mail."""

    TAG = "tag"
    JOIN = "join"
    LEAVE = "leave"
    LANGUAGE = "language"
    PAUSE = "pause"
    LINKS = "links"


_WORDS = {
    "en": {
        Wish.JOIN: "join subscribe",
        Wish.LEAVE: "leave unsubscribe stop remove",
        Wish.LANGUAGE: "language",
        Wish.PAUSE: "pause",
        Wish.LINKS: "settings preferences help",
    },
    "ru": {
        Wish.JOIN: "подписка подписаться подпишите",
        Wish.LEAVE: "отписаться отписка отпишите стоп",
        Wish.LANGUAGE: "язык",
        Wish.PAUSE: "пауза",
        Wish.LINKS: "настройки помощь",
    },
    "uk": {
        Wish.JOIN: "підписка підписатися",
        Wish.LEAVE: "відписатися відписка",
        Wish.LANGUAGE: "мова",
        Wish.PAUSE: "перерва",
        Wish.LINKS: "налаштування допомога",
    },
    "be": {Wish.JOIN: "падпіска падпісацца", Wish.LEAVE: "адпіска адпісацца"},
    "kk": {Wish.JOIN: "жазылу", Wish.LANGUAGE: "тіл"},
    "az": {Wish.JOIN: "abunə", Wish.LANGUAGE: "dil"},
    "tr": {Wish.JOIN: "abone", Wish.LEAVE: "ayrıl", Wish.LANGUAGE: "dil"},
    "fa": {Wish.JOIN: "اشتراک", Wish.LEAVE: "لغو", Wish.LANGUAGE: "زبان"},
    "ka": {Wish.JOIN: "გამოწერა", Wish.LEAVE: "გაუქმება", Wish.LANGUAGE: "ენა"},
    "hy": {Wish.JOIN: "բաժանորդագրվել", Wish.LANGUAGE: "լեզու"},
    "ar": {Wish.JOIN: "اشتراك", Wish.LEAVE: "إلغاء"},
    "uz": {Wish.JOIN: "obuna"},
    "ky": {Wish.JOIN: "жазылуу"},
    "tg": {Wish.JOIN: "обуна"},
}
"""First words of a mail, by language and by what they ask for. Each is compared without regard to case. The site's catalogues
name them to readers: who joins by a word gets letters in its language."""
_BY_WORD = {
    word: (wish, language)
    for language, wishes in reversed(_WORDS.items())
    for wish, words in wishes.items()
    for word in words.split()
}
_REPLY_MARKS = re.compile(r"^\s*((re|aw|sv|ответ|отв|на|fwd?|пересл)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_MESSAGE_ID = re.compile(r"<([^<>\s]+)>")
MOST_WORDS = 3
MOST_LINES = 5
"""Lines of the text in which the word is looked for, quoted ones not counted."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """`address` is the writer's, `language` the wish's own, `tag` that of the address it was sent to, `argument` the word after
    the wish, or ''. `answers` are the message numbers (without < and >) that it answers."""

    wish: Wish
    address: str
    answers: tuple[str, ...] = ()
    language: str = ""
    tag: str = ""
    argument: str = ""


def request_of(message: Message, replies: str) -> Request | None:
    """What the mail asks for; None when that cannot be told. `replies` is the mailbox's own address."""
    address = parseaddr(_text(message, "Reply-To"))[1] or parseaddr(_text(message, "From"))[1]
    if not address:
        return None
    name = replies.rpartition("@")[0]
    answers = tuple(_MESSAGE_ID.findall(f"{_text(message, 'In-Reply-To')} {_text(message, 'References')}"))
    for recipient in _recipients(message):
        local, _, domain = recipient.rpartition("@")
        # The domain is not compared: after a change of domains the letters of the old one are still answered.
        if local.lower().startswith(f"{name.lower()}+") and domain:
            return Request(wish=Wish.TAG, address=address, tag=local[len(name) + 1 :], answers=answers)
    for line in [_REPLY_MARKS.sub("", _text(message, "Subject")), *_first_lines(message)]:
        words = _WORD.findall(clean(line))
        wish, language = _BY_WORD.get(words[0].casefold(), (None, "")) if words else (None, "")
        # A sentence that begins with such a word is a letter to the newsroom.
        if wish and len(words) <= MOST_WORDS:
            argument = words[1].lower() if len(words) > 1 else ""
            return Request(wish=wish, address=address, argument=argument, language=language, answers=answers)
    return None


def _recipients(message: Message) -> list[str]:
    values = [
        str(value) for name in ("Delivered-To", "X-Original-To", "To", "Cc") for value in message.get_all(name, [])
    ]
    return [address for _, address in getaddresses(values) if address]


def _text(message: Message, name: str) -> str:
    """The header's text, in encoded words or as plain UTF-8 (RFC 6532)."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    value = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):  # an unknown or broken encoding
        return value


def _first_lines(message: Message) -> list[str]:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            lines = (line.strip() for line in text_of(part).splitlines())
            return [line for line in lines if line and not line.startswith((">", "|"))][:MOST_LINES]
    return []
