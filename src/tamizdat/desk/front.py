"""Choosing the front: which story leads it and which come next, in each language, and on pages of regions and topics.

The desk does not know how pages are made: config/wiring.py sets `filled`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Page
from wagtail.permissions import policy_registry

from tamizdat.desk import choices
from tamizdat.desk.languages import autonyms
from tamizdat.desk.stories.authors import ChosenOnly
from tamizdat.desk.stories.state import WORDS, state
from tamizdat.newsroom import addresses, keys
from tamizdat.newsroom.actions import pins
from tamizdat.newsroom.actions.pins import Pinned
from tamizdat.newsroom.keys import ListName
from tamizdat.newsroom.models import Article
from tamizdat.newsroom.models.pins import SLOTS
from tamizdat.newsroom.permissions import may_pin


class PlaceForm(forms.Form):
    """One place: a story, and until when."""

    story = forms.ModelChoiceField(
        Article.objects.none(), required=False, widget=ChosenOnly, label=gettext_lazy("Story")
    )
    until = forms.DateTimeField(required=False, widget=AdminDateTimeInput, label=gettext_lazy("Until"))

    def __init__(self, *args: Any, language: str, chosen: list[int], **kwargs: Any) -> None:
        """What is `chosen` already stays so while it is off the site."""
        super().__init__(*args, **kwargs)
        offered = Article.objects.filter(Q(live=True) | Q(pk__in=chosen), locale__language_code=language)
        story: Any = self.fields["story"]
        story.queryset = offered

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and "until" in self.changed_data and until <= timezone.now():
            raise forms.ValidationError(_("This time is past. Choose a later one, or none."))
        return until

    @property
    def pinned(self) -> Pinned | None:
        story = self.cleaned_data.get("story")
        return Pinned(article=story.pk, until=self.cleaned_data.get("until")) if story else None


Places = forms.formset_factory(PlaceForm, extra=0, min_num=SLOTS, max_num=SLOTS, absolute_max=SLOTS)


class FrontItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_choose(request.user)


def menu_item() -> MenuItem:
    return FrontItem(gettext_lazy("Front page"), reverse("desk_front"), name="front", icon_name="home", order=110)


def may_choose(user: Any) -> bool:
    """Who may publish decides what leads."""
    return bool(policy_registry.get_by_type(Page).user_has_permission(user, "publish"))


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, page: str = "") -> HttpResponse:
    if not may_choose(request.user):
        raise PermissionDenied
    wanted = page or _first_page(request.user)
    if not wanted:
        raise PermissionDenied
    name = pins.page_of(wanted)
    if name is None:
        raise Http404(page)
    if not may_pin(request.user, name):
        raise PermissionDenied
    pinned = pins.chosen(name)
    initial = [
        {"story": pinned[slot].article_id, "until": pinned[slot].until} if slot in pinned else {}
        for slot in range(SLOTS)
    ]
    places: Any = Places(
        request.POST or None,
        initial=initial,
        form_kwargs={"language": name.language, "chosen": [pin.article_id for pin in pinned.values()]},
    )
    if request.method == "POST" and places.is_valid():
        try:
            pins.choose(name, [form.pinned for form in places.forms], user=request.user)
        except pins.PinError as error:
            messages.error(request, translated(str(error)))
        else:
            messages.success(request, _("Saved. The page is being published."))
            return redirect("desk_front_of", str(name))
    return TemplateResponse(
        request,
        "desk/front.html",
        {
            "page": str(name),
            "places": places,
            "rows": list(zip(places.forms, _said(pinned), _filled(name), strict=True)),
            "pages": _pages(name.language, request.user),
            "languages": [
                (code, str(keys.front(code)), autonym)
                for code, autonym in autonyms()
                if may_pin(request.user, keys.front(code))
            ],
            "language": name.language,
            "address": _address(name),
            "zone": settings.TIME_ZONE,
        },
    )


def _first_page(user: Any) -> str:
    """The front of the newsroom's first language, or the first page whose places this person can choose."""
    allowed = (page for code, _name in autonyms() for _head, some in _pages(code, user) for page, _title in some)
    return next(allowed, "")


def _said(pinned: dict[int, Any]) -> list[Any]:
    """Of each place how its story stands: one that is not public leaves its place to be filled."""
    found = [pinned[slot].article if slot in pinned else None for slot in range(SLOTS)]
    return [
        (state(story), WORDS[state(story)]) if story and state(story) not in ("live", "changed") else None
        for story in found
    ]


def _filled(page: ListName) -> list[str]:
    """Of each place the headline of the story with which the site fills it now, or ''."""
    found = filled(page)
    return [found.get(slot, "") for slot in range(SLOTS)]


def _pages(language: str, user: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The pages of a language whose places this person can choose, in groups."""
    front = [(keys.front(language), _("Front page"))]
    regions = [(keys.noun_list(language, "region", pk), name) for pk, name in choices.regions_by_name()]
    topics = [(keys.noun_list(language, "topic", pk), name) for pk, name in choices.topics()]
    groups = [("", front), (_("Regions"), regions), (_("Topics"), topics)]
    return [(head, [(str(page), name) for page, name in some if may_pin(user, page)]) for head, some in groups]


def _address(page: ListName) -> str:
    """Where readers see the page."""
    if page.kind == "front":
        return f"/{page.language}/"
    noun = pins.NOUNS[page.kind].objects.get(pk=page.noun)
    return addresses.for_noun(page.kind, page.language, noun.slug)


def _not_wired(_page: ListName) -> dict[int, str]:
    return {}


filled: Callable[[ListName], dict[int, str]] = _not_wired
"""Headlines by place, of those places of a page that the site fills by itself now."""
