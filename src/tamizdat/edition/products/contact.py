"""Where the contact form leads: a page of thanks, and one for what could not be sent. The door knows their addresses."""

from __future__ import annotations

from collections.abc import Iterable

from tamizdat.bake.products import File
from tamizdat.edition.products.product import ByLanguage, Making
from tamizdat.edition.shapes import Contact

SENT, NOT_SENT = "pages/sent.html", "pages/not_sent.html"


class ContactProduct(ByLanguage):
    """`contact:en`, where a static page has the form."""

    name = "contact"
    path = "/{language}/contact/sent/"
    phase = 4
    templates = frozenset([SENT, NOT_SENT])

    def files_in(self, making: Making, language: str) -> Iterable[File]:
        form = next((label for label in making.labels("page", language) if label.form == "contact"), None)
        if form is None:
            return
        site = making.site(language)
        contact = Contact(email=making.site_text(language, "contact_email"), safe_ways="")
        for template, name in ((SENT, "sent"), (NOT_SENT, "not-sent")):
            url = f"/{language}/contact/{name}/"
            crumbs = (site.link, form.link)
            head = making.head("", url, breadcrumbs=crumbs, robots="noindex")
            yield making.page_file(template, language, head, contact=contact, back=form.link)
