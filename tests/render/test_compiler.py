"""What templates can say, and what is refused when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tamizdat.render import RenderError
from tests.render.folders import renderer, theme


@dataclass(frozen=True, kw_only=True)
class One:
    name: str
    many: tuple[One, ...] = ()


def page(folder: Path, values: dict[str, object] | None = None, **files: str) -> str:
    return renderer(theme(folder, **files)).page("a.html", "en", **(values or {})).decode()


def rendered(folder: Path, text: str, **values: object) -> str:
    return page(folder, values, **{"a.html": text})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 1 + 2 * 3 - 4 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ -n }}", "3 3 3 -2"),
        ("{{ n > 1 and not n == 3 or false }} {{ 1 < n <= 2 }} {{ 'a' in 'abc' }} {{ 'x' not in 'abc' }}", "True True True True"),
        ("{{ 'a' if n == 2 else 'b' }}{{ 'c' if n == 3 }}", "a"),
        ("{{ 'a' ~ n ~ '<' }}", "a2&lt;"),
        ("{{ [1, n][1:] }} {{ (1, 2)[0] }} {{ {'a': n}['a'] }} {{ {'a': n}.get('b') or '-' }}", "[2] 1 2 -"),
        ("{% set a, b = 1, n %}{{ b }}{{ a }}", "21"),
        ("{% set a %}<b>{{ n }}</b>{% endset %}{{ a }}", "<b>2</b>"),
        ("{% if n == 1 %}one{% elif n == 2 %}two{% else %}more{% endif %}", "two"),
        ("{% for a in [] %}{{ a }}{% else %}none{% endfor %}", "none"),
        ("{% for a in [1, 2, 3, 4] if a % 2 == 0 %}{{ a }}{% endfor %}", "24"),
        ("{% for a in 'xyz' %}{{ loop.index }}{{ a }}{% if not loop.last %},{% endif %}{% endfor %}", "1x,2y,3z"),
        ("{% for a in 'xyz' %}{{ loop.cycle('o', 'e') }}{{ loop.first }}{% endfor %}", "oTrueeFalseoFalse"),
        ("{% for a in 'xy' %}{% for b in 'pq' %}{{ loop.index0 }}{% endfor %}{{ loop.index }}{% endfor %}", "011012"),
        ("{% macro m(a, b='-') %}<i>{{ a }}{{ b }}</i>{% endmacro %}{{ m('<') }}{{ m(1, b=n) }}", "<i>&lt;-</i><i>12</i>"),
        ("{{ 'a&b' }}{{ '<i>'|safe }}", "a&amp;b<i>"),
        ("  {% if n %}\n  a\n  {% endif %}\nb\n", "a\nb"),
    ],
)  # fmt: skip
def test_what_templates_can_say(tmp_path: Path, text: str, expected: str) -> None:
    assert rendered(tmp_path, text, n=2) == expected


def test_what_a_loop_or_a_part_sets_is_its_own(tmp_path: Path) -> None:
    files = {
        "a.html": "{% set x = 1 %}{% for y in 'ab' %}{% set x = y %}{{ x }}{% endfor %}{% include 'b.html' %}{{ x }}",
        "b.html": "{% if x == 1 %}{% set x = 2 %}{% endif %}{{ x }}",
    }
    assert page(tmp_path, **files) == "ab21"


@pytest.mark.parametrize(("given", "expected"), [(1, "2"), (5, "5")])
def test_where_a_branch_is_not_taken_a_name_means_what_it_did(tmp_path: Path, given: int, expected: str) -> None:
    inner = "{% if x == 1 %}{% if true %}{% set x = 2 %}{% endif %}{% endif %}{{ x }}"
    assert page(tmp_path / "page", {"x": given}, **{"a.html": inner}) == expected
    outer = {"a.html": f"{{% set x = {given} %}}{{% include 'b.html' %}}", "b.html": inner}
    assert page(tmp_path / "part", **outer) == expected


def test_blocks_are_taken_from_the_template_that_is_nearest_to_the_page(tmp_path: Path) -> None:
    files = {
        "a.html": '{% extends "b.html" %}{% set title = "A" %}ignored{% block one %}a{{ title }}{% endblock %}',
        "b.html": '{% extends "c.html" %}{% block one %}b{% endblock %}{% block two %}b{{ title }}{% endblock %}',
        "c.html": "{{ title }}-{% block one %}c{% endblock %}-{% block two %}c{% endblock %}-{% block three %}c{% endblock %}",
    }
    assert page(tmp_path, **files) == "A-aA-bA-c"


def test_an_imported_template_sees_nothing_of_the_page(tmp_path: Path) -> None:
    files = {
        "a.html": '{% import "m.html" as m %}{% from "m.html" import twice as two %}{{ m.twice(x) }}{{ two("<") }}{{ m.name }}',
        "m.html": '{% set name = _("Name") %}{% macro twice(a) %}{{ a }}{{ a }}{% endmacro %}'
        "{% macro bad() %}{{ x }}{% endmacro %}",
    }
    assert page(tmp_path, {"x": 1}, **files) == "11&lt;&lt;Name"
    files["a.html"] = '{% import "m.html" as m %}\n{{ m.bad() }}'
    with pytest.raises(RenderError) as caught:
        page(tmp_path, {"x": 1}, **files)
    assert (caught.value.template, caught.value.line) == ("m.html", 1)
    assert "'x'" in caught.value.reason


def test_a_part_is_chosen_among_those_of_its_folder(tmp_path: Path) -> None:
    files = {"a.html": '{% include "k/" ~ kind ~ ".html" %}', "k/b.html": "b{{ kind }}", "k/c.html": "c"}
    assert page(tmp_path, {"kind": "b"}, **files) == "bb"
    with pytest.raises(RenderError, match=r"k/d\.html: there is no such template"):
        page(tmp_path, {"kind": "d"}, **files)


def test_an_error_names_the_line_of_the_value_that_it_came_through(tmp_path: Path) -> None:
    text = "{% for one in many %}\n<p>{{ one.name }}\n{{ one.nobody }}</p>\n{% endfor %}"
    with pytest.raises(RenderError) as caught:
        rendered(tmp_path, text, many=[One(name="a")])
    assert (caught.value.template, caught.value.line) == ("a.html", 3)
    assert "nobody" in caught.value.reason
    with pytest.raises(RenderError, match=r"a\.html, line 2: ValueError"):
        rendered(tmp_path, "a\n{{ none }}", none=None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ one.__class__ }}", "__class__"),
        ("{{ one._private }}", "_private"),
        ("{{ one|nothing }}", "no filter nothing"),
        ("{% call one() %}{% endcall %}", "CallBlock"),
        ("{% filter safe %}{% endfilter %}", "FilterBlock"),
        ("{{ one is defined }}", "Test"),
        ("{{ one(*many) }}", "one by one"),
        ("{{ loop.index }}", "in a loop only"),
        ("{% for a in one %}{{ loop.depth }}{% endfor %}", r"loop\.depth"),
        ("{% for a in one recursive %}{% endfor %}", "call itself"),
        ("{% macro m(values) %}{% endmacro %}", "values"),
        ("{% set one.name = 1 %}", "names"),
        ("{% include one %}", "quoted folder"),
        ("{% include 'none.html' ignore missing %}", "must be there"),
        ("{% include 'a.html' %}", "imports itself"),
        ("{% extends one %}", "in quotes"),
        ("{% import 'm.html' as m %}{{ m }}", "say what of it"),
        ("{% import 'm.html' as m %}{{ m.nobody }}", "no nobody in m"),
        ("{% from 'm.html' import nobody %}", "no nobody to import"),
        ("{{ one.class }}", "can't be said"),
        ("{{ asset('none.css') }}", "no such asset"),
    ],
)
def test_what_is_no_part_of_the_language_is_refused_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(RenderError, match=why) as caught:
        page(tmp_path, {"one": One(name="a")}, **{"a.html": text, "m.html": ""})
    assert text.startswith("{{ asset") or (caught.value.template, caught.value.line) == ("a.html", 1)
