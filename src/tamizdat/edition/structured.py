"""Structured data (schema.org, as JSON-LD) of stories, people and the newsroom: functions for templates.

In Python and not in a template because every story page has it, and joined from pieces of JSON because encoding the same values
again and again would take a twentieth of a full bake. A theme that needs other data writes it in parts/article_head.html with
the filter `json_ld`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from json.encoder import encode_basestring

from tamizdat.edition.shapes import Article, Author, Letter, Link, Page, Picture, Site
from tamizdat.edition.shapes.blocks import AudioBlock
from tamizdat.render import Formatter
from tamizdat.render.filters import absolute, encode, in_script, json_ld

_TYPES = {
    "reportage": "ReportageNewsArticle",
    "feature": "ReportageNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
}
_CORRECTING = frozenset(["correction", "clarification", "retraction"])
_TAG = re.compile(r"<[^>]+>")


def functions(formatter: Formatter) -> Mapping[str, Callable[..., str]]:
    """The functions by the names that templates call them by, for the language of `formatter`."""
    return {
        "breadcrumbs": breadcrumbs,
        "letter_page": partial(letter_page, formatter),
        "news_article": partial(news_article, formatter),
        "newsroom": newsroom,
        "person": person,
        "podcast_episode": partial(podcast_episode, formatter),
    }


def news_article(formatter: Formatter, site: Site, article: Article) -> str:
    """A NewsArticle; fields without a value are left out."""
    base = site.canonical
    url = _text(absolute(article.url, base))
    return in_script(
        _object(
            {
                "@context": '"https://schema.org"',
                "@type": _text(_TYPES.get(article.genre, "NewsArticle")),
                "identifier": _text(article.uri),
                "headline": _text(article.headline),
                "description": _text(article.dek),
                "url": url,
                "inLanguage": _text(article.language),
                "datePublished": _text(formatter.iso(article.published_at)),
                "dateModified": _text(formatter.iso(article.changed_at)),
                "dateline": _text(article.dateline),
                "image": _image(article.picture, base),
                "author": _authors(article, site.name, base),
                "publisher": _publisher(*_identity(site)),
                "mainEntityOfPage": url,
                "isAccessibleForFree": "true",
                "license": _text(article.licence or site.licence_url),
                "correction": _array(
                    _object(
                        {
                            "@type": '"CorrectionComment"',
                            "text": _text(_plain(note.html)),
                            "datePublished": _text(formatter.iso(note.date)),
                        }
                    )
                    for note in article.notes
                    if note.kind in _CORRECTING
                ),
                "articleSection": _text(article.topics[0].name) if article.topics else "",
                "contentLocation": _array(
                    f'{{"@type":"Place","name":{_text(region.name)}}}' for region in article.regions
                ),
                "isPartOf": _series(article.series, base),
                "isBasedOn": _text(article.source_url),
                "wordCount": str(article.word_count or ""),
            }
        )
    )


def breadcrumbs(site: Site, page: Page, title: str) -> str:
    """A BreadcrumbList: from the front page to this one."""
    links = [*((link.name, link.url) for link in page.breadcrumbs), (title, page.url)]
    items = ",".join(
        f'{{"@type":"ListItem","position":{position},"name":{encode_basestring(name)},'
        f'"item":{encode_basestring(absolute(url, site.canonical))}}}'
        for position, (name, url) in enumerate(links, 1)
    )
    return in_script(f'{{"@context":"https://schema.org","@type":"BreadcrumbList","itemListElement":[{items}]}}')


def newsroom(site: Site) -> str:
    """The NewsMediaOrganization, for the front page."""
    data = {
        "@context": "https://schema.org",
        **_newsroom(site),
        "description": site.description,
        "slogan": site.tagline,
        "correctionsPolicy": absolute(f"{site.url}corrections/", site.canonical),
    }
    return json_ld({name: value for name, value in data.items() if value})


def person(site: Site, author: Author) -> str:
    """A Person, for an author's page."""
    data = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": author.name,
        "url": absolute(author.url, site.canonical),
        "jobTitle": author.role,
        "description": author.short_bio,
        "image": absolute(author.portrait.share_url, site.canonical) if author.portrait else "",
        "sameAs": [link.url for link in author.links],
        "worksFor": _newsroom(site),
    }
    return json_ld({name: value for name, value in data.items() if value})


