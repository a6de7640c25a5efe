"""Pictures: a file with its words, through the form of the desk."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.images.forms import get_image_form
from wagtail.log_actions import log
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from tamizdat.newsroom.models import Picture


def upload(request: HttpRequest) -> HttpResponse:
    """`multipart/form-data`: `file`, and `caption`, `alt_text`, `creator`, `credit_line`, as the form has them."""
    policy = policy_registry.get_by_type(Picture)
    if not policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    collections = policy.collections_user_has_permission_for(request.user, "add")
    data = request.POST.copy()
    data.setdefault(
        "collection", str(collections.values_list("pk", flat=True).first() or Collection.objects.first().pk)
    )
    picture = Picture(uploaded_by_user=request.user)
    form = get_image_form(Picture)(data, request.FILES, instance=picture, user=request.user)
    if not form.is_valid():
        raise ValidationError({name: list(map(str, errors)) for name, errors in form.errors.items()})
    picture = form.save()
    log(instance=picture, action="wagtail.create", user=request.user)
    shown = {"number": picture.pk, "caption": picture.caption, "alt_text": picture.alt_text}
    return JsonResponse(shown | {"creator": picture.creator, "credit_line": picture.credit_line}, status=201)
