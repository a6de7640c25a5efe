"""Where the contact form leads: a page of thanks, and one for what could not be sent. The door knows their addresses."""

from __future__ import annotations

from collections.abc import Iterator

from tamizdat.bake.products import Artifact, File
from tamizdat.edition.products.base import OneByOne
from tamizdat.edition.shapes import Contact, Link
from tamizdat.kit.paths import file_path

SENT, NOT_SENT = "pages/sent.html", "pages/not_sent.html"


class ContactProduct(OneByOne):
    """`contact:en`, where a static page has the form."""

    name = "contact"
    phase = 4

    def all(self) -> Iterator[str]:
        return (f"contact:{language}" for language in self.reader.languages)

    def one(self, target: str) -> Artifact:
        language = self.rest(target)
        scope = self.scope(language, SENT, NOT_SENT)
        nouns = self.reader.nouns
        form = next((noun for noun in nouns.pages.values() if noun.row["form"] == "contact"), None)
        if form is None or language not in self.reader.languages:
            return Artifact(target=target, files=(), keys=frozenset(), scope=scope)
        site = nouns.site(language)
        contact = Contact(email=nouns.site_word(language, "contact_email"), safe_ways="")
        back = nouns.link(form, language)
        files = []
        for template, name in ((SENT, "sent"), (NOT_SENT, "not-sent")):
            url = f"/{language}/contact/{name}/"
            page = self.page("", url, breadcrumbs=(Link(name=site.name, url=site.url), back), robots="noindex")
            data = self.renderer.page(template, language, site=site, page=page, contact=contact, back=back)
            files.append(File(path=file_path(url), data=data))
        return Artifact(target=target, files=tuple(files), keys=frozenset(), scope=scope)

    def label(self, target: str) -> str:
        return f"/{self.rest(target)}/contact/sent/"
