"""What stands beside a story's page for those who take it along: to share it, republish it, read it by machine.

All are made from one rendering of its text, in one go with the page, since a full bake makes them for every story there is.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from tamizdat.bake.products import File
from tamizdat.edition import portable, text_edition
from tamizdat.edition.ninjs import canceled, may_be_taken, ninjs
from tamizdat.edition.portable import Pages
from tamizdat.edition.shapes import Article, Share, Site, text_url
from tamizdat.render.filters import absolute

SHARE, ONE_FILE, REPUBLISH = "pages/share.html", "feeds/one_file.html", "feeds/republish.html"
TEMPLATES = (SHARE, ONE_FILE, REPUBLISH, portable.TEMPLATE, text_edition.TEMPLATE)
MOST_INLINE = 300_000
"""Bytes of pictures that go into the story as one file: it must pass through a messenger on a slow line."""
NAMES = {"share": "share/index.html", "file": "story.html", "ninjs": "ninjs.json", "oembed": "oembed.json"}


def of(article: Article, site: Site, pages: Pages, renditions: Path, terms: str) -> list[File]:
    """`terms` is what the newsroom asks of those who republish, as HTML."""
    wanted = site.companions - {"search"}  # which is no file
    if wanted <= {"oembed"}:  # the only one that needs no text
        return [_file(article, "oembed", _json(oembed(site, article)))] if wanted else []
    shown = list(portable.pictures(article))
    free = [picture for picture in shown if picture.may_be_republished]
    clean = portable.clean_html(pages, site, article, {picture.src: picture.src for picture in free})
    files: dict[str, bytes] = {}
    if "share" in wanted:
        files |= _share(article, site, pages, renditions, terms, clean)
    if "ninjs" in wanted:
        files["ninjs"] = _json(ninjs(site, article, clean, free))
    if "oembed" in wanted:
        files["oembed"] = _json(oembed(site, article))
    made = [_file(article, name, data) for name, data in files.items()]
    return made + (text_edition.of(article, site, pages, clean) if "text" in wanted else [])


def _share(article: Article, site: Site, pages: Pages, renditions: Path, terms: str, clean: str) -> dict[str, bytes]:
    """The page to share or republish it from, and the story as one file."""
    shown = list(portable.pictures(article))
    inline = _inline([picture.small for picture in shown], renditions)
    sources = {picture.src: inline[picture.small] for picture in shown if picture.small in inline}
    free = any(picture.may_be_republished for picture in shown)
    whole = portable.clean_html(pages, site, article, sources) if sources or free else clean
    told = {"site": site, "article": article}
    licence = article.licence or site.licence
    taken = may_be_taken(site, article)
    given = pages.page(REPUBLISH, article.language, **told, html=clean, licence=licence).decode() if taken else ""
    share = Share(
        url=f"{article.url}{NAMES['share'].removesuffix('index.html')}",
        text=portable.plain_text(clean),
        file_url=f"{article.url}{NAMES['file']}",
        html=given,
        plain=portable.plain_text(given),
        licence=licence,
        licence_url="" if article.licence else site.licence_url,
        terms=terms,
    )
    return {
        "share": pages.page(SHARE, article.language, **told, share=share),
        "file": pages.page(ONE_FILE, article.language, **told, html=whole),
    }


def withdrawn(url: str, language: str, uri: str, gone: bytes, wanted: frozenset[str]) -> list[File]:
    """What stands there once the story is gone; `gone` is the page that says so. It overwrites at once what a removal
    would leave until nothing refers to it."""
    files: dict[str, bytes] = {}
    if "share" in wanted:
        files |= {"share": gone, "file": gone}
    if "ninjs" in wanted:
        files["ninjs"] = _json(canceled(uri, language))
    if "oembed" in wanted:
        files["oembed"] = b"{}\n"
    made = [File(path=_beside(url, name), data=data, sidecar=False) for name, data in files.items()]
    if "text" not in wanted:
        return made
    return [*made, File(path=f"{text_url(url, language).lstrip('/')}index.html", data=gone, sidecar=False)]


def oembed(site: Site, article: Article) -> dict[str, object]:
    """oEmbed 1.0 of type link: what others show where somebody pastes the story's address."""
    base, picture = site.canonical, article.picture
    said: dict[str, object] = {
        "version": "1.0",
        "type": "link",
        "title": article.headline,
        "provider_name": site.name,
        "provider_url": absolute(site.url, base),
    }
    if article.authors:
        said["author_name"] = ", ".join(author.name for author in article.authors)
        said["author_url"] = absolute(article.authors[0].url, base)
    if picture:
        said |= {
            "thumbnail_url": absolute(picture.share_url, base),
            "thumbnail_width": picture.share_width,
            "thumbnail_height": picture.share_height,
        }
    return said


def _file(article: Article, name: str, data: bytes) -> File:
    return File(path=_beside(article.url, name), data=data, sidecar=False)


def _beside(url: str, name: str) -> str:
    return f"{url.strip('/')}/{NAMES[name]}"


def _inline(names: list[str], renditions: Path) -> dict[str, str]:
    """data: addresses of the pictures, the first ones until there are enough."""
    found: dict[str, str] = {}
    total = 0
    for name in filter(None, names):
        data = _data(renditions / name)
        total += len(data)
        if total > MOST_INLINE:
            break
        found[name] = data
    return found


@lru_cache(maxsize=32)
def _data(path: Path) -> str:
    kind = "webp" if path.suffix == ".webp" else "jpeg"
    return f"data:image/{kind};base64,{b64encode(path.read_bytes()).decode()}"


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
