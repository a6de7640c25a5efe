"""The newsroom itself, as readers see it: one row, so its list is its form."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from tamizdat.desk.nouns import noun
from tamizdat.newsroom.models import SiteSettings


class OnlyOne(ModelPermissionPolicy):
    """The newsroom can be changed; nobody makes a second one or deletes the first."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("change", "view") and bool(super().user_has_permission(user, "change"))


register_permission_policy(SiteSettings, OnlyOne(SiteSettings))


class ToTheForm(generic.IndexView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_edit_url(SiteSettings.get()))


class SiteForm(generic.EditView):
    def get_success_url(self) -> str:
        return str(self.get_edit_url())


class SiteViews(noun.NounViews):
    model = SiteSettings
    menu_label = _("The newsroom")
    icon = "home"
    url_prefix = "newsroom"
    index_view_class = ToTheForm
    edit_view_class = SiteForm
    list_display = ["__str__"]
    panels = [
        noun.texts(
            [
                noun.name_panel(),
                FieldPanel("tagline", heading=_("Tagline"), help_text=_("A line under the name.")),
                FieldPanel(
                    "description",
                    heading=_("Description"),
                    help_text=_("For search engines and those who share a link."),
                ),
            ]
        )
    ]
