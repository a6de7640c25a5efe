"""The form of a plan, and that of a move to another day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tamizdat.desk import choices
from tamizdat.desk.budget import days
from tamizdat.desk.budget.filters import people
from tamizdat.desk.models import Plan
from tamizdat.kit.text import clean


class DayInput(forms.DateInput):
    """The device's own calendar, which every browser has; it sends and takes 2026-11-30."""

    input_type = "date"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"min": str(days.FIRST), "max": str(days.LAST), **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not days.FIRST <= value <= days.LAST:
            span = {"first": days.FIRST, "last": days.LAST}
            raise ValidationError(_("Choose a day from %(first)s to %(last)s.") % span)


class MoveForm(forms.Form):
    """Without a day, the entry is for none yet."""

    day = DayField(required=False)


def _one_of(label: Any, pairs: list[Any]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=False, choices=[("", "—"), *pairs], coerce=int, empty_value=None
    )  # fmt: skip


class PlanForm(forms.Form):
    """`languages` are code and name of those in which this person may plan: none asks for no language."""

    title = forms.CharField(label=gettext_lazy("Working title"), max_length=255)
    day = DayField(label=gettext_lazy("Day"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Readers never see it. It goes into the story's internal note."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = languages[0][0] if len(languages) == 1 else ""
        if len(languages) > 1:
            self.fields["languages"] = forms.MultipleChoiceField(
                label=_("Languages"),
                help_text=_("The story that is begun first is the original; the others become its translations."),
                choices=languages,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["topic"] = _one_of(_("Topic"), choices.topics())
        self.fields["region"] = _one_of(_("Region"), choices.regions())
        self.fields["person"] = _one_of(_("Person"), people())
        self.order_fields(["title", "languages", "day", "person", "topic", "region", "note"])

    def clean_title(self) -> str:
        title = clean(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("Give it a working title."))
        return title

    def values(self) -> dict[str, Any]:
        """The columns of a plan."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "day": given["day"],
            "note": given["note"],
            "topic_id": given["topic"],
            "region_id": given["region"],
            "person_id": given["person"],
        }

    def languages(self) -> list[str]:
        return self.cleaned_data.get("languages") or [self.only]


def initial(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "day": plan.day,
        "note": plan.note,
        "topic": plan.topic_id,
        "region": plan.region_id,
        "person": plan.person_id,
    }
