"""The renderer on folders of its own: escaping, strictness, overrides, errors, fingerprints."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tamizdat.render import Formatter, Renderer, RenderError
from tamizdat.render.environment import Functions
from tamizdat.render.fragments import MAX_CARDS
from tests.render.folders import catalogue, renderer, theme


@dataclass(frozen=True, kw_only=True)
class Site:
    name: str


def test_text_is_escaped_and_slashes_stay_readable(tmp_path: Path) -> None:
    render = renderer(theme(tmp_path, **{"a.html": '<a href="{{ url }}">{{ text }}</a>'}))
    page = render.page("a.html", "en", url="/en/a/", text="</a><script>\"&'")
    assert page == b'<a href="/en/a/">&lt;/a&gt;&lt;script&gt;&quot;&amp;&#x27;</a>'


def test_a_written_reference_in_a_text_stays_text(tmp_path: Path) -> None:
    render = renderer(theme(tmp_path, **{"a.html": "{{ text }}"}))
    assert render.page("a.html", "en", text="&#x2f;") == b"&amp;#x2f;"


@pytest.mark.parametrize("name", ["a.html", "a.xml"])
def test_control_characters_never_reach_a_reader(tmp_path: Path, name: str) -> None:
    render = renderer(theme(tmp_path, **{name: "{{ text }}"}))
    assert render.page(name, "en", text="a\x00b\x0bc\x1fd\x7fe\tf\n") == b"abcde\tf\n"


def test_noncharacters_and_lone_surrogates_do_not_break_xml(tmp_path: Path) -> None:
    render = renderer(theme(tmp_path, **{"a.xml": "{{ text }}"}))
    assert render.page("a.xml", "en", text="a\ufffe\uffffb\ud800").decode().rstrip("\ufffd") == "ab"


def test_an_unknown_name_is_an_error_that_says_where(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"a.html": "1\n{% include 'parts/b.html' %}", "parts/b.html": "1\n2\n{{ nobody }}"})
    with pytest.raises(RenderError) as caught:
        renderer(folder).page("a.html", "en")
    assert (caught.value.template, caught.value.line) == ("parts/b.html", 3)
    assert "nobody" in caught.value.reason
    assert "nobody" in str(caught.value)


def test_a_missing_template_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"pages/none\.html"):
        renderer(tmp_path).page("pages/none.html", "en")


def test_a_mistake_of_syntax_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        renderer(theme(tmp_path, **{"a.html": "1\n2\n{% if %}"})).page("a.html", "en")
    assert (caught.value.template, caught.value.line) == ("a.html", 3)


def test_a_value_that_a_filter_cannot_take_is_an_error_of_the_page(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"a\.html"):
        renderer(theme(tmp_path, **{"a.html": "{{ text|date }}"})).page("a.html", "en", text="soon")


def test_a_template_outside_the_folders_cannot_be_named(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret")
    render = renderer(theme(tmp_path / "theme", **{"a.html": "{% include name %}"}))
    with pytest.raises(RenderError):
        render.page("a.html", "en", name="../../secret.html")


def test_a_newsrooms_own_file_stands_in_front_of_ours(tmp_path: Path) -> None:
    ours = theme(tmp_path / "ours", **{"a.html": "{% include 'b.html' %}", "b.html": "ours", "css/1.css": "a{b:c}"})
    own = theme(tmp_path / "own", **{"b.html": "own", "css/1.css": "a{b:d}"})
    render = renderer(own, ours)
    assert render.page("a.html", "en") == b"own"
    assert render.assets["site.css"].data == b"a{b:d}"


def test_a_theme_folder_may_be_absent(tmp_path: Path) -> None:
    ours = theme(tmp_path / "ours", **{"a.html": "ours"})
    assert renderer(tmp_path / "absent", ours).page("a.html", "en") == b"ours"


def test_a_frame_is_rendered_anew_when_its_site_differs(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"a.html": "{{ frame('f.html', site) }}", "f.html": "<b>{{ site.name }}</b>"})
    render = renderer(folder)
    site = Site(name="a & b")
    assert render.page("a.html", "en", site=site) == b"<b>a &amp; b</b>"
    assert render.page("a.html", "en", site=Site(name="a & b")) == b"<b>a &amp; b</b>"
    assert render.page("a.html", "en", site=replace(site, name="c")) == b"<b>c</b>"


def test_a_kept_part_shows_each_card_as_it_is(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"a.html": "{{ kept('k.html', card) }}", "k.html": "<b>{{ card.name }}</b>"})
    render = renderer(folder)
    card = Site(name="a/b & c")
    assert render.page("a.html", "en", card=card) == b"<b>a/b &amp; c</b>"
    assert render.page("a.html", "en", card=card) == b"<b>a/b &amp; c</b>"
    assert render.page("a.html", "en", card=replace(card, name="d")) == b"<b>d</b>"
    every = [Site(name=str(number)) for number in range(3 * MAX_CARDS)]  # more than are kept, and then the first again
    assert [render.page("a.html", "en", card=one) for one in [*every, card]][-2:] == [
        f"<b>{3 * MAX_CARDS - 1}</b>".encode(),
        b"<b>a/b &amp; c</b>",
    ]


def test_every_language_has_its_words(tmp_path: Path) -> None:
    russian = {"locale/ru/LC_MESSAGES/tamizdat.po": catalogue(Latest='Свежее \\"тут\\"')}
    render = renderer(theme(tmp_path, **{"a.html": '{{ _("Latest") }} {{ _("More") }}'}, **russian))
    assert render.page("a.html", "en").decode() == "Latest More"
    assert render.page("a.html", "ru").decode() == "Свежее &quot;тут&quot; More"


def test_values_in_a_message_are_escaped_once(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"a.html": '{{ _("By %(who)s & co", who=who) }}'})
    assert renderer(folder).page("a.html", "en", who="<i>") == b"By &lt;i&gt; &amp; co"


def test_a_language_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="language code"):
        renderer(theme(tmp_path, **{"a.html": ""})).page("a.html", "../en")


FAMILY = {
    "page.html": '{% extends "base.html" %}{% block a %}{% include "blocks/" ~ kind ~ ".html" %}{% endblock %}',
    "base.html": '{% block a %}{% endblock %}{{ frame("menu.html", site) }}{{ kept("card.html", card) }}'
    '{# include "alone.html" #}',
    "menu.html": '{% from "macros.html" import m %}{{ m() }}',
    "macros.html": "{% macro m() %}m{% endmacro %}",
    "card.html": "card",
    "blocks/text.html": "text",
    "blocks/quote.html": "quote",
    "alone.html": "alone",
}


@pytest.mark.parametrize(
    "changed",
    ["page.html", "base.html", "menu.html", "card.html", "macros.html", "blocks/text.html", "blocks/new.html"],
)
def test_a_fingerprint_follows_everything_a_page_draws_in(tmp_path: Path, changed: str) -> None:
    theme(tmp_path, **FAMILY)
    before = renderer(tmp_path).fingerprint("page.html", "en")
    assert renderer(tmp_path).fingerprint("page.html", "en") == before
    theme(tmp_path, **{changed: FAMILY.get(changed, "") + "!"})
    assert renderer(tmp_path).fingerprint("page.html", "en") != before


def test_a_fingerprint_ignores_what_a_page_does_not_draw_in(tmp_path: Path) -> None:
    before = renderer(theme(tmp_path, **FAMILY)).fingerprint("page.html", "en")
    theme(tmp_path, **{"alone.html": "changed"})
    assert renderer(tmp_path).fingerprint("page.html", "en") == before


def test_a_fingerprint_follows_overrides_assets_and_its_own_catalogue(tmp_path: Path) -> None:
    ours, own = theme(tmp_path / "ours", **FAMILY), tmp_path / "own"
    seen = [renderer(own, ours).fingerprint("page.html", "ru")]
    english = renderer(own, ours).fingerprint("page.html", "en")
    theme(own, **{"locale/ru/LC_MESSAGES/tamizdat.po": catalogue(Latest="Свежее")})
    seen.append(renderer(own, ours).fingerprint("page.html", "ru"))
    assert renderer(own, ours).fingerprint("page.html", "en") == english
    theme(own, **{"menu.html": "own"})
    seen.append(renderer(own, ours).fingerprint("page.html", "ru"))
    theme(own, **{"css/a.css": "a{b:c}"})
    seen.append(renderer(own, ours).fingerprint("page.html", "ru"))
    assert len(set(seen)) == len(seen)


def functions_from(module: Path, code: str) -> Functions:
    """The function `functions` of a module with this code."""
    module.write_text(code)
    namespace = runpy.run_path(str(module))
    functions: Functions = namespace["functions"]
    return functions


def test_functions_are_given_from_above_once_a_language(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"a.html": "{{ sum(1000, 234) }} {{ shout(text) }}"})

    def functions(formatter: Formatter) -> dict[str, Callable[..., str]]:
        return {"sum": lambda one, two: formatter.number(one + two), "shout": lambda text: f"{text.upper()}!"}

    render = Renderer(theme_folders=[folder], languages=["en", "ru"], time_zone="UTC", functions=functions)
    assert render.page("a.html", "en", text="<b>") == b"1,234 &lt;B&gt;!"
    assert render.page("a.html", "ru", text="<b>").decode() == "1\u00a0234 &lt;B&gt;!"


def test_a_fingerprint_follows_the_code_of_the_functions(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"a.html": "{{ f() }}"})

    def fingerprint(answer: str) -> str:
        functions = functions_from(tmp_path / "functions.py", f"def functions(_): return {{'f': lambda: {answer!r}}}\n")
        render = Renderer(theme_folders=[folder], languages=["en"], time_zone="UTC", functions=functions)
        assert render.page("a.html", "en").decode() == answer
        return render.fingerprint("a.html", "en")

    assert fingerprint("a") == fingerprint("a") != fingerprint("b")


def test_an_include_that_cannot_be_followed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        renderer(theme(tmp_path, **{"a.html": "\n{% include name %}"})).fingerprint("a.html", "en")
    assert (caught.value.template, caught.value.line) == ("a.html", 2)
