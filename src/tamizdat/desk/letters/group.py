"""The menu's group Letters, and the addresses of its pages that no model has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from tamizdat.desk.letters import delivered, domain, export_all, letters, preview, readers, rights, sending
from tamizdat.desk.letters.letters import LetterViews
from tamizdat.desk.letters.lists import LetterListViews

ADDRESSES = [
    path("letters/stories/", letters.stories, name="desk_letter_stories"),
    path("letters/<int:pk>/preview/", preview.page, name="desk_letter_preview"),
    path("letters/<int:pk>/checks/", letters.findings, name="desk_letter_findings"),
    path("letters/<int:pk>/sending/", sending.page, name="desk_letter_sending"),
    path("letters/<int:pk>/progress/", sending.figures, name="desk_letter_progress"),
    path("letters/readers/", readers.page, name="desk_readers"),
    path("letters/readers/export/", export_all.page, name="desk_readers_export"),
    path("letters/readers/<int:number>/", readers.one, name="desk_reader"),
    path("letters/readers/<int:number>/export/", readers.export, name="desk_reader_export"),
    path("letters/readers/<int:number>/erase/", readers.erase, name="desk_reader_erase"),
    path("letters/domain/", domain.page, name="desk_sending_domain"),
    path("letters/mail/", delivered.page, name="desk_mail"),
    path("letters/mail/<str:name>/", delivered.one, name="desk_mail_one"),
    path("letters/mail/<str:name>/html/", delivered.html, name="desk_mail_html"),
]


class ItemByRight(MenuItem):
    """Shown to users who have the right."""

    def __init__(self, right: str, label: Any, url: Any, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self._right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self._right))


class MailItem(ItemByRight):
    """Shown while mail goes into a folder."""

    def is_shown(self, request: HttpRequest) -> bool:
        return delivered.folder() is not None and super().is_shown(request)


class LettersGroup(ViewSetGroup):
    menu_label = _("Letters")
    menu_icon = "mail"
    menu_order = 140
    items = (LetterViews("desk_letters"), LetterListViews("desk_letter_lists"))

    def get_submenu_items(self) -> list[Any]:
        more = [
            (ItemByRight, rights.WRITE, _("Readers"), "desk_readers", "group"),
            (ItemByRight, rights.SEND, _("Sending domain"), "desk_sending_domain", "globe"),
            (MailItem, rights.READERS, _("Mail on this machine"), "desk_mail", "mail"),
        ]
        return [
            *super().get_submenu_items(),
            *(
                kind(right, label, reverse_lazy(name), name=name, icon_name=icon, order=10 + place)
                for place, (kind, right, label, name, icon) in enumerate(more)
            ),
        ]
