"""Addresses of the API, below /desk/api/v1/."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from tamizdat.desk.api import pictures, stories
from tamizdat.desk.api.answers import endpoint


def nothing(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("stories/", endpoint(get=stories.listed, post=stories.create), name="desk_api_stories"),
    path("stories/<int:pk>/", endpoint(get=stories.read, patch=stories.update), name="desk_api_story"),
    path("stories/<int:pk>/submit/", endpoint(post=stories.submit)),
    path("stories/<int:pk>/publish/", endpoint(post=stories.publish)),
    path("stories/<int:pk>/unpublish/", endpoint(post=stories.unpublish)),
    path("stories/<int:pk>/kill/", endpoint(post=stories.kill)),
    path("stories/<int:pk>/correct/", endpoint(post=stories.correct)),
    path("stories/<int:pk>/translations/", endpoint(post=stories.translate)),
    path("pictures/", endpoint(post=pictures.upload)),
    re_path("", endpoint(get=nothing, post=nothing, patch=nothing)),
]
