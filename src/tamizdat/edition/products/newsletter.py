"""The page to subscribe to newsletters, and the pages to which its form and the links in letters lead: the door knows their
addresses. The page of a reader's choices is baked without a reader; the door puts the choices in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from tamizdat.bake.products import File
from tamizdat.edition import consent
from tamizdat.edition.letters.parts import list_link
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.shapes import OfferedList, SignUp
from tamizdat.edition.values import newsletter
from tamizdat.edition.values.letters import ArchivePage
from tamizdat.kit.keys import Key
from tamizdat.letters.store import shown
from tamizdat.newsroom.paths import NEWSLETTER_MESSAGES
from tamizdat.render.letters_page import LettersPage

PAGE, MESSAGE, CHOICES = "pages/newsletter.html", "pages/newsletter_message.html", "pages/newsletter_choices.html"


class NewsletterProduct(ByLanguage):
    """`newsletter:en`. The page to subscribe is there while a list is open; the others as long as there is a list, for its
    readers have links to them."""

    name = "newsletter"
    path = newsletter.PATH
    phase = 4
    templates = frozenset([PAGE, MESSAGE, CHOICES, consent.TEMPLATE])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        if not making.order(newsletter.KIND):
            return
        site, here = making.site(language), self.path.format(language=language)
        if lists := tuple(_with_archive(making, language, one) for one in newsletter.lists(making, language)):
            urls = {code: making.site(code).newsletter for code in self.setting.languages}
            head = making.head("", here, alternates=making.alternates(urls), breadcrumbs=(site.link,))
            yield making.page_file(PAGE, language, head, sign_up=_form(making, language, lists))
        given = {"email": self.setting.reply_address, "more": site.newsletter}
        for about in NEWSLETTER_MESSAGES:
            head = making.head("", f"{here}{about}/", breadcrumbs=(site.link,), robots="noindex")
            yield making.page_file(MESSAGE, language, head, about=about, **given)
        head = making.head("", f"{here}preferences/", breadcrumbs=(site.link,), robots="noindex")
        yield making.page_file(CHOICES, language, head, letters=LettersPage(state="start"))
        texts = json.dumps(making.value(Key.of("texts", language)), ensure_ascii=False, sort_keys=True)
        yield File(path=f"{here.lstrip('/')}texts.json", data=texts.encode())


def sign_up(making: Making, language: str, offered: OfferedList | None) -> SignUp | None:
    """The form for one list; None where nothing is offered. The product has to name consent.TEMPLATE."""
    return _form(making, language, (offered,)) if offered else None


def _with_archive(making: Making, language: str, offered: OfferedList) -> OfferedList:
    page: ArchivePage = making.value(Key.of("letter_page", offered.number, language, 0))
    return replace(offered, archive=list_link(making, offered.number, language).url) if page.letters else offered


def _form(making: Making, language: str, lists: tuple[OfferedList, ...]) -> SignUp:
    text = consent.text(making.page(consent.TEMPLATE, language))
    return SignUp(
        url=newsletter.PATH.format(language=language),
        lists=lists,
        consent=text,
        shown=shown.digest(language, text),
        email=making.setting.reply_address,
    )
