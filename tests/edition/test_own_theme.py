"""A newsroom's own theme/ folder: any template and stylesheet of ours can be replaced, and others can join."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tamizdat.newsroom.models import ArticleNote
from tamizdat.theme import FOLDER
from tests.edition.newsroom import contents

if TYPE_CHECKING:
    from tests.edition.newsroom import SmallNewsroom

pytestmark = pytest.mark.django_db


def stylesheet(room: SmallNewsroom) -> str:
    url = re.search(r'href="(/_/theme/site\.\w+\.css)"', room.read("en/index.html"))
    assert url
    return room.read(url[1])


def test_own_templates_and_stylesheets_stand_before_ours_after_the_next_start(room: SmallNewsroom) -> None:
    room.story("A bridge opened")
    room.bake()
    assert "--measure" in stylesheet(room)
    theme = room.folder / "one/theme"
    for name, text in {
        "templates/parts/footer.html": "<footer>Printed on our own press for {{ site.name }}</footer>",
        "css/15-colours.css": ":root { --paper: #fff; }",
        "css/90-print.css": "@media print { main { color: red } }",
    }.items():
        path = theme / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    room.baker = room.another("one")  # as after a new start
    room.baker.notice_fingerprints()
    room.bake()
    for page in ("en/index.html", "en/latest/index.html", "en/regions/north/index.html"):
        assert "Printed on our own press for The Test" in room.read(page)
    css = stylesheet(room)
    assert css.index("--measure") < css.index("--paper: #fff") < css.index("main{color: red}")
    assert "@page" not in css, "ours of the same name gave way"


MARK = "printed on our own press"
STORY = r"en/\d{4}/\d\d/[a-z-]+/"
ALONE = {
    "pages/corrections.html": ("</article>", {"corrections"}, r"(en|ru|ar)/corrections/index\.html"),
    "pages/directory.html": (
        "{% endblock %}",
        {"directory"},
        r"(en|ru|ar)/(regions|topics|series|authors|archive)/index\.html",
    ),
    "pages/share.html": ("</main>", {"article"}, STORY + r"share/index\.html"),
    "feeds/one_file.html": ("</article>", {"article"}, STORY + r"story\.html"),
    "feeds/republish.html": ("", {"article"}, STORY + r"(republish|share/index)\.html"),
    "feeds/atom.xml": ("</feed>", {"feed"}, r"(en|ru|ar)/([a-z0-9/-]+/)?feed(-summary)?\.xml"),
    "feeds/sitemap.xml": ("</urlset>", {"sitemap"}, r".*sitemap.*\.xml"),
    "parts/body.html": ("", {"article"}, STORY + r"index\.html"),
}
"""A template: what the mark is put before in it ('': at its end), the products that use it, and the only files that show it."""


@pytest.mark.parametrize("template", ALONE)
def test_one_changed_template_touches_its_own_pages_alone(room: SmallNewsroom, template: str) -> None:
    anchor, products, files = ALONE[template]
    for number in range(3):
        room.story(
            f"Story {'abc'[number]}", regions=room.regions, topics=[room.topic], authors=room.authors,
            notes=[ArticleNote(kind="correction", text="<p>It was Tuesday.</p>")],
        )  # fmt: skip
    room.bake()
    before = contents(room.baker)
    ours = (FOLDER / "templates" / template).read_text()
    head, found, end = ours.rpartition(anchor) if anchor else (ours, "", "")
    own = room.folder / "one/theme/templates" / template
    own.parent.mkdir(parents=True)
    mark = f"<!-- {MARK} -->" if template.endswith(".xml") else f"<p>{MARK}</p>"
    own.write_text(f"{head}{mark}{found}{end}")

    room.baker = room.another("one")  # as after a new start
    room.baker.notice_fingerprints()
    counts = room.bake()

    after = contents(room.baker)
    changed = {path for path in after if after[path] != before.get(path)}
    plain = {path for path in changed if not path.endswith(".br")}
    assert before.keys() == after.keys()
    assert plain == {path for path in after if MARK.encode() in after[path]}
    assert plain, "no page shows it"
    assert [path for path in plain if not re.fullmatch(files, path)] == []
    assert (counts.written, counts.removed, counts.failures) == (len(plain), 0, [])
    assert set(counts.seconds) == products
    (room.folder / "whole").mkdir()
    (room.folder / "whole/theme").symlink_to(room.folder / "one/theme")
    whole = room.another("whole")
    room.bake_whole(whole)
    assert contents(whole) == after