def letter_page(formatter: Formatter, site: Site, letter: Letter) -> str:
    """A WebPage: a letter's stories have pages, and data, of their own."""
    base = site.canonical
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": letter.subject,
        "description": letter.preheader,
        "url": absolute(letter.url, base),
        "inLanguage": letter.language,
        "datePublished": formatter.iso(letter.sent_at) if letter.sent_at else "",
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "name": letter.list.name,
            "url": absolute(letter.list.url, base),
        },
        "publisher": _newsroom(site),
    }
    return json_ld({name: value for name, value in data.items() if value})


def podcast_episode(formatter: Formatter, site: Site, article: Article) -> str:
    """A PodcastEpisode with the first recording of the story; '' when it has none."""
    sound = next((block for block in article.body if isinstance(block, AudioBlock)), None)
    if sound is None:
        return ""
    base = site.canonical
    media = {
        "@type": "AudioObject",
        "contentUrl": absolute(sound.url, base),
        "encodingFormat": sound.type,
        "duration": f"PT{sound.duration}S" if sound.duration else "",
    }
    series = article.series
    data = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "identifier": article.uri,
        "name": article.headline,
        "description": article.dek,
        "url": absolute(article.url, base),
        "inLanguage": article.language,
        "datePublished": formatter.iso(article.published_at),
        "episodeNumber": article.episode,
        "associatedMedia": {name: value for name, value in media.items() if value},
        "partOfSeries": series
        and {
            "@type": "PodcastSeries",
            "name": series.name,
            "url": absolute(series.url, base),
            "webFeed": absolute(f"{series.url}podcast.xml", base),
        },
    }
    return json_ld({name: value for name, value in data.items() if value})


def _newsroom(site: Site) -> dict[str, object]:
    return _organisation(*_identity(site))


def _identity(site: Site) -> tuple[str, str, str]:
    """The newsroom's name, address and logo; '' without a logo."""
    logo = absolute(site.logo.share_url, site.canonical) if site.logo else ""
    return site.name, absolute(site.url, site.canonical), logo


def _organisation(name: str, url: str, logo: str) -> dict[str, object]:
    data: dict[str, object] = {"@type": "NewsMediaOrganization", "name": name, "url": url}
    return data | {"logo": {"@type": "ImageObject", "url": logo}} if logo else data


# Pieces of JSON; '' is no value.


def _text(value: str) -> str:
    return encode_basestring(value) if value else ""


def _object(pieces: Mapping[str, str]) -> str:
    return "{" + ",".join([f'"{name}":{piece}' for name, piece in pieces.items() if piece]) + "}"


def _array(items: Iterable[str]) -> str:
    joined = ",".join(items)
    return f"[{joined}]" if joined else ""


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


@lru_cache(maxsize=64)
def _publisher(name: str, url: str, logo: str) -> str:
    """The newsroom as the publisher of a story."""
    return encode(_organisation(name, url, logo))


def _image(picture: Picture | None, base: str) -> str:
    if picture is None:
        return ""
    return _object(
        {
            "@type": '"ImageObject"',
            "url": _text(absolute(picture.share_url, base)),
            "caption": _text(picture.caption),
            "creditText": _text(picture.credit_line),
            "copyrightNotice": _text(picture.copyright_notice),
        }
    )


def _authors(article: Article, newsroom: str, base: str) -> str:
    """A byline in words names people, or nobody knows whom: never an organisation."""
    if not article.authors:
        if article.byline:
            return f"[{_person(article.byline, '')}]"
        return f'[{{"@type":"Organization","name":{encode_basestring(newsroom)}}}]'
    return _array(_person(author.name, author.url and absolute(author.url, base)) for author in article.authors)


@lru_cache(maxsize=1024)
def _person(name: str, url: str) -> str:
    return _object({"@type": '"Person"', "name": encode_basestring(name), "url": _text(url)})


def _series(series: Link | None, base: str) -> str:
    if series is None:
        return ""
    return _object(
        {
            "@type": '"CreativeWorkSeries"',
            "name": encode_basestring(series.name),
            "url": _text(absolute(series.url, base)),
        }
    )
