"""schema.org's form of stories, people and the newsroom, for search engines and readers' tools.

Written here and not in a template because every story page carries it: in Python it takes a fifth of the time. A theme that
wants another form writes its own into parts/article_head.html with the filter `json_ld`.
"""

from __future__ import annotations

import html
import re
from typing import Any

from tamizdat.render.filters import absolute, json_ld
from tamizdat.render.moments import Moments

_TYPES = {
    "reportage": "ReportageNewsArticle",
    "feature": "ReportageNewsArticle",
    "analysis": "AnalysisNewsArticle",
    "opinion": "OpinionNewsArticle",
}
_CORRECTING = frozenset(["correction", "clarification", "retraction"])
_TAG = re.compile(r"<[^>]+>")


def news_article(moments: Moments, site: Any, article: Any) -> str:
    """JSON-LD of the shapes Site and Article; what is empty is left out."""
    base = site.canonical
    written: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(article.genre, "NewsArticle"),
        "headline": article.headline,
        "description": article.dek,
        "url": absolute(article.url, base),
        "inLanguage": article.language,
        "datePublished": moments.iso(article.published_at),
        "dateModified": moments.iso(article.changed_at),
        "dateline": article.dateline,
        "image": _image(article.picture, base),
        "author": _authors(article, site.name, base),
        "publisher": _newsroom(site),
        "mainEntityOfPage": absolute(article.url, base),
        "isAccessibleForFree": True,
        "license": article.licence or site.licence_url,
        "correction": [
            {"@type": "CorrectionComment", "text": _plain(note.html), "datePublished": moments.iso(note.date)}
            for note in article.notes
            if note.kind in _CORRECTING
        ],
        "articleSection": article.topics[0].name if article.topics else "",
        "contentLocation": [{"@type": "Place", "name": region.name} for region in article.regions],
        "isPartOf": _series(article.series, base),
        "isBasedOn": article.source_url,
        "wordCount": article.word_count,
    }
    return json_ld({name: value for name, value in written.items() if value})


def breadcrumbs(site: Any, page: Any, title: str) -> str:
    """The way to a page from the newsroom's front, of the shape Page."""
    way = [*((link.name, link.url) for link in page.breadcrumbs), (title, page.url)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(url, site.canonical)}
        for place, (name, url) in enumerate(way, 1)
    ]
    return json_ld({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items})


def newsroom(site: Any) -> str:
    """The newsroom itself, for its front."""
    written = {
        "@context": "https://schema.org",
        **_newsroom(site),
        "description": site.description,
        "slogan": site.tagline,
        "correctionsPolicy": absolute(f"{site.url}corrections/", site.canonical),
    }
    return json_ld({name: value for name, value in written.items() if value})


def person(site: Any, author: Any) -> str:
    """An author's own page, of the shape Author."""
    written = {
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
    return json_ld({name: value for name, value in written.items() if value})


def podcast_episode(moments: Moments, site: Any, article: Any) -> str:
    """A story of a podcast, with its first recording; '' when it has none."""
    sound = next((block.value for block in article.body if block.kind == "audio"), None)
    if sound is None:
        return ""
    base = site.canonical
    media = {
        "@type": "AudioObject",
        "contentUrl": absolute(sound["url"], base),
        "encodingFormat": sound["type"],
        "duration": f"PT{sound['duration']}S" if sound["duration"] else "",
    }
    series = article.series
    written = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": article.headline,
        "description": article.dek,
        "url": absolute(article.url, base),
        "inLanguage": article.language,
        "datePublished": moments.iso(article.published_at),
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
    return json_ld({name: value for name, value in written.items() if value})


def _newsroom(site: Any) -> dict[str, object]:
    base = site.canonical
    said: dict[str, object] = {"@type": "NewsMediaOrganization", "name": site.name, "url": absolute(site.url, base)}
    if site.logo:
        said["logo"] = {"@type": "ImageObject", "url": absolute(site.logo.share_url, base)}
    return said


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _image(picture: Any, base: str) -> dict[str, object] | None:
    if picture is None:
        return None
    written = {
        "@type": "ImageObject",
        "url": absolute(picture.share_url, base),
        "caption": picture.caption,
        "creditText": picture.credit_line,
        "copyrightNotice": picture.copyright_notice,
    }
    return {name: value for name, value in written.items() if value}


def _authors(article: Any, newsroom: str, base: str) -> list[dict[str, str]]:
    if not article.authors:
        return [{"@type": "Organization", "name": article.byline or newsroom}]
    return [
        {"@type": "Person", "name": author.name} | ({"url": absolute(author.url, base)} if author.url else {})
        for author in article.authors
    ]


def _series(series: Any, base: str) -> dict[str, str] | None:
    if series is None:
        return None
    return {"@type": "CreativeWorkSeries", "name": series.name, "url": absolute(series.url, base)}
