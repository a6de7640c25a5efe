"""Style sheets and scripts under names that change with their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tamizdat.render import RenderError
from tamizdat.render.assets import shorten_css, shorten_js
from tests.render.folders import renderer, theme


def test_files_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    ours = theme(tmp_path / "ours", **{"css/10-a.css": "a{x:y}", "css/30-c.css": "c{x:y}", "js/a.js": "a();\n"})
    own = theme(tmp_path / "own", **{"css/20-b.css": "b{x:y}"})
    assets = renderer(own, ours).assets
    assert assets["site.css"].data == b"a{x:y}b{x:y}c{x:y}"
    assert assets["site.js"].data == b"a();\n"
    assert (assets["site.css"].type, assets["site.js"].type) == ("text/css", "text/javascript")


def test_an_address_changes_with_the_bytes_and_only_with_them(tmp_path: Path) -> None:
    folder = theme(tmp_path, **{"css/a.css": "a{x:y}", "images/icon.svg": "<svg/>"})
    first = renderer(folder).assets
    assert first["site.css"].url.startswith("/_/theme/site.")
    assert first["icon.svg"].type == "image/svg+xml"
    theme(folder, **{"css/a.css": "a{x:z}"})
    second = renderer(folder).assets
    assert second["site.css"].url != first["site.css"].url
    assert second["icon.svg"].url == first["icon.svg"].url


def test_a_template_gets_the_address(tmp_path: Path) -> None:
    render = renderer(theme(tmp_path, **{"css/a.css": "a{x:y}", "a.html": '{{ asset("site.css") }} {{ asset(name) }}'}))
    page = render.page("a.html", "en", name="site.js").decode()
    assert page == f"{render.assets['site.css'].url} {render.assets['site.js'].url}"


def test_an_unknown_asset_is_an_error_that_lists_the_known(tmp_path: Path) -> None:
    render = renderer(theme(tmp_path, **{"a.html": '{{ asset("none.css") }}'}))
    with pytest.raises(RenderError, match=r"none\.css.*site\.css"):
        render.page("a.html", "en")


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("a  {\n  b : c ;\n}\n", "a{b : c}"),
        ("/* note */ a { b: c }", "a{b: c}"),
        ('a::before { content: "/* not  a note */ ; "; }', 'a::before{content: "/* not  a note */ ; "}'),
        ("a { width: calc(1px + 2px); }", "a{width: calc(1px + 2px)}"),
        ("a :hover, b:is(c , d) > e { f: g }", "a :hover,b:is(c,d) > e{f: g}"),
        ("@media (min-width: 1px) and (hover) { a { b: c; } }", "@media (min-width: 1px) and (hover){a{b: c}}"),
        ("a { font: 1px/1.5 x; margin: 0 auto }", "a{font: 1px/1.5 x;margin: 0 auto}"),
    ],
)
def test_css_loses_only_what_means_nothing(long: str, short: str) -> None:
    assert shorten_css(long) == short


def test_js_loses_comment_lines_and_indentation_alone() -> None:
    assert shorten_js('// why\n  a("// kept");\n\n  b(); // kept\n') == 'a("// kept");\nb(); // kept\n'
