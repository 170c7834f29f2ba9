"""What the pages of the house share: their tabs, and answering a form with one operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import OWNER, may
from accounts.enums import Role
from accounts.models import User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused

TABS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("people", _("People"), ()),
    ("units", _("Units"), ()),
    ("absences", _("Absences"), ()),
    ("calendars", _("Calendars"), (Role.ADMINISTRATOR, Role.CX_MANAGER, OWNER)),
    ("policies", _("Clocks"), (Role.ADMINISTRATOR, Role.CX_MANAGER, OWNER)),
    ("organisation", _("Organisation"), (Role.ADMINISTRATOR, Role.CX_MANAGER)),
    ("critical", _("On call"), (Role.ADMINISTRATOR, Role.CX_MANAGER)),
    ("witnesses", _("Witnesses"), (Role.ADMINISTRATOR, OWNER)),
    ("people_import", _("Import"), (Role.ADMINISTRATOR,)),
)


def tabs(user: User, current: str) -> list[dict[str, Any]]:
    """The pages of the house this reader may open."""
    return [
        {"url": reverse(name), "label": label, "current": name == current}
        for name, label, roles in TABS
        if may(user, *roles)
    ]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the values sent, also where none were; None while the page is only read."""
    return request.POST if request.method == "POST" else None


def answer(
    request: HttpRequest,
    form: forms.Form,
    *,
    act: Callable[[Any], Any],
    to: Callable[[Any], str],
    done: Callable[[Any], Any],
    context: dict[str, Any],
    template: str = "accounts/house/form.html",
) -> HttpResponse:
    """GET shows the form. POST with good values does `act(now)` once, says `done` and goes `to`; a refusal stands in the form."""
    if request.method == "POST" and form.is_valid():
        now = clock_now()
        try:
            with once_in_form(request, now=now) as attempt:
                result = None if attempt.repeated else act(now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            if not attempt.repeated:
                messages.success(request, done(result))
            return redirect(to(result))
    return render(request, template, {"form": form, **context})
