"""The templates of what is being sent, made from the store's texts once and kept while they are in use."""

from __future__ import annotations

import html as markup
from collections.abc import Sequence
from dataclasses import replace

from tamizdat.kit.cache import LRUCache
from tamizdat.letters import persons
from tamizdat.letters.dkim import Signer
from tamizdat.letters.links import Links
from tamizdat.letters.messages import Message, Origin, Recipient, Template, Text
from tamizdat.letters.store import lists, notices, readers, sends
from tamizdat.letters.store.database import Store
from tamizdat.letters.store.deliveries import Delivery
from tamizdat.letters.store.notices import Notice
from tamizdat.letters.store.sends import Content
from tamizdat.letters.store.singles import Single

_DATA, _LISTS = "{{data}}", "{{lists}}"
MOST_KEPT = 200
"""Templates; a letter in ten languages has forty."""


class Wording:
    """For one `origin`: another one begins when the address of the site changes."""

    def __init__(
        self, store: Store, origin: Origin, links: Links, signers: Sequence[Signer], names: dict[str, str]
    ) -> None:
        """`names`: {language: the newsroom's name}, which notices come from."""
        self._store, self.origin, self._links, self._signers, self.names = store, origin, links, signers, names
        self._contents: dict[int, dict[int, Content]] = {}
        self._templates: LRUCache[tuple[object, ...], Template] = LRUCache(MOST_KEPT)

    def letter(self, delivery: Delivery, now: int) -> Message:
        key = (delivery.content, delivery.discreet)
        template = self._templates.get(key)
        if template is None:
            template = self._templates[key] = self._letter(delivery)
        recipient = Recipient(reader=delivery.reader, address=delivery.address, list=delivery.list, send=delivery.send)
        return template.message(recipient, now)

    def notice(self, single: Single, now: int) -> Message | None:
        """None when there is no text for it."""
        names = self._asked_for(single) if single.kind == notices.CONFIRM else ""
        key = (single.kind, single.language, single.list, names)
        template = self._templates.get(key)
        if template is None:
            notice = notices.one(self._store, single.kind, single.language, single.list)
            if notice and single.kind == notices.DATA:
                notice = self._with_data(notice, single.reader)
            elif notice:
                notice = _filled(notice, _LISTS, names)
            if notice is None:
                return None
            name = self.names.get(single.language) or next(iter(self.names.values()), "")
            text = Text(subject=notice.subject, from_name=name, html=notice.html, text=notice.text)
            template = Template(text, self.origin, list_id="", tokens=self._links, signers=self._signers)
            if single.kind != notices.DATA:
                self._templates[key] = template
        recipient = Recipient(reader=single.reader, address=single.address, list=single.list, notice=single.id)
        return template.message(recipient, now)

    def _with_data(self, notice: Notice, reader: int) -> Notice | None:
        """The notice for one reader, with all that is stored about them; None when they are not there any more."""
        if readers.one(self._store, reader) is None:
            return None
        return _filled(notice, _DATA, persons.as_text(persons.person(self._store, reader)))

    def _asked_for(self, single: Single) -> str:
        """The names of the lists that the reader joins by confirming."""
        asked = {
            one.list
            for one in readers.subscriptions(self._store, single.reader)
            if one.state == "pending" and one.since <= single.made
        }
        return ", ".join(one.name(single.language) for one in lists.every(self._store) if one.id in asked)

    def _letter(self, delivery: Delivery) -> Template:
        if delivery.send not in self._contents:
            self._contents = {delivery.send: sends.contents(self._store, delivery.send)}
        content = self._contents[delivery.send][delivery.content]
        text = Text(
            subject=(delivery.discreet and content.discreet_subject) or content.subject,
            from_name=(delivery.discreet and content.discreet_from_name) or content.from_name,
            html=content.html,
            text=content.text,
            headers=content.headers,
        )
        # A discreet letter does not say by its list what it is either.
        slugs = {} if delivery.discreet else {one.id: one.slug for one in lists.every(self._store)}
        list_id = slugs.get(delivery.list, f"l{delivery.list}")
        return Template(text, self.origin, list_id=list_id, tokens=self._links, signers=self._signers)


def _filled(notice: Notice, mark: str, value: str) -> Notice:
    return replace(notice, text=notice.text.replace(mark, value), html=notice.html.replace(mark, markup.escape(value)))
