"""Signing in by name and password; whoever has a second factor goes on to security/second_step.py."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView, LogoutView
from wagtail.log_actions import log

from tamizdat.desk.security import factors, second_step, tries


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")  # the framework leaves it to the field's name, which is English


class SignIn(LoginView):
    def get_form_class(self) -> Any:
        return SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if tries.must_wait(request, _name(request)):
            form = self.get_form()
            form.errors["__all__"] = form.error_class([tries.TOO_MANY])
            return self._refusal(form, 429)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        tries.remember(self.request, _name(self.request))
        known = get_user_model().objects.filter(username=_name(self.request).strip()).first()
        if known:
            log(instance=known, action="tamizdat.sign_in_failed")
        return self._refusal(form, 200)

    def _refusal(self, form: Any, status: int) -> HttpResponse:
        if second_step.over_a_form(self.request):
            return JsonResponse({"error": " ".join(form.non_field_errors())}, status=403)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def form_valid(self, form: Any) -> HttpResponse:
        """The framework's own would sign in at once."""
        user = form.get_user()
        remember, to = bool(form.cleaned_data.get("remember")), self.get_success_url()
        if factors.has_one(user):
            return second_step.begin(self.request, user, remember=remember, to=to)
        return second_step.finish(self.request, user, remember=remember, to=to, second=False)


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """The framework refuses a GET, too, but ends the session's cookie all the same: a link anywhere would sign people out."""


def _name(request: HttpRequest) -> str:
    return request.POST.get("username", "")
