"""A story as ninjs 3.1, IPTC's JSON for news: what other newsrooms' systems take in.

Its property names are IPTC's. What is empty is left out; pictures go along where their rights allow it.
"""

from __future__ import annotations

from tamizdat.edition.shapes import Article, Link, Picture, Site
from tamizdat.kit.moments import rfc3339
from tamizdat.render.filters import absolute

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "https://iptc.org/std/ninjs/ninjs-schema_3.1.json",
}


def ninjs(site: Site, article: Article, clean: str, pictures: list[Picture]) -> dict[str, object]:
    """`clean` is the story's text as clean HTML, `pictures` are those that may go along."""
    base = site.canonical
    page = absolute(article.url, base)
    names = ", ".join(author.name for author in article.authors)
    notes = [{"role": note.kind, "contentType": "text/html", "value": note.html} for note in article.notes]
    return {"uri": article.uri} | _filled(
        type="text",
        representationType="full",
        standard=STANDARD,
        firstCreated=rfc3339(article.published_at),
        versionCreated=rfc3339(article.changed_at),
        pubStatus="usable",
        urgency=article.urgency,
        language=article.language,
        headlines=[{"role": "main", "contentType": "text/plain", "value": article.headline}],
        descriptions=[{"role": "summary", "contentType": "text/plain", "value": article.dek}] if article.dek else [],
        bodies=[
            {"role": "main", "contentType": "text/html", "wordCount": article.word_count, "value": clean},
            *notes,
        ],
        by=article.byline or names,
        located=article.dateline,
        genres=[{"name": article.genre}],
        subjects=[_tag(topic, base) for topic in article.topics],
        places=[_tag(region, base) for region in article.regions],
        infoSources=[{"name": article.credit}] if article.credit else [],
        copyrightHolder=article.credit or site.name,
        usageTerms=terms(site, article),
        renditions=[{"name": "web", "href": page, "contentType": "text/html"}] if base else [],
        associations=[_picture(picture, number, base) for number, picture in enumerate(pictures, 1)] if base else [],
        trustIndicators=[{"role": "corrections", "href": f"{base}/{article.language}/corrections/"}] if base else [],
    )


def canceled(uri: str, language: str) -> dict[str, object]:
    """What stands in the place of a story that was withdrawn."""
    return {"uri": uri, "standard": STANDARD, "pubStatus": "canceled", "language": language}


def terms(site: Site, article: Article) -> str:
    """The licence under which others may take the story, or that there is none."""
    if article.licence:
        return article.licence
    if not may_be_taken(site, article):
        return "All rights reserved"
    return f"{site.licence} {site.licence_url}".strip()


def may_be_taken(site: Site, article: Article) -> bool:
    """Whether we may offer it: what was someone else's first is ours to offer only under the licence it came with."""
    ours = not (article.credit or article.source_url)
    return site.republishing and article.may_be_republished and (ours or bool(article.licence))


def _picture(picture: Picture, number: int, base: str) -> dict[str, object]:
    href = absolute(picture.src, base)
    captions = [{"role": "caption", "contentType": "text/plain", "value": picture.caption}] if picture.caption else []
    return {"name": f"picture-{number}", "uri": href} | _filled(
        type="picture",
        descriptions=captions,
        by=picture.creator,
        copyrightHolder=picture.credit_line,
        copyrightNotice=picture.copyright_notice,
        renditions=[{"name": "web", "href": href, "contentType": "image/jpeg"}],
    )


def _tag(link: Link, base: str) -> dict[str, object]:
    tag: dict[str, object] = {"name": link.name, "rel": "about"}
    if base and link.url:
        tag["uri"] = absolute(link.url, base)
    return tag


def _filled(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
