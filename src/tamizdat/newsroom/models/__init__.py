"""Tables of the newsroom, one noun a file."""

from tamizdat.newsroom.models.addresses import Address
from tamizdat.newsroom.models.articles import Article, ArticleAuthor, ArticleNote, StoryFolder
from tamizdat.newsroom.models.attachments import Attachment
from tamizdat.newsroom.models.authors import Author, AuthorLink, AuthorText
from tamizdat.newsroom.models.bin import BinEntry
from tamizdat.newsroom.models.corrections import CorrectionRecord
from tamizdat.newsroom.models.letters import Letter, LetterItem, LetterList, LetterListText, LetterSlot, LetterText
from tamizdat.newsroom.models.lists import ListEntry, StoryList
from tamizdat.newsroom.models.menus import Menu, MenuItem
from tamizdat.newsroom.models.most_read import MostRead
from tamizdat.newsroom.models.pages import StaticPage, StaticPageText
from tamizdat.newsroom.models.pictures import Picture, PictureRendition
from tamizdat.newsroom.models.pins import Pin
from tamizdat.newsroom.models.regions import Region, RegionGroup, RegionGroupText, RegionText
from tamizdat.newsroom.models.related import RelatedStory
from tamizdat.newsroom.models.removals import KilledPicture, Removal, RemovedFile
from tamizdat.newsroom.models.series import Series, SeriesAuthor, SeriesText
from tamizdat.newsroom.models.site import SiteSettings, SiteText, SupportWay, WordCorrection
from tamizdat.newsroom.models.spellings import SearchAlias
from tamizdat.newsroom.models.topics import Topic, TopicText
from tamizdat.newsroom.models.translations import TranslatedFrom
from tamizdat.newsroom.models.versions import CheckedChange, MachineText, NamedVersion
from tamizdat.newsroom.models.workflow import FailedPublication, Scope, Step

__all__ = [
    "Address",
    "Article",
    "ArticleAuthor",
    "ArticleNote",
    "Attachment",
    "Author",
    "AuthorLink",
    "AuthorText",
    "BinEntry",
    "CheckedChange",
    "CorrectionRecord",
    "FailedPublication",
    "KilledPicture",
    "Letter",
    "LetterItem",
    "LetterList",
    "LetterListText",
    "LetterSlot",
    "LetterText",
    "ListEntry",
    "MachineText",
    "Menu",
    "MenuItem",
    "MostRead",
    "NamedVersion",
    "Picture",
    "PictureRendition",
    "Pin",
    "Region",
    "RegionGroup",
    "RegionGroupText",
    "RegionText",
    "RelatedStory",
    "Removal",
    "RemovedFile",
    "Scope",
    "SearchAlias",
    "Series",
    "SeriesAuthor",
    "SeriesText",
    "SiteSettings",
    "SiteText",
    "StaticPage",
    "StaticPageText",
    "Step",
    "StoryFolder",
    "StoryList",
    "SupportWay",
    "Topic",
    "TopicText",
    "TranslatedFrom",
    "WordCorrection",
]
