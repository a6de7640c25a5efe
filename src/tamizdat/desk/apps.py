"""The desk as a Django app: it owns accounts' second factors and the chain of the log."""

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings

from tamizdat.desk import words


class DeskConfig(AppConfig):
    name = "tamizdat.desk"
    label = "desk"
    verbose_name = "Desk"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the words ready before any app's models are imported: some of these ask for a word at once."""
        super().__init__(*args, **kwargs)
        for folder in settings.LOCALE_PATHS:
            words.compile_into(folder)

    def ready(self) -> None:
        """Give the newsroom's models, which know no desk, the words, the form and the preview that they have here."""
        from django.db.models import DateTimeField
        from django.utils.translation import gettext_lazy
        from wagtail.admin import compare, signal_handlers
        from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.viewsets.chooser import ChooserViewSet
        from wagtail.images.forms import GroupImagePermissionFormSet

        from tamizdat.desk import assignments, comparing, log_chain, moments, notices, preview, recorded, webhooks
        from tamizdat.desk.nouns import names
        from tamizdat.desk.security import rule
        from tamizdat.desk.stories import blocks, checks, copying, panels, telling
        from tamizdat.newsroom import before_publishing, permissions
        from tamizdat.newsroom.models import Article

        log_chain.start()
        recorded.connect()
        rule.connect()
        names.name_nouns()
        telling.watch()
        before_publishing.faults = checks.faults
        blocks.name_blocks()
        register_form_field_override(
            DateTimeField, override={"form_class": moments.MomentField, "widget": moments.MomentInput}
        )
        compare.text_from_html = comparing.text_of
        # The framework translates these when it is loaded, into the language of the settings, not of who reads.
        ChooserViewSet.search_tab_label = gettext_lazy("Search")
        ChooserViewSet.create_action_label = gettext_lazy("Create")
        heads = {
            "add": gettext_lazy("Add"),
            "change": gettext_lazy("Edit"),
            "choose": gettext_lazy("Choose"),
            "delete": gettext_lazy("Delete"),
        }
        for table in (GroupImagePermissionFormSet, GroupCollectionManagementPermissionFormSet):
            rights = [(codename, heads[codename.partition("_")[0]]) for codename, _, _ in table.permission_types]
            table.permission_types = [(codename, head, head) for codename, head in rights]
        accounts: Any = apps.get_app_config("wagtailusers")
        accounts.user_viewset = "tamizdat.desk.accounts.Accounts"
        accounts.group_viewset = "tamizdat.desk.accounts.Roles"
        permissions.works_on = assignments.works_on
        notices.watch()
        webhooks.watch()
        signal_handlers.register_signal_handlers = lambda: None  # else it would mail what the notices say, too
        Article.edit_handler = panels.STORY
        Article.copy_form_class = copying.StoryCopyForm
        Article.preview_modes = preview.MODES
        Article.make_preview_request = preview.serve
