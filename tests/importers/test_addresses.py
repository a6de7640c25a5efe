"""Old addresses, one spelling each."""

from __future__ import annotations

import pytest

from tamizdat.importers.addresses import NotAnAddress, path_of


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/old/story", "/old/story"),
        ("https://old.example.org/a/b.html#top", "/a/b.html"),
        ("https://old.example.org/?p=12", "/?p=12"),
        ("https://old.example.org?p=12&lang=ru", "/?p=12&lang=ru"),
        ("/статья/1/", "/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F/1/"),
        ("/%d1%81%D1%82/1/", "/%D1%81%D1%82/1/"),
        ("/a\"b;c'd", "/a%22b%3Bc%27d"),
        ("/a%26b?q=c%26d", "/a%26b?q=c%26d"),
        ("/100%/x", "/100%25/x"),
        ("/en/2011/05/story/", "/en/2011/05/story/"),
    ],
)
def test_every_spelling_of_an_address_is_one_path(text: str, path: str) -> None:
    assert path_of(text, ("en", "ru")) == path


@pytest.mark.parametrize(
    "text",
    [
        *(
            "/",
            "https://old.example.org",
            "/en/",
            "/ru",
            "/en/topics/x/",
            "/desk/",
            "/desk/?p=1",
            "/desk?p=1",
            "/api/x",
            "/_/theme/a.css",
            "/robots.txt",
        ),
        *("story", "mailto:a@example.org", "javascript:alert(1)", "/../x", "/a/./b", "//evil.example", "/a%2f..%2fb"),
        *("/a//b", "/%00", "/" + "a" * 600, "http://[broken"),
    ],
)
def test_what_cannot_lead_anywhere_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        path_of(text, ("en", "ru"))
