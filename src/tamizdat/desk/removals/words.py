"""Remove a person or other words everywhere: write the names, look through the list, confirm.

The list is made anew at each step, so what is saved meanwhile is found too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from tamizdat.desk import search, second_person
from tamizdat.desk.languages import autonyms
from tamizdat.desk.removals import approval
from tamizdat.desk.removals.labels import label
from tamizdat.kit.text import clean
from tamizdat.newsroom.actions.removals import finding, words
from tamizdat.newsroom.actions.removals.wording import PLACEHOLDER, Wording
from tamizdat.newsroom.models import Author

MOST_SHOWN = 1_000
"""Places that are listed one by one, and can be left as they are one by one."""
SHORTEST = 3


class WordsForm(forms.Form):
    spellings = forms.CharField(
        label=gettext_lazy("Names or words to remove"),
        help_text=gettext_lazy(
            "One a line: the full name, the surname alone, a nickname. Other forms and scripts are found by themselves."
        ),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    cut = forms.BooleanField(
        label=gettext_lazy("Remove the whole paragraph"),
        help_text=gettext_lazy("Otherwise only the words are replaced."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For the newsroom's records. Do not write the name here."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for code, name in autonyms():
            self.fields[f"said_{code}"] = forms.CharField(
                label=_("Replace with: %(language)s") % {"language": name},
                initial=PLACEHOLDER,
                max_length=200,
                required=False,
            )

    def clean_spellings(self) -> list[str]:
        found = [one for line in self.cleaned_data["spellings"].splitlines() if (one := clean(line))]
        if short := next((one for one in found if len(one) < SHORTEST), ""):
            raise forms.ValidationError(
                _(
                    "“%(word)s” is too short: it would be found inside of other names. Write at least %(number)d letters."
                )
                % {"word": short, "number": SHORTEST}
            )
        if not found:
            raise forms.ValidationError(_("Write at least one name."))
        return found

    def replacements(self) -> dict[str, str]:
        said = {code: clean(self.cleaned_data.get(f"said_{code}", "")) or PLACEHOLDER for code, _name in autonyms()}
        return said | {"": said[autonyms()[0][0]]}


@require_http_methods(["GET", "POST"])
def everywhere(request: HttpRequest) -> HttpResponse:
    """The form; with names, the list; with the list confirmed, the removal."""
    if not approval.may_ask(request):
        raise PermissionDenied
    author = _author(request)
    form = WordsForm(request.POST or None, initial=_names_of(author))
    context: dict[str, Any] = {"form": form, "author": author}
    if request.method == "POST" and form.is_valid():
        kept = frozenset(request.POST.getlist("kept"))
        wording = Wording(
            finder=finding.finder(form.cleaned_data["spellings"]),
            replacements=form.replacements(),
            kept=kept,
            cut=form.cleaned_data["cut"],
        )
        if approval.is_confirmed(request):
            try:
                if approval.use(request, form.cleaned_data["spellings"], form.cleaned_data["reason"]):
                    return _removed(request, form, wording)
                messages.success(
                    request, _("Asked for. When a colleague has approved it under “Security”, confirm again.")
                )
            except second_person.SecondPersonError as error:
                messages.error(request, str(error))
        context |= _listed(form, wording)
    return TemplateResponse(request, "desk/removals/words.html", context)


def _removed(request: HttpRequest, form: WordsForm, wording: Wording) -> HttpResponse:
    order = words.Order(
        wording=wording,
        left=frozenset(request.POST.getlist("left")),
        taken=frozenset(request.POST.getlist("taken")),
    )
    removal = words.remove(
        order, reason=form.cleaned_data["reason"], user=request.user, stories=_stories(wording.finder.spellings)
    )
    if author := _author(request):
        author.pseudonym, author.real_name = True, ""
        author.save()
    messages.success(request, _("Removed. The site is being baked anew without it."))
    return redirect("desk_removal", removal.pk)


def _listed(form: WordsForm, wording: Wording) -> dict[str, Any]:
    found = finding.find(wording, _stories(wording.finder.spellings))
    groups: dict[str, list[finding.Place]] = defaultdict(list)
    for place in found.places[:MOST_SHOWN]:
        groups[label(place.table)].append(place)
    return {
        "found": found,
        "groups": sorted(groups.items()),
        "spellings": sorted(found.spellings.items(), key=lambda one: (-one[1], one[0])),
        "more": max(0, len(found.places) - MOST_SHOWN),
        "letters_sent": any(place.table == "letters_content" for place in found.places),
    }


def _stories(spellings: tuple[str, ...]) -> list[int]:
    return [pk for one in spellings for pk in search.numbers(one)]


def _author(request: HttpRequest) -> Author | None:
    """Whose name becomes a pen name, where one does."""
    number = request.GET.get("author", request.POST.get("author", ""))
    return Author.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None


def _names_of(author: Author | None) -> dict[str, str]:
    if author is None:
        return {}
    names = [*author.texts.values_list("name", flat=True), author.real_name]
    return {"spellings": "\n".join(dict.fromkeys(filter(None, names)))}
