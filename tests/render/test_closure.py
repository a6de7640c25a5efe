"""Which templates a template can render with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat import theme as ours
from tamizdat.render import RenderError
from tamizdat.render.closure import closure
from tamizdat.render.fragments import FRAGMENT_FUNCTIONS
from tamizdat.render.sources import Sources
from tamizdat.render.templates import Templates
from tests.render.folders import renderer, theme

OTHERS = {
    "b.html": "{% include 'c.html' %}",
    "c.html": "c",
    "m.html": "{% macro m() %}{% include 'c.html' %}{% endmacro %}",
    "k/one.html": "one",
    "k/two.html": "{% import 'm.html' as m %}{{ m.m() }}",
    "k/deep/three.html": "three",
    "kind.html": "kind",
}
BELOW_K = "c k/deep/three k/one k/two m"


def found(folder: Path, text: str) -> str:
    """Names of all templates that a.html refers to, without their suffixes."""
    templates = Templates(Sources([theme(folder, **{"a.html": text}, **OTHERS)]))
    return " ".join(
        name.removesuffix(".html") for name in closure(templates, "a.html", FRAGMENT_FUNCTIONS) if name != "a.html"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("{% extends 'b.html' %}", "b c"),
        ('{% include "b.html" %}', "b c"),
        ("{%- include 'c.html' -%}", "c"),
        ("{% import 'm.html' as m %}", "c m"),
        ("{% from 'm.html' import m %}", "c m"),
        ("{% from 'm.html' import m as other, n %}", "c m"),
        ("{{ frame('c.html', site) }}", "c"),
        ("{{ kept('k/one.html', card) }}", "k/one"),
        ("{{ kept(\n  'k/one.html',\n  card\n) }}", "k/one"),
        ("{{ frame('c.html', site)|length }}", "c"),
        ("{% set x = frame('c.html', site) %}", "c"),
        ("{% if frame('c.html', site) %}{% endif %}", "c"),
        ("{{ _('x', x=frame('c.html', site)) }}", "c"),
        ("{{ kept('c.html', card) ~ kept('k/one.html', card) }}", "c k/one"),
        # computed names: all that begin so
        ("{% include 'k/' ~ kind ~ '.html' %}", BELOW_K),
        ("{% include 'k/' ~ kind %}", BELOW_K),
        ("{% include 'k' ~ kind %}", "c k/deep/three k/one k/two kind m"),
        ("{% include 'k/o' ~ kind %}", "k/one"),
        ("{{ kept('k/' ~ kind ~ '.html', card) }}", BELOW_K),
        # at any place
        ("{% block x %}{% include 'c.html' %}{% endblock %}", "c"),
        ("{% macro m() %}{% include 'c.html' %}{% endmacro %}", "c"),
        ("{% for x in y %}{% if x %}{% else %}{% include 'c.html' %}{% endif %}{% endfor %}", "c"),
        ("{% set x %}{% include 'c.html' %}{% endset %}", "c"),
        ("{% extends 'c.html' %}{% block x %}{% include 'b.html' %}{% endblock %}", "b c"),
        ("{% include 'a.html' %}", ""),
        # what only looks like a reference
        ("{# {% include 'c.html' %} {{ frame('c.html', site) }} #}", ""),
        ("{#\n{% include name %}\n#}", ""),
        ("{{ \"{% include 'c.html' %}\" }}", ""),
        ('{{ "frame(\'c.html\')" }}{{ "{# " }}{% include \'c.html\' %}{{ " #}" }}', "c"),
        ("{% raw %}{% include 'c.html' %}{{ kept('c.html', card) }}{% endraw %}", ""),
        ("<p>frame('c.html') include 'c.html'</p>", ""),
        ("{% set include = 'c.html' %}{{ include }}", ""),
        ("{{ page.frame('c.html') }}{{ search.kept }}{{ reframe('c.html') }}", ""),
        ("{{ _('c.html') }}{{ other('c.html') }}", ""),
    ],
)
def test_the_closure_of_a_text(tmp_path: Path, text: str, expected: str) -> None:
    assert found(tmp_path, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{% include name %}",
        "{% include name ~ '.html' %}",
        "{% include 'c.html' if x else 'b.html' %}",
        "{% include ['c.html', 'b.html'] %}",
        "{% extends name %}",
        "{% import name as m %}",
        "{% from name import m %}",
        "{{ frame(name, site) }}",
        "{{ kept(card=card, template='c.html') }}",
        "{{ kept() }}",
    ],
)
def test_what_cannot_be_followed_is_an_error_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(RenderError, match="quoted folder") as caught:
        found(tmp_path, f"one\n{{# two\n#}}\n  {text}")
    assert (caught.value.template, caught.value.line) == ("a.html", 4)


def test_a_template_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"none\.html: there is no such template"):
        found(tmp_path, "{% include 'none.html' %}")


def test_a_function_that_renders_cannot_be_called_by_another_name(tmp_path: Path) -> None:
    files = {"a.html": "\n{% set other = frame %}{{ other('c.html', site) }}", "c.html": "c"}
    with pytest.raises(RenderError, match="frame can only be called") as caught:
        renderer(theme(tmp_path, **files)).page("a.html", "en", site=None)
    assert (caught.value.template, caught.value.line) == ("a.html", 2)


def test_a_parameter_may_have_the_name_of_a_function_that_renders(tmp_path: Path) -> None:
    files = {"a.html": "{% macro m(kept) %}{{ kept }}{% endmacro %}{{ m('x') }}"}
    assert renderer(theme(tmp_path, **files)).page("a.html", "en") == b"x"


def test_every_template_of_the_theme_can_be_followed() -> None:
    sources = Sources([ours.FOLDER])
    templates = Templates(sources)
    for name in sources.templates(""):
        assert name in closure(templates, name, FRAGMENT_FUNCTIONS)
