"""Accounts of the desk: a name and a role are needed, and nothing that says who somebody is.

A forgotten password: an administrator makes a link that works once; where mail is set up, it can also be asked for by mail.
"""

from __future__ import annotations

import logging
import smtplib
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
    PasswordResetView,
)
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction
from wagtail.users.views.groups import DeleteView as RoleDeleteView
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import CreateView as UserCreate
from wagtail.users.views.users import DeleteView as UserDelete
from wagtail.users.views.users import EditView as UserEdit
from wagtail.users.views.users import UserViewSet

from tamizdat.desk import second_person
from tamizdat.desk.models import NoMail
from tamizdat.desk.scopes import ScopeFields
from tamizdat.desk.security import tries
from tamizdat.newsroom.actions import people

logger = logging.getLogger(__name__)
NOT_ASKED = ("first_name", "last_name", "email")


class _Account(forms.BaseForm):
    """What both forms of an account add to the framework's."""

    fields: dict[str, Any]
    instance: Any
    asked_by: Any
    asks_administrator = False
    """The account is to be an administrator's: it is saved without that, and a second person is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            self.fields[name].required = False
        roles = self.fields["groups"]
        roles.label = _("Roles")
        roles.help_text = _(
            "Reporters and translators submit their stories; editors publish. Managing editors also publish without approval, "
            "see real names behind pen names, change the ways to donate and manage accounts."
        )
        roles.choices = [(group.pk, translated(group.name)) for group in roles.queryset.order_by("pk")]
        if "is_superuser" in self.fields:
            self.fields["is_superuser"].help_text = _(
                "May do everything, and manages accounts. A second person has to approve it."
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        may_do_everything = given.get("is_superuser", self.instance.is_superuser)
        if not may_do_everything and not given.get("groups"):
            self.add_error("groups", _("Choose a role."))
        if given.get("is_superuser") and not self.instance.is_superuser:
            self.asks_administrator = True
            given["is_superuser"] = False
            if not second_person.others(self.asked_by):
                said = _("Nobody else here may approve this. Whoever runs the server can do it there: %(command)s")
                self.add_error("is_superuser", said % {"command": "tamizdat user admin NAME"})
        return given


class NewAccountForm(ScopeFields, _Account, UserCreationForm):
    pass


class AccountForm(ScopeFields, _Account, UserEditForm):
    pass


ADMINISTRATOR = "administrator"


def _make_administrator(asked: Any) -> None:
    person = get_user_model().objects.get(pk=asked.data["person"])
    person.is_superuser = person.is_staff = True
    person.save(update_fields=["is_superuser", "is_staff"])


second_person.KINDS[ADMINISTRATOR] = second_person.Kind(
    label=gettext_lazy("A new administrator"), command="tamizdat user admin NAME", run=_make_administrator
)


class _AsksForAdministrator:
    """A ticked "administrator" is asked for, not given."""

    request: HttpRequest
    form: Any

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]  # of the framework's view that it is mixed into
        form.asked_by = self.request.user
        return form

    def save_instance(self) -> Any:
        person = super().save_instance()  # type: ignore[misc]  # of the framework's view that it is mixed into
        if self.form.asks_administrator:
            second_person.ask(
                ADMINISTRATOR,
                user=self.request.user,
                summary=_("Make %(name)s an administrator") % {"name": person.get_username()},
                reason=_("Asked for in the form of the account."),
                data={"person": person.pk},
            )
            messages.warning(
                self.request, _("A second person has to approve the administrator, on the page “Security”.")
            )
        return person


class _ByAnAdministrator:
    """Who manages people but is no administrator makes none, and does not touch an administrator's account."""

    def dispatch(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = get_user_model().objects.filter(pk=kwargs["pk"], is_superuser=True) if "pk" in kwargs else None
        if not request.user.is_superuser and wanted is not None and wanted.exists():
            raise PermissionDenied
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the framework's view that it is mixed into
        return answer

    def get_form(self: Any, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # of the framework's view that it is mixed into
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class NewAccount(_ByAnAdministrator, _AsksForAdministrator, UserCreate):
    pass


class EditAccount(_ByAnAdministrator, _AsksForAdministrator, UserEdit):
    pass


class DeleteAccount(_ByAnAdministrator, UserDelete):
    pass


class AssignRole(AssignRoleBulkAction):
    def check_perm(self, obj: Any) -> bool:
        return may_help(self.request.user, obj)


class Accounts(UserViewSet):
    add_view_class = NewAccount
    edit_view_class = EditAccount
    delete_view_class = DeleteAccount

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountForm if for_update else NewAccountForm


class SetActiveState(SetActiveStateBulkAction):
    """One by one, so that the log has each."""

    def check_perm(self, obj: Any) -> bool:
        return may_help(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: list[Any], mark_as_active: bool = False, **kwargs: Any) -> tuple[int, int]:
        people = [person for person in objects if person.pk != getattr(kwargs.get("user"), "pk", None)]
        for person in people:
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
        return len(people), 0


class RoleDelete(RoleDeleteView):
    """A role that is somebody's only one stays."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = self.object.user_set.filter(is_superuser=False).annotate(roles=Count("groups")).filter(roles=1)
        if names := ", ".join(people.order_by("username").values_list("username", flat=True)[:8]):
            said = _("“%(name)s” was not deleted: it is the only role of %(people)s.")
            messages.error(request, said % {"name": self.object, "people": names})
            return redirect(self.index_url_name)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


class Roles(GroupViewSet):
    delete_view_class = RoleDelete


class OwnNamesForm(NameEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            self.fields[name].required = False


class OwnAccount(AccountView):
    """What somebody changes of their own account."""

    def get_panels(self) -> Any:
        panels = [one for one in super().get_panels() if not isinstance(one, NotificationsSettingsPanel)]
        for panel in panels:
            if isinstance(panel, NameEmailSettingsPanel):
                panel.form_class = OwnNamesForm
        return panels


class NoticesForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes no argument at run time
    by_mail = forms.BooleanField(
        label=gettext_lazy("Send me notices by mail"),
        help_text=gettext_lazy("When a story waits for you, is returned or assigned to you, or somebody mentions you."),
        required=False,
    )

    class Meta:
        model = get_user_model()
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["by_mail"] = not NoMail.objects.filter(user=self.instance).exists()

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data["by_mail"]:
            NoMail.objects.filter(user=self.instance).delete()
        else:
            NoMail.objects.get_or_create(user=self.instance)
        return self.instance


class NoticesPanel(BaseSettingsPanel):
    """Where mail is set up."""

    name = "notices"
    title = gettext_lazy("Notices")
    order = 150
    form_class = NoticesForm

    def is_active(self) -> bool:
        return bool(settings.WAGTAIL_PASSWORD_RESET_ENABLED)


# A forgotten password


def may_help(user: Any, other: Any) -> bool:
    """Nobody below an administrator gets into an administrator's account."""
    return bool(user.has_perm("auth.change_user") and (user.is_superuser or not other.is_superuser))


def listing_button(user: Any, request_user: Any) -> Any:
    if may_help(request_user, user):
        yield Button(
            _("Link for a new password"),
            url=reverse("desk_password_link", args=[user.pk]),
            icon_name="key",
            priority=40,
        )


@require_http_methods(["GET", "POST"])
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """After a question, a link by which the person sets a new password, once; it is shown here and stored nowhere."""
    person = get_object_or_404(get_user_model(), pk=pk)
    if not may_help(request.user, person):
        raise PermissionDenied
    context: dict[str, Any] = {"person": person, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
    if request.method == "POST":
        context["link"] = request.build_absolute_uri(people.new_password_path(person))
        log(instance=person, action="tamizdat.password_link", user=request.user)
    answer = TemplateResponse(request, "desk/password/link.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


class NewPassword(PasswordResetConfirmView):
    """Where the link leads. Django keeps its secret out of the address of the form."""

    template_name = "desk/password/new.html"
    success_url = reverse_lazy("desk_sign_in")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your new password is saved. Sign in with it."))
        return super().form_valid(form)


class AskByMail(PasswordResetView):
    """Where mail is set up. Asking counts as a failed attempt to sign in, so nobody is sent mail without end."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if tries.must_wait(request, ""):
            form.errors["__all__"] = form.error_class([tries.TOO_MANY])
            return self.render_to_response(self.get_context_data(form=form), status=429)
        tries.remember(request, "")
        try:
            answer: HttpResponse = super().post(request, *args, **kwargs)
        except (OSError, smtplib.SMTPException):
            logger.exception("Mail for a new password could not be sent.")
            form.errors["__all__"] = form.error_class(
                [gettext_lazy("The mail could not be sent. Ask an administrator.")]
            )
            return self.render_to_response(self.get_context_data(form=form), status=502)
        return answer
