"""The newsroom itself: what frames every page, and the pages that are no stories."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from tamizdat.edition.shapes.cards import Alternate, AuthorLine, Link, Picture
from tamizdat.edition.shapes.lists import Group
from tamizdat.edition.shapes.stories import NotedStory


@dataclass(frozen=True, kw_only=True)
class Language:
    code: str
    name: str
    url: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class Site:
    """What stands on every page of one language."""

    name: str
    tagline: str
    description: str
    language: str
    direction: str
    url: str
    feed_url: str
    languages: tuple[Language, ...]
    regions: tuple[Group, ...]
    topics: tuple[Group, ...]
    menus: dict[str, tuple[Link, ...]]
    canonical: str
    time_zone: str
    uuid: str = ""  # the newsroom's: what its ids for others are made of
    support: str = ""  # address of the page Support us
    newsletter: str = ""  # address of the page to subscribe
    media: tuple[Group, ...] = ()  # series by form: a group's name is blog, podcast, feature or visual
    look_url: str = ""  # the newsroom's own stylesheet
    logo: Picture | None = None
    card: Picture | None = None  # what is shown of a page without a picture where somebody shares it
    hub: str = ""  # of WebSub
    republishing: bool = True
    licence: str = ""  # of our stories, with its address
    licence_url: str = ""
    companions: frozenset[str] = frozenset(["share", "ninjs", "oembed", "text", "search"])  # what is made of each story

    @property
    def link(self) -> Link:
        """The front, as the first of the breadcrumbs."""
        return Link(name=self.name, url=self.url)


@dataclass(frozen=True, kw_only=True)
class Page:
    """The frame of one page: what its head says. `canonical` is absolute, or '' while no canonical address is set.
    `elsewhere` is for readers of no language that it is in; `type` is Open Graph's: website, article or profile."""

    title: str
    description: str
    url: str
    canonical: str
    alternates: tuple[Alternate, ...]
    share_picture: Picture | None
    breadcrumbs: tuple[Link, ...]
    robots: str = ""
    elsewhere: str = ""
    type: str = "website"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How a reader reaches the newsroom: `email` may be '', `safe_ways` is html or ''."""

    email: str
    safe_ways: str


@dataclass(frozen=True, kw_only=True)
class StaticPage:
    kind: str
    title: str
    url: str
    html: str
    people: tuple[AuthorLine, ...]
    corrections: tuple[NotedStory, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to give: `kind` is link, bank or checkout; `details` are lines of plain text."""

    kind: str
    label: str
    url: str
    details: tuple[str, ...]

    @property
    def host(self) -> str:
        """Where the link leads, as readers know places."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True, kw_only=True)
class Support:
    """The page Support us. `warns`: in this language giving can be a crime, as `warning` (or '') says in full."""

    url: str
    introduction: str  # html
    ways: tuple[Way, ...]
    warns: bool
    warning: str
