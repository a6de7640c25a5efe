"""How the API answers: JSON, and for a refusal what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from tamizdat.desk.api import limits, tokens
from tamizdat.desk.security.tries import network_of

View = Callable[..., HttpResponse]


class Refused(Exception):
    """`where` names the field of the request, if it is one field's fault; `more` is added to the answer."""

    def __init__(self, status: int, message: str, *, where: str = "", more: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.where, self.more = status, message, where, more or {}


def refusal(status: int, errors: list[dict[str, str]], more: dict[str, Any] | None = None) -> JsonResponse:
    return JsonResponse({"errors": errors, **(more or {})}, status=status)


def endpoint(**views: View) -> View:
    """One address: a view for each method, with the token's account as the request's user."""

    @csrf_exempt
    @never_cache
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        view = views.get((request.method or "").lower())
        if view is None:
            allowed = ", ".join(sorted(name.upper() for name in views))
            said = _("This address takes %(methods)s only.") % {"methods": allowed}
            response: HttpResponse = refusal(405, [{"message": said, "where": ""}])
            response["Allow"] = allowed
            return response
        return _identified(request, _caught(view), kwargs)

    return answer


def _identified(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    network = network_of(request)
    if seconds := limits.WRONG.wait(network):
        return _too_many(seconds)
    token = tokens.token_of(request)
    if token is None:
        limits.WRONG.count(network)
        said = _("No token, or one that is not good. Send “Authorization: Bearer …” with a token made at the desk.")
        response = refusal(401, [{"message": said, "where": "Authorization"}])
        response["WWW-Authenticate"] = "Bearer"
        return response
    if seconds := limits.REQUESTS.wait(token.pk):
        return _too_many(seconds)
    limits.REQUESTS.count(token.pk)
    tokens.note_use(token)
    request.user = token.user
    return view(request, **kwargs)


def _too_many(seconds: int) -> HttpResponse:
    said = _("Too many requests. Ask again in %(seconds)d seconds.") % {"seconds": seconds}
    response = refusal(429, [{"message": said, "where": ""}])
    response["Retry-After"] = str(seconds)
    return response


def _caught(view: View) -> View:
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except Refused as error:
            return refusal(error.status, [{"message": error.message, "where": error.where}], error.more)
        except ValidationError as error:
            return refusal(422, list(_of_fields(error)))
        except PermissionDenied:
            said = _("This account may not do that. Ask a managing editor, or use a token of another account.")
            return refusal(403, [{"message": said, "where": ""}])
        except Http404:
            return refusal(404, [{"message": _("There is nothing at this address."), "where": ""}])

    return answer


def _of_fields(error: ValidationError) -> list[dict[str, str]]:
    if not hasattr(error, "error_dict"):
        return [{"message": " ".join(error.messages), "where": ""}]
    return [
        {"message": " ".join(messages), "where": "" if name == NON_FIELD_ERRORS else name}
        for name, messages in error.message_dict.items()
    ]
