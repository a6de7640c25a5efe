"""Many pictures at once: a file that the library has already is not stored again, so an upload that broke off is gone on with
by choosing the same files."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.images.views.multiple import AddView

from tamizdat.desk.pictures import refusals
from tamizdat.newsroom.imaging import PictureRefused
from tamizdat.newsroom.models import Picture


class AddMany(AddView):
    known: Picture | None = None

    def post(self, request: HttpRequest) -> HttpResponse:
        """A picture that its form takes can still be refused when it is stored: that file fails, the others go on."""
        try:
            answer: HttpResponse = super().post(request)
        except PictureRefused as refused:
            return JsonResponse({"success": False, "error_message": refusals.said(refused)})
        return answer

    def save_object(self, form: Any) -> Picture:
        file = form.cleaned_data["file"]
        file.seek(0)
        digest = hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()
        file.seek(0)
        mine = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ["change", "choose"])
        self.known = mine.filter(file_hash=digest).order_by("pk").first()
        return self.known or super().save_object(form)

    def get_edit_object_response_data(self) -> dict[str, Any]:
        if self.known is None:
            return super().get_edit_object_response_data() | {"duplicate": False}
        url = reverse("wagtailimages:edit", args=[self.known.pk])
        said = render_to_string("desk/pictures/known.html", {"picture": self.known, "url": url})
        return {
            "success": True,
            self.context_object_id_name: self.known.pk,
            "duplicate": True,
            "confirm_duplicate_upload": said,
        }
