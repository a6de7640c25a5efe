"""What is typed into the forms of nouns, of a picture and of the newsroom itself reaches readers as text: no page of the
site gets an element, a handler or an address that runs anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tamizdat.newsroom.models import (
    Article,
    Author,
    Picture,
    Region,
    RegionGroup,
    Series,
    SiteSettings,
    StaticPage,
    SupportWay,
    Topic,
)
from tests.desk import forms
from tests.desk.test_hostile import groups, markup, publish, strings
from tests.desk.test_pictures import filled, jpeg, upload
from tests.edition.newsroom import SmallNewsroom, contents

LINES = 12
"""Fields of one line that a round fills."""
BY_HAND = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></script><svg onload=alert(1)>",
    "{{ site.name }}{% raw %}<!--",
    "]]></content><script>alert(1)</script>",
    "<iframe src=javascript:alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


def fill(editor: Client, texts: list[str], rich: str) -> None:
    """One of each noun, made by its form."""
    line = [text.replace("\x00", "")[:90] for text in texts]
    prose = forms.raw_rich(rich)

    def send(address: str, data: dict[str, Any]) -> None:
        answer = editor.post(f"/desk/{address}", nested_form_data(data))
        assert answer.status_code in (200, 302)  # refused with a word, or taken

    def words(**fields: str) -> dict[str, Any]:
        return {"texts": inline_formset([{"language": "en"} | fields]), "slug": "", "sort_order": "0"}

    send("region-groups/new/", words(name=line[0]))
    group = RegionGroup.objects.order_by("-pk").first()
    region = {"group": group.pk if group else "", "ask": "", "latitude": "41.7", "longitude": "44.8"}
    send("regions/new/", region | words(name=line[1], introduction=prose))
    send("topics/new/", {"parent": "", "running": "on"} | words(name=line[2], introduction=prose))
    author = {
        "portrait": "",
        "real_name": "",
        "links": inline_formset([{"label": line[3], "url": "https://example.org/"}]),
    }
    send("authors/new/", author | words(name=line[5], role=line[6], short_bio=line[7], long_bio=prose))
    series = {"form": "blog", "picture": "", "category": "", "owner_email": "", "funding_url": ""}
    send("series/new/", series | {"authors": inline_formset([])} | words(name=line[8], introduction=prose))
    send("static-pages/new/", {"form": "plain"} | words(title=line[9], body=prose))
    picture = dict(zip(("caption", "alt_text", "creator", "credit_line", "copyright_notice"), line[5:10], strict=True))
    editor.post("/desk/images/add/", filled(file=upload(jpeg((400, 300))), **picture))
    site = SiteSettings.get()
    said = {"id": site.texts.get().pk, "language": "en", "name": line[10], "tagline": line[11], "description": line[0]}
    said |= {"ask_mode": "ask", "ask": line[1], "warning": line[2], "contact_email": ""}
    said |= dict.fromkeys(("support_introduction", "safe_ways", "republish_terms"), prose)
    way = {"kind": "bank", "language": "", "label": line[3], "url": "", "details": line[4]}
    looks = {"accent": "", "type": "serif", "logo": "", "hub": "", "licence": line[6], "licence_url": ""}
    lists = {"ways": inline_formset([way]), "words": inline_formset([])}
    send(
        f"newsroom/edit/{site.pk}/", {"texts": inline_formset([said], initial=1), "republishing": "on"} | looks | lists
    )


def tell(editor: Client, texts: list[str]) -> Article | None:
    """A story about all that is there, as text and in its blocks."""
    newest = [model.objects.order_by("-pk").first() for model in (Region, Topic, Series, Author, Picture)]
    region, topic, series, author, picture = (str(row.pk) if row else "" for row in newest)
    found = dict(zip(("headline", "dek", "kicker", "dateline", "editors_note", "credit"), texts, strict=False))
    fields = {name: text.replace("\x00", "")[:90] for name, text in found.items()}
    return publish(
        editor,
        forms.story(
            fields.pop("headline").strip() or "Headline",
            body=[("text", forms.raw_rich(text)) for text in texts] + [("pull_quote", text) for text in texts if text.strip()],
            authors=[{"author": author, "role": fields["kicker"]}] if author else [],
            regions=region, topics=topic, series=series, lead_picture=picture, press="publish", **fields,
        ),
    )  # fmt: skip


def dangers(page: bytes) -> list[str]:
    """What in a page could run something that is not the theme's."""
    found = []
    for element in html.document_fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        told = {name.lower(): (value or "").strip().lower() for name, value in element.attrib.items()}
        ours = told.get("src", "").startswith("/_/theme/") or told.get("type") == "application/ld+json"
        if element.tag in ("iframe", "object", "embed", "base", "applet") or (element.tag == "script" and not ours):
            found.append(element.tag)
        found += [name for name in told if name.startswith("on") or name in ("style", "srcdoc")]
        found += [value for value in told.values() if value.replace("\t", "").startswith(("javascript:", "vbscript:"))]
    return found


@pytest.mark.parametrize("kind", ["by hand", "strings", "markup"])
def test_no_form_lets_anything_through_to_readers(
    administrator: Client, tmp_path: Path, shared_data: Path, settings: Any, kind: str
) -> None:
    settings.MEDIA_ROOT = tmp_path / "one" / "media"
    room = SmallNewsroom(tmp_path)
    (tmp_path / "one").mkdir(exist_ok=True)
    (tmp_path / "one" / "renditions").symlink_to(settings.NEWSROOM.renditions)
    texts = {"by hand": list(BY_HAND * 2), "strings": strings(shared_data)[::7], "markup": markup(shared_data)[::9]}[
        kind
    ]
    made = 0
    for group in [one for one in groups(texts, LINES) if len(one) == LINES][:4]:
        fill(administrator, group, group[0])
        made += tell(administrator, group) is not None
    assert made
    for model in (Region, Topic, Series, Author, StaticPage, Picture, SupportWay):
        assert model.objects.exists(), f"every {model.__name__} was refused"
    assert SiteSettings.get().texts.get().name != "The Pass"
    assert not room.bake().failures
    pages = {path: data for path, data in contents(room.baker).items() if path.endswith(".html")}
    assert len(pages) > 40
    assert {path: found for path, data in pages.items() if (found := dangers(data))} == {}
