"""The Russian desk has no English left: on every page, each word in Latin letters is a name, a code or what a newsroom wrote."""

from __future__ import annotations

from django.test import Client

from tamizdat.newsroom.actions import people
from tests.desk import walk
from tests.desk.conftest import PASSWORD, signed_in

NAMES = frozenset(
    [
        "Tamizdat",
        "AVIF",
        "HEIC",
        "HEIF",
        "JFIF",
        "JPE",
        "JPG",
        "TIF",
        "TIFF",
        "English",
        "CC",
        "BY-ND",
        "BY",
        "ND",
        "IBAN",
        "JavaScript",
        "JPEG",
        "PNG",
        "GIF",
        "SVG",
        "WEBP",
        "WebVTT",
        "RSS",
        "WebSub",
        "URL",
        "CSV",
        "XLSX",
        "HTML",
        "ID",
        "UTC",
        "Lukashenko",
        "Ctrl",
        "Alt",
        "Shift",
        "Esc",
        "Enter",
        "Tab",
        "SPF",
        "DKIM",
        "DMARC",
        "TLS",
        "MX",
        "STARTTLS",
        "Gmail",
        "Yahoo",
        "Outlook",
        "Aegis",
        "FAS",
        "Google",
        "Authenticator",
        "QR",
        "JSON",
        "SHA",
    ]
)
"""Names of things, formats and keys."""
ROLES = " ".join([*people.ROLES, people.OF_THE_FRAMEWORK]).split()
"""Names in the database, which a newsroom may change."""
CODES = frozenset(["en", "ru", "ar", "pdf", "jpg", "tamizdat", "serve", "mail", "backup", *ROLES])


def test_no_page_has_a_word_of_english() -> None:
    walk.fill()
    client: Client = signed_in(people.add_user("Анна", password=PASSWORD, admin=True))
    found = walk.pages(client, "ru")
    assert len(found) > 60
    left = {}
    for address, (page, _template) in found.items():
        for text in walk.read(page):
            if words := [word for word in walk.latin(text) if word not in NAMES | CODES]:
                left.setdefault(" ".join(words) + " | " + " ".join(text.split())[:120], address)
    assert not left, "\n".join(f"{words}  ({address})" for words, address in sorted(left.items()))


def test_signing_in_and_choosing_a_picture_are_in_russian_too() -> None:
    """The framework takes the first from the field's name, and the second when it is loaded."""
    russian = {"Accept-Language": "ru"}
    assert "Password" not in " ".join(walk.read(Client().get("/desk/login/", headers=russian).content.decode()))
    client = signed_in(people.add_user("Анна", password=PASSWORD))
    window = client.get("/desk/images/chooser/", headers=russian).json()["html"]
    assert "Поиск" in window
    assert "Search" not in window
