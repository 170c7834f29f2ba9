"""My settings, and the tokens of programs that act for me."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import needs, reader
from accounts.enums import Role
from accounts.forms.preferences import PreferencesForm
from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken, User
from accounts.operations.delivery import quiet
from accounts.operations.preferences import change_preferences
from accounts.operations.tokens import make_token, revoke_token
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from cxapp.lib.wording import clock_time

TOKEN_HOLDERS = (Role.CX_MANAGER, Role.ADMINISTRATOR)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def page(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), clock_now()
    form = PreferencesForm(request.POST) if request.method == "POST" else PreferencesForm.of(user)
    if request.method == "POST" and form.is_valid():
        change_preferences(person=user, wanted=form.wanted(), by=user, now=now)
        messages.success(request, _("Saved."))
        return redirect("settings")
    return render(
        request, "accounts/settings/page.html", {"form": form, "next_notice": next_notice(user, now)}
    )


def next_notice(user: User, now: datetime) -> str:
    """When a notice would reach this person, so that quiet hours can be checked before they matter."""
    if not settings.MAIL_CONFIGURED:
        return _("No mail is set up: you are told on your pages here.")
    if not user.email:
        return _(
            "No e-mail address of yours is known: you are told on your pages here. An administrator can add one."
        )
    until = quiet(user, now)
    if until is None:
        return _("A notice would reach %(email)s now.") % {"email": user.email}
    at = clock_time(until, now, timezone.get_current_timezone())
    return _("The next notice would reach %(email)s %(at)s; urgent ones at once.") % {
        "email": user.email,
        "at": at,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(*TOKEN_HOLDERS)
def tokens(request: HttpRequest) -> HttpResponse:
    """The secret of a new token stands in the answer to the press that made it, and nowhere afterwards."""
    user, now = reader(request), clock_now()
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    token, secret = make_token(user=user, name=form.cleaned_data["name"], by=user, now=now)
                    attempt.keep("api_token", token.pk)
            form = TokenForm()
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    context: dict[str, Any] = {"form": form, "secret": secret, "now": now}
    context["tokens"] = ApiToken.objects.filter(user=user).order_by("revoked_at", "-made_at")
    return render(request, "accounts/tokens/page.html", context)


@require_POST
@needs(*TOKEN_HOLDERS)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    token = get_object_or_404(ApiToken, pk=pk, user=user)
    revoke_token(token=token, by=user, now=clock_now())
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")
