"""What is asked of whoever returns a story. It stands apart from the models, which the framework loads first."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    comment = forms.CharField(
        label=_("What has to change"), max_length=2000, widget=forms.Textarea({"rows": 4}), strip=True
    )
