"""People and their line: the tree and table everybody reads, the pages on which administrators change them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.people import may_edit, sees_faults
from accounts.access.roles import needs, reader
from accounts.enums import Role
from accounts.forms.people import (
    AddPersonForm,
    DetailsForm,
    FillForm,
    MoveForm,
    PasswordForm,
    RolesForm,
    SureForm,
)
from accounts.importers.people import FIELDS
from accounts.models import User
from accounts.operations import people, rights
from accounts.operations.passwords import set_password
from accounts.queries.faults import faults
from accounts.queries.people import around, as_rows, found, tree
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from cxapp.lib.export import csv_response

A_PAGE = 50
BOTH = ["GET", "HEAD", "POST"]


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """The line as a tree, everybody as a table, and what is wrong with the line on top."""
    user, now = reader(request), clock_now()
    query, top = request.GET.get("q", "").strip(), request.GET.get("top", "")
    start = User.objects.filter(pk=int(top)).first() if top.isdecimal() and len(top) < 19 else None
    context = {
        "tabs": tabs(user, "people"),
        "faults": faults(now=now) if sees_faults(user) else [],
        "may_edit": may_edit(user),
        "query": query,
        "top": start,
        "tree": [] if query else tree(top=start, now=now),
        "people": Paginator(found(query), A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/people/page.html", context)


@require_safe
@needs()
def person(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    someone = get_object_or_404(User.objects.select_related("unit", "reports_to"), pk=pk)
    context = {
        "person": someone,
        "around": around(person=someone, now=clock_now()),
        "may_edit": may_edit(user),
    }
    return render(request, "accounts/people/person.html", context | {"roles": _roles(someone)})


@require_safe
@needs(Role.ADMINISTRATOR)
def export(request: HttpRequest) -> HttpResponseBase:
    """Everybody as a file the import reads again."""
    return csv_response("people", [field.label for field in FIELDS], as_rows())


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    by = reader(request)
    form = AddPersonForm(posted(request))
    return answer(
        request,
        form,
        act=lambda now: people.add_person(by=by, now=now, **form.cleaned_data),
        to=lambda made: _page_of(made.pk) if made else reverse("people"),
        done=lambda made: _("%(name)s is there. Invite them, or set a first password.") % {"name": made.name},
        context={
            "title": _("Add a person"),
            "submit": _("Add"),
            "back_url": reverse("people"),
            "back_text": _("People"),
        },
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk), reader(request)
    form = DetailsForm(request.POST) if request.method == "POST" else DetailsForm.of(someone)
    return _on(
        request,
        someone,
        form,
        _("Change %(name)s"),
        _("Save"),
        _("Saved."),
        lambda now: people.change_person(person=someone, by=by, now=now, **form.cleaned_data),
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk), reader(request)
    form = MoveForm(posted(request), person=someone, initial={"reports_to": someone.reports_to_id})
    return _on(
        request,
        someone,
        form,
        _("Whom does %(name)s report to?"),
        _("Move"),
        _("Moved. Running promises stay as they are."),
        lambda now: people.move_person(
            person=someone, reports_to=form.cleaned_data["reports_to"], by=by, now=now
        ),
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk), reader(request)
    form = RolesForm(posted(request), initial={"roles": sorted(someone.roles)})
    return _on(
        request,
        someone,
        form,
        _("What may %(name)s do?"),
        _("Save"),
        _("Saved."),
        lambda now: rights.set_roles(person=someone, roles=form.cleaned_data["roles"], by=by, now=now),
    )


@sensitive_post_parameters("password")
@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def password(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk, is_active=True), reader(request)
    form = PasswordForm(posted(request))
    return _on(
        request,
        someone,
        form,
        _("First password for %(name)s"),
        _("Set the password"),
        _("Set. Hand it over in person."),
        lambda now: set_password(person=someone, password=form.cleaned_data["password"], by=by, now=now),
    )


@require_POST
@needs(Role.ADMINISTRATOR)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    someone = get_object_or_404(User, pk=pk)
    try:
        rights.invite(person=someone, by=reader(request), now=clock_now())
        messages.success(request, _("A mail with a link to choose a password is on its way."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("person", pk)


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk), reader(request)
    form = SureForm(posted(request))
    lede = _(
        "What they hold goes to the first person here above them, at once. Their history stays. "
        "Units they head need another head."
    )
    return _on(
        request,
        someone,
        form,
        _("%(name)s leaves"),
        _("Hand on and deactivate"),
        _left,
        lambda now: people.deactivate_person(person=someone, by=by, now=now),
        lede=lede,
    )


def _left(left: people.Left) -> str:
    words = _("Handed on to %(name)s: %(clocks)d promises, %(rungs)d steps.") % {
        "name": left.successor.name,
        "clocks": left.clocks,
        "rungs": left.rungs,
    }
    units = ", ".join(unit.name for unit in left.units)
    return words + " " + _("Without a head now: %(units)s.") % {"units": units} if units else words


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk, is_active=False), reader(request)
    form = FillForm(posted(request), initial={"name": someone.name if someone.held else ""})
    return _on(
        request,
        someone,
        form,
        _("Who holds this post now?"),
        _("Save"),
        _("Saved. They stand where the post stood."),
        lambda now: people.fill_post(person=someone, by=by, now=now, **form.cleaned_data),
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    someone, by = get_object_or_404(User, pk=pk, is_active=True), reader(request)
    form = SureForm(posted(request))
    lede = _("The line ends with them from now on. Who is the owner today will report to them.")
    return _on(
        request,
        someone,
        form,
        _("%(name)s becomes the owner"),
        _("Make owner"),
        _("The line ends with them now."),
        lambda now: people.replace_owner(successor=someone, by=by, now=now),
        lede=lede,
    )


def _on(
    request: HttpRequest,
    someone: User,
    form: forms.Form,
    title: str,
    submit: str,
    done: Any,
    act: Any,
    *,
    lede: str = "",
) -> HttpResponse:
    """A page that does one thing to one person and goes back to them."""
    url = _page_of(someone.pk)
    return answer(
        request,
        form,
        act=act,
        to=lambda _result: url,
        done=done if callable(done) else lambda _result: done,
        context={
            "title": title % {"name": someone.name} if "%(name)s" in title else title,
            "lede": lede,
            "submit": submit,
            "back_url": url,
            "back_text": someone.name,
        },
    )


def _page_of(pk: int) -> str:
    return reverse("person", args=[pk])


def _roles(someone: User) -> list[Any]:
    return [Role(role).label for role in sorted(someone.roles) if role in Role.values]
