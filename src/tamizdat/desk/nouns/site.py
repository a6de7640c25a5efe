"""The newsroom itself, as readers see it: one row, so its list is its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from tamizdat.desk.nouns import interface, noun
from tamizdat.desk.stories.checks import BLOCKS, CHECKS, OFF
from tamizdat.newsroom.models import SiteSettings
from tamizdat.newsroom.permissions import CHIEF


class OnlyOne(ModelPermissionPolicy):
    """The newsroom can be changed; nobody makes a second one or deletes the first."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("change", "view") and bool(super().user_has_permission(user, "change"))


WAYS = "newsroom.change_ways"
register_permission_policy(SiteSettings, OnlyOne(SiteSettings))


class ToTheForm(generic.IndexView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_edit_url(SiteSettings.get()))


class SiteForm(generic.EditView):
    def get_success_url(self) -> str:
        return str(self.get_edit_url())


class NewsroomForm(WagtailAdminModelForm):
    """Where donations go is seen and changed by those alone who have that right; whether stories need approval, by chiefs."""

    approval_required = forms.BooleanField(
        required=False, help_text=SiteSettings._meta.get_field("approval_required").help_text
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.for_user and self.for_user.has_perm(WAYS)):
            self.formsets.pop("ways", None)
        if "checks" in self.fields:
            self.fields["checks"] = CheckChoices(required=False)
        if not (self.for_user and self.for_user.has_perm(CHIEF)):
            self.fields.pop("approval_required", None)

    def clean_checks(self) -> dict[str, str]:
        """What is shown stands nowhere: that is what a check does unless something else was chosen."""
        chosen: list[str] = self.cleaned_data["checks"]
        return {name: choice for name, choice in zip(CHECKS, chosen, strict=True) if choice in (OFF, BLOCKS)}


CHOICES = [("", _("Shown")), (BLOCKS, _("Must be in order to publish")), (OFF, _("Not checked"))]


class CheckChoices(forms.MultiValueField):
    """One choice for each check."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=CHOICES, required=False) for _check in CHECKS]
        super().__init__(fields, require_all_fields=False, widget=CheckWidget(), **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        return data_list or [""] * len(CHECKS)


class CheckWidget(forms.MultiWidget):
    template_name = "desk/check_choices.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__({name: forms.Select(choices=CHOICES) for name in CHECKS})

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(name, "") for name in CHECKS]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for part, check in zip(context["widget"]["subwidgets"], CHECKS.values(), strict=True):
            part["label"] = check.label
        return context


class SiteViews(noun.NounViews):
    model = SiteSettings
    menu_label = _("The newsroom")
    icon = "home"
    url_prefix = "newsroom"
    index_view_class = ToTheForm
    edit_view_class = SiteForm
    list_display = ["__str__"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    noun.texts(
                        [
                            noun.name_panel(),
                            FieldPanel("tagline", heading=_("Tagline"), help_text=_("A line under the name.")),
                            FieldPanel(
                                "description",
                                heading=_("Description"),
                                help_text=_("For search engines and those who share a link."),
                            ),
                            FieldPanel("ask_mode", heading=_("In stories")),
                            FieldPanel("ask", heading=_("Donation prompt")),
                            FieldPanel("warning", heading=_("The warning")),
                            FieldPanel("support_introduction", heading=_("Introduction of the page Support us")),
                            FieldPanel("contact_email", heading=_("Email address for readers")),
                            FieldPanel("safe_ways", heading=_("Safe ways to contact us")),
                            FieldPanel("republish_terms", heading=_("Terms of republishing")),
                        ]
                    )
                ],
                heading=_("In each language"),
            ),
            ObjectList(
                [
                    FieldPanel("accent", heading=_("Colour")),
                    FieldPanel("type", heading=_("Typography")),
                    FieldPanel("logo", heading=_("Logo"), help_text=_("Shown instead of the name.")),
                    FieldPanel(
                        "card",
                        heading=_("Picture for sharing"),
                        help_text=_("Shown where somebody shares a page that has no picture."),
                    ),
                ],
                heading=_("Appearance"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "ways",
                        [
                            FieldRowPanel(
                                [
                                    FieldPanel("kind", heading=_("Kind")),
                                    FieldPanel("language", heading=_("Language")),
                                ]
                            ),
                            FieldPanel("label", heading=_("Label")),
                            FieldPanel("url", heading=_("Address")),
                            FieldPanel("details", heading=_("Details")),
                        ],
                        heading=_("Ways to donate"),
                        label=_("way to donate"),
                    )
                ],
                heading=_("Support"),
                permission=WAYS,
            ),
            ObjectList(
                [
                    FieldPanel("republishing", heading=_("Stories offer to be republished")),
                    FieldRowPanel(
                        [
                            FieldPanel("licence", heading=_("Licence")),
                            FieldPanel("licence_url", heading=_("Address of the licence")),
                        ]
                    ),
                    FieldPanel("hub", heading=_("WebSub hub")),
                    FieldPanel(
                        "robots_may_train",
                        heading=_("Robots may train models on the site"),
                        help_text=_("Without this, robots.txt tells those that say who they are to stay away."),
                    ),
                ],
                heading=_("Republishing and feeds"),
            ),
            ObjectList(
                [FieldPanel("letters_lead_to", heading=_("Links in letters lead to"))],
                heading=_("Letters"),
            ),
            ObjectList(
                [
                    FieldPanel("checks", heading=_("Checks before publishing"), permission=CHIEF),
                    FieldPanel(
                        "own_words",
                        heading=_("Words of our own"),
                        help_text=_(
                            "The spelling check takes them for right, and names among them may be alike. One a line."
                        ),
                        widget=AdminAutoHeightTextInput({"rows": 4}),
                    ),
                ],
                heading=_("Checks"),
            ),
            ObjectList(
                [FieldPanel("approval_required", heading=_("Stories need a second pair of eyes"))],
                heading=_("Approval"),
                permission=CHIEF,
            ),
            ObjectList(
                [interface.TextsPanel()],
                heading=_("Interface text"),
            ),
        ],
        base_form_class=NewsroomForm,
    )
