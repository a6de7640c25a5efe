"""The form of a picture: adding one, adding many, adding one while a story is written, and changing one.

The framework builds all of these on this base (WAGTAILIMAGES_IMAGE_FORM_BASE).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from tamizdat.desk.languages import autonyms
from tamizdat.desk.pictures import refusals, rights
from tamizdat.desk.stories.forms import not_believed
from tamizdat.kit.text import clean
from tamizdat.newsroom import dates, intake
from tamizdat.newsroom.imaging import PictureFacts, PictureRefused, inspect
from tamizdat.newsroom.models.pictures import CHART, DOCUMENT

NEVER_CROPPED = (CHART, DOCUMENT)
ONE_LINE = ("title", "alt_text", "creator", "credit_line", "copyright_notice")
PARAGRAPHS = ("caption", "usage_terms")
WORDS = {
    "title": (_("Name in the library"), _("If empty, the file name is used.")),
    "caption": (_("Caption"), ""),
    "alt_text": (_("Alt text"), _("Describes the picture for readers who cannot see it.")),
    "creator": (_("Creator"), _("Who made it.")),
    "credit_line": (_("Credit line"), _("As it must be shown, for example: Nino Kapanadze / The Pass.")),
    "copyright_notice": (_("Copyright notice"), ""),
    "usage_terms": (_("Terms of use"), _("For the newsroom only: how the picture may be used.")),
    "may_be_republished": (
        _("Can be republished with the story"),
        _("Its rights allow others to republish it with the story."),
    ),
    "is_decorative": (_("Decorative"), _("Readers lose nothing without it. It needs no alt text.")),
    "taken_at": (_("Taken"), ""),
}


TYPES = [
    ("", _("Photo or drawing: may be cropped in lists")),
    (CHART, _("Chart or map: never cropped")),
    (DOCUMENT, _("Document or screenshot: never cropped")),
]

ORDER = ("file", "alt_text", "is_decorative", "caption", "creator", "credit_line")
"""What a picture is published with comes first; what only the library asks for, last."""
LAST = (
    "type",
    "taken_at",
    "last_day",
    "copyright_notice",
    "usage_terms",
    "may_be_republished",
    "title",
    "tags",
    "collection",
)


class CheckedPictureField(WagtailImageField):
    """A picture is decoded in a process of its own before anything else here opens it, and judged by its content: what a
    file is called is often wrong (a PNG named .jpg) or unusual (.jfif)."""

    facts: PictureFacts | None = None

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            data.seek(0)
            try:
                self.facts = inspect(data.read())
            except PictureRefused as refused:
                raise ValidationError(refusals.said(refused), code=refused.reason) from None
            data.seek(0)
            data = intake.as_kept(data, self.facts)
        return super().to_python(data)

    def check_image_file_format(self, f: Any) -> None:
        """Nothing is left to check: the name is that of the content."""


class PictureForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ask_for_every_language()
        said = self.instance.digital_source_type
        self.fields["type"] = forms.ChoiceField(
            label=_("Type of picture"), choices=TYPES, required=False, initial=said if said in NEVER_CROPPED else ""
        )
        ends = self.instance.rights_until
        self.fields["last_day"] = forms.DateField(
            label=_("Last day of the rights"),
            help_text=_("After it, the picture is taken off the site. If empty, the rights do not end."),
            required=False,
            initial=rights.last_day(ends) if ends else None,
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )
        if "taken_at" in self.fields:
            self.fields["taken_at"] = forms.DateTimeField(
                required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            )
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = CheckedPictureField(
                label=_("File"), required=old.required, widget=old.widget, help_text=old.help_text
            )
        if "title" in self.fields:
            self.fields["title"].required = False
        self._say_it_in_our_words()
        self.order_fields([*ORDER, *(name for name in self.fields if name not in (*ORDER, *LAST)), *LAST])

    def _say_it_in_our_words(self) -> None:
        for name, (label, help_text) in WORDS.items():
            if name in self.fields:
                for said in (self.fields[name], self[name]):  # the framework has read some fields' labels by now
                    said.label, said.help_text = label, help_text
                if name in PARAGRAPHS:
                    self.fields[name].widget = forms.Textarea({"rows": 2})
        if "tags" in self.fields:
            self.fields["tags"].help_text = _("Search words, for the newsroom only.")

    def _ask_for_every_language(self) -> None:
        """The columns are in the newsroom's first language; the others' words stand in `texts`."""
        for code, name in autonyms()[1:]:
            words = self.instance.texts.get(code, {})
            for field, label in (("caption", _("Caption")), ("alt_text", _("Alt text"))):
                self.fields[f"{field}_{code}"] = forms.CharField(
                    label=_("%(what)s: %(language)s") % {"what": label, "language": name},
                    required=False,
                    max_length=2000 if field == "caption" else 500,
                    initial=words.get(field, ""),
                    widget=forms.Textarea({"rows": 2, "lang": code}),
                )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if not data.get("title") and data.get("file"):
            data["title"] = Path(data["file"].name).stem
        for name in ("taken_at", "last_day"):
            if data.get(name) and not dates.is_believed(data[name]):
                self.add_error(name, not_believed())
        for name in ONE_LINE:
            if data.get(name):
                data[name] = clean(data[name])
        for name in PARAGRAPHS:
            if data.get(name):
                data[name] = "\n".join(clean(line) for line in data[name].splitlines()).strip()
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        self.instance.texts = self._texts()
        if self.add_prefix("last_day") in self.data:
            day = self.cleaned_data.get("last_day")
            self.instance.rights_until = rights.end_of(day) if day else None
        chosen = self.cleaned_data.get("type", "")
        if self.add_prefix("type") in self.data and (chosen or self.instance.digital_source_type in NEVER_CROPPED):
            self.instance.digital_source_type = chosen
        if intake.is_taken_in(self.instance):
            return
        try:
            field = self.fields.get("file")
            intake.take_in(self.instance, facts=getattr(field, "facts", None))
        except PictureRefused as refused:
            self.add_error(
                "file" if "file" in self.fields else None, ValidationError(refusals.said(refused), code=refused.reason)
            )

    def _texts(self) -> dict[str, dict[str, str]]:
        """Texts of languages that the newsroom has left are kept: it may come back to them."""
        texts = dict(self.instance.texts)
        for code, _name in settings.LANGUAGES[1:]:
            words = {field: clean(self.cleaned_data.get(f"{field}_{code}") or "") for field in ("caption", "alt_text")}
            texts[code] = {field: word for field, word in words.items() if word}
        return {code: words for code, words in texts.items() if words}
