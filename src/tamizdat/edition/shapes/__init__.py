"""What templates see: frozen values, never models.

Internal notes, drafts, sources and the real names behind pseudonyms have no field here, so no template can print them.
Every `url` is root-relative ("/en/2026/11/slug/"); every `html` has been sanitised by the reader; everything else is
plain text that templates escape. Moments are aware datetimes in the newsroom's time zone.
"""

from __future__ import annotations

from tamizdat.edition.shapes.blocks import Block, Chapter, Cue
from tamizdat.edition.shapes.cards import Alternate, AuthorLine, Card, Link, Picture, Source, text_url
from tamizdat.edition.shapes.feeds import Feed, FeedEntry, SitemapEntry
from tamizdat.edition.shapes.letters import Letter, LetterArchive, LetterCard, LetterPart
from tamizdat.edition.shapes.lists import (
    Author,
    Degree,
    Directory,
    Dot,
    Front,
    Group,
    Listing,
    Map,
    Pages,
    Section,
    TextIndex,
)
from tamizdat.edition.shapes.newsletter import OfferedList, SignUp
from tamizdat.edition.shapes.site import Contact, Language, Page, Site, StaticPage, Support, Way
from tamizdat.edition.shapes.sound import Enclosure, Episode, Show
from tamizdat.edition.shapes.stories import Article, Ask, Frame, Note, NotedStory, Related, Share

__all__ = [
    "Alternate",
    "Article",
    "Ask",
    "Author",
    "AuthorLine",
    "Block",
    "Card",
    "Chapter",
    "Contact",
    "Cue",
    "Degree",
    "Directory",
    "Dot",
    "Enclosure",
    "Episode",
    "Feed",
    "FeedEntry",
    "Frame",
    "Front",
    "Group",
    "Language",
    "Letter",
    "LetterArchive",
    "LetterCard",
    "LetterPart",
    "Link",
    "Listing",
    "Map",
    "Note",
    "NotedStory",
    "OfferedList",
    "Page",
    "Pages",
    "Picture",
    "Related",
    "Section",
    "Share",
    "Show",
    "SignUp",
    "Site",
    "SitemapEntry",
    "Source",
    "StaticPage",
    "Support",
    "TextIndex",
    "Way",
    "text_url",
]
