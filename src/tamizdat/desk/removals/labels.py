"""What a table of the database is called at the desk, in the list of places where words stand."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS = {
    "newsroom_article": gettext_lazy("Stories"),
    "wagtailcore_page": gettext_lazy("Stories: headlines and addresses"),
    "wagtailcore_revision": gettext_lazy("Drafts and older versions"),
    "newsroom_articlenote": gettext_lazy("Corrections and notes"),
    "newsroom_author": gettext_lazy("Authors"),
    "newsroom_authortext": gettext_lazy("Authors"),
    "newsroom_picture": gettext_lazy("Pictures"),
    "newsroom_picturerendition": gettext_lazy("Pictures"),
    "newsroom_attachment": gettext_lazy("Files"),
    "newsroom_address": gettext_lazy("Addresses: they will answer 404"),
    "newsroom_searchalias": gettext_lazy("Spellings for the search"),
    "newsroom_binentry": gettext_lazy("Bin"),
    "wagtailcore_comment": gettext_lazy("Comments"),
    "wagtailcore_commentreply": gettext_lazy("Comments"),
    "wagtailcore_pagelogentry": gettext_lazy("History"),
    "wagtailcore_modellogentry": gettext_lazy("History"),
    "modelsearch_indexentry": gettext_lazy("Desk search"),
    "auth_user": gettext_lazy("Accounts"),
    "media": gettext_lazy("Data inside of picture files and recordings"),
    "message": gettext_lazy("Messages from readers"),
    "missed": gettext_lazy("Searches of readers"),
    "counted": gettext_lazy("Counts of reads"),
    "letters_reader": gettext_lazy("Addresses of subscribers: erase the subscriber instead"),
    "letters_content": gettext_lazy("Letters that were sent: the copy here is changed, not what readers have"),
    "letters_send": gettext_lazy("Letters that were sent: the copy here is changed, not what readers have"),
}


def label(table: str) -> str:
    if table in LABELS:
        return str(LABELS[table])
    if table.startswith(("newsroom_letter", "letters_")):
        return _("Letters")
    model = next((one for one in apps.get_models() if one._meta.db_table == table), None)
    return _("Other: %(name)s") % {"name": model._meta.verbose_name_plural if model else table}
