"""What the budget is narrowed by: state, language, topic, region and person, as its address says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tamizdat.desk import choices
from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.state import EMBARGOED, LIVE, SCHEDULED

PLANNED, IN_WORK, READY = "planned", "in-work", "ready"
STATES: dict[str, Promise] = {
    PLANNED: _("Planned"),
    IN_WORK: _("In progress"),
    READY: _("Ready for review"),
    EMBARGOED: _("Embargoed"),
    SCHEDULED: _("Scheduled"),
    LIVE: _("Published"),
}


def people() -> list[tuple[int, str]]:
    """Accounts that may sign in, by the name that the desk calls them."""
    found = get_user_model().objects.filter(is_active=True)
    return sorted(((user.pk, called(user)) for user in found), key=lambda pair: pair[1].casefold())


def called(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user else ""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Empty means any."""

    state: str = ""
    language: str = ""
    topic: int | None = None
    region: int | None = None
    person: int | None = None

    def of_stories(self) -> Q:
        """The condition on stories, but for the state."""
        asked = Q()
        if self.language:
            asked &= Q(locale__language_code=self.language)
        if self.topic:
            asked &= Q(topics=self.topic)
        if self.region:
            asked &= Q(regions=self.region)
        if self.person:
            asked &= Q(assignment__assigned_to=self.person)
        return asked

    def of_plans(self) -> Q:
        """The condition on plans that have no story yet."""
        given = {"language": self.language, "topic": self.topic, "region": self.region, "person": self.person}
        return Q(**{name: value for name, value in given.items() if value})


def one_of(label: Any, pairs: Iterable[Any]) -> forms.ChoiceField:
    """A field that narrows by one of the pairs, or by none."""
    return forms.ChoiceField(label=label, required=False, choices=[("", _("All")), *pairs])


class FilterForm(forms.Form):
    """Each field that is left out or wrong narrows nothing."""

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="budget-%s", label_suffix="")
        self.fields["state"] = one_of(_("State"), STATES.items())
        if len(autonyms()) > 1:
            self.fields["language"] = one_of(_("Language"), autonyms())
        self.fields["topic"] = one_of(_("Topic"), choices.topics())
        self.fields["region"] = one_of(_("Region"), choices.regions())
        self.fields["person"] = one_of(_("Person"), people())

    def chosen(self) -> Chosen:
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        numbers = {name: int(given[name]) for name in ("topic", "region", "person") if name in given}
        return Chosen(state=given.get("state", ""), language=given.get("language", ""), **numbers)
