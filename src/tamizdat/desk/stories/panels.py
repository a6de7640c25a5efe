"""The form of a story, in the order in which one is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from tamizdat.desk.moments import MomentInput
from tamizdat.desk.stories.authors import AuthorsPanel
from tamizdat.desk.stories.forms import NoteForm, StoryForm


class NotesPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = NoteForm
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "desk/stories/notes.html"


class SchedulePanel(PublishingPanel):
    """A window over the form, opened by the buttons Schedule: its own button schedules at once, where the framework asks for
    two more."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "children",
            [_in_the_window("go_live_at", _("Publish at")), _in_the_window("expire_at", _("Unpublish at"))],
        )
        super().__init__(**kwargs)

    class BoundPanel(PublishingPanel.BoundPanel):
        template_name = "desk/stories/schedule.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            story, user = self.instance, self.request.user
            if story.pk:
                may = story.permissions_for_user(user).can_publish()
            else:
                may = self.form.parent_page.permissions_for_user(user).can_publish_subpage()
            refused = not {"go_live_at", "expire_at"}.isdisjoint(self.form.errors)
            return {**context, "may_publish": may, "refused": refused}


def _in_the_window(name: str, heading: Any) -> FieldPanel:
    attributes = {
        "data-controller": "w-action",
        "data-action": "w-dialog:hidden->w-action#reset",
        "data-w-dialog-target": "notify",
    }
    widget = MomentInput(attrs=attributes, js_overlay_parent_selector="#schedule-publishing-dialog")
    return FieldPanel(name, heading=heading, widget=widget)


_COPY = [
    FieldPanel("headline", heading=_("Headline"), classname="desk-headline"),
    FieldPanel(
        "dek",
        heading=_("Dek"),
        help_text=_("The summary under the headline."),
        widget=AdminAutoHeightTextInput({"rows": 2}),
        classname="desk-dek",
    ),
    AuthorsPanel(),
    MultiFieldPanel(
        [
            FieldPanel("kicker", heading=_("Kicker"), help_text=_("A label above the headline.")),
            FieldPanel(
                "byline",
                heading=_("Byline"),
                help_text=_("Printed instead of the authors' names, if those are not enough."),
            ),
            FieldPanel("dateline", heading=_("Dateline"), help_text=_("Where and when it was filed.")),
        ],
        heading=_("Kicker, byline and dateline"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("lead_picture", heading=_("Picture")),
            FieldRowPanel(
                [
                    FieldPanel(
                        "lead_caption", heading=_("Caption"), help_text=_("If empty, the picture's caption is used.")
                    ),
                    FieldPanel(
                        "lead_alt_text",
                        heading=_("Alt text"),
                        help_text=_("If empty, the picture's alt text is used."),
                    ),
                ]
            ),
            FieldPanel(
                "lead_credit_line",
                heading=_("Credit line"),
                help_text=_("If empty, the picture's credit line is used."),
            ),
        ],
        heading=_("Lead picture"),
    ),
    FieldPanel("body", heading=_("Text")),
]

_PLACES = [
    FieldPanel("regions", heading=_("Regions"), classname="desk-columns", widget=forms.CheckboxSelectMultiple),
    FieldPanel(
        "topics", heading=_("Topics and ongoing events"), classname="desk-columns", widget=forms.CheckboxSelectMultiple
    ),
    FieldPanel("series", heading=_("Series")),
    FieldRowPanel([FieldPanel("season", heading=_("Season")), FieldPanel("episode", heading=_("Episode"))]),
    FieldRowPanel([FieldPanel("genre", heading=_("Genre")), FieldPanel("urgency", heading=_("Urgency"))]),
]

_PUBLICATION = [
    FieldPanel(
        "slug",
        heading=_("Slug"),
        help_text=_(
            "Part of the address. If empty, it is made from the headline. The old address redirects to the new one."
        ),
        widget=forms.TextInput,
    ),
    SchedulePanel(),
    FieldPanel(
        "embargoed_until", heading=_("Embargoed until"), help_text=_("Published, but hidden from readers until then.")
    ),
    FieldRowPanel(
        [
            FieldPanel(
                "display_date", heading=_("Displayed date"), help_text=_("Instead of the real date of publication.")
            ),
            FieldPanel(
                "updated_at",
                heading=_("Updated"),
                help_text=_("When the text last changed in substance. Readers see it."),
            ),
        ]
    ),
    FieldPanel(
        "editors_note",
        heading=_("Editor's note"),
        help_text=_("Readers see it above the text."),
        widget=AdminAutoHeightTextInput({"rows": 3}),
    ),
    NotesPanel(
        "notes",
        [
            FieldRowPanel([FieldPanel("kind", heading=_("Kind")), FieldPanel("date", heading=_("Date"))]),
            FieldPanel("text", heading=_("Text")),
        ],
        heading=_("Notes and corrections"),
        label=_("Note"),
        help_text=_("Readers see them at the story, in its feeds, and on the page of corrections."),
    ),
    FieldPanel("may_be_republished", heading=_("Others may republish it")),
    MultiFieldPanel(
        [
            FieldPanel("credit", heading=_("First published by"), help_text=_("Who published this story first.")),
            FieldPanel("source_url", heading=_("Address of the original")),
            FieldPanel("licence", heading=_("Licence")),
        ],
        heading=_("Republished from elsewhere"),
        classname="collapsed",
    ),
]

_INTERNAL = [
    CommentPanel(),
    FieldPanel("slugline", heading=_("Slugline"), help_text=_("The working name, in the newsroom only.")),
    FieldPanel(
        "internal_note",
        heading=_("Internal note"),
        help_text=_("Readers never see it."),
        widget=AdminAutoHeightTextInput({"rows": 6}),
    ),
]

STORY = TabbedInterface(
    [
        ObjectList(_COPY, heading=_("Story")),
        ObjectList(_PLACES, heading=_("Places and topics")),
        ObjectList(_PUBLICATION, heading=_("Publication")),
        ObjectList(_INTERNAL, heading=_("Internal")),
    ],
    base_form_class=StoryForm,
)
