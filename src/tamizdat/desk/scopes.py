"""What a person works on, in the form of an account: topics, regions, languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tamizdat.desk import choices
from tamizdat.desk.languages import autonyms
from tamizdat.newsroom.actions import people
from tamizdat.newsroom.models import Scope


class ScopeFields(forms.BaseForm):
    """Three lists to choose from; what is not chosen does not limit."""

    fields: dict[str, Any]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = Scope.objects.filter(user=self.instance.pk).first() or Scope()
        box = forms.CheckboxSelectMultiple
        self.fields["scope_languages"] = forms.MultipleChoiceField(
            label=_("Languages"), choices=autonyms(), initial=scope.languages, required=False, widget=box
        )
        for name, label, offered in (
            ("topics", _("Topics"), choices.topics()),
            ("regions", _("Regions"), choices.regions_by_name()),
        ):
            self.fields[f"scope_{name}"] = forms.TypedMultipleChoiceField(
                label=label, choices=offered, coerce=int, initial=getattr(scope, name), required=False, widget=box
            )

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)  # type: ignore[misc]  # of the framework's form that it is mixed into
        given = self.cleaned_data
        people.limit(
            user, topics=given["scope_topics"], regions=given["scope_regions"], languages=given["scope_languages"]
        )
        return user
