"""Entering and correcting what we know of a customer, and making two customers one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import needs, reader
from accounts.enums import Role
from accounts.views.house_pages import answer, posted
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.contact_points import display
from cxapp.lib.errors import Refused
from feedback.forms.customers import CustomerForm, FindForm, PointForm, RemovePointForm
from feedback.models import ContactPoint, Customer
from feedback.operations.customer_changes import (
    PointTaken,
    add_point,
    change_customer,
    correct_point,
    remove_point,
)
from feedback.operations.customer_merges import merge_customers
from feedback.queries.customer_merge import alike, find_others, side, what_happens
from feedback.queries.customers import get_customer_for
from feedback.queries.reach import missed_then

BOTH = ["GET", "HEAD", "POST"]
TEMPLATE = "feedback/customer/change.html"
MERGE = "feedback/customer/merge.html"


def _customer(request: HttpRequest, pk: int) -> Customer:
    """Only whoever sees a customer in full enters something about them."""
    seen = get_customer_for(reader(request), pk, clock_now())
    if not seen.full:
        raise PermissionDenied(
            _("Only whoever leads a case of this customer enters this. Ask the leader named here.")
        )
    return seen.customer


@require_http_methods(BOTH)
@needs()
def change(request: HttpRequest, pk: int) -> HttpResponse:
    customer, by = _customer(request, pk), reader(request)
    form = CustomerForm(posted(request), customer=customer, reader=by)
    return answer(
        request,
        form,
        act=lambda now: change_customer(customer=customer, by=by, now=now, **form.cleaned_data),
        to=lambda _changed: reverse("customer", args=[customer.pk]),
        done=lambda _changed: _("Saved."),
        context={"title": _("About %(name)s") % {"name": customer}, "customer": customer},
        template=TEMPLATE,
    )


@require_http_methods(BOTH)
@needs()
def add_reach(request: HttpRequest, pk: int) -> HttpResponse:
    customer, by = _customer(request, pk), reader(request)
    form = PointForm(posted(request))
    title = _("How else can we reach %(name)s?") % {"name": customer}
    context: dict[str, Any] = {"title": title, "customer": customer, "submit": _("Add")}
    deed = _naming_the_other(
        lambda now: add_point(customer=customer, by=by, now=now, **form.cleaned_data), context
    )
    return _reach_answer(request, form, deed, context)


@require_http_methods(BOTH)
@needs()
def correct_reach(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    customer, by = _customer(request, pk), reader(request)
    row = get_object_or_404(ContactPoint, pk=point, customer=customer)
    form = PointForm(posted(request), point=row)
    title = _("Correct how we reach %(name)s") % {"name": customer}
    context: dict[str, Any] = {"title": title, "customer": customer, "point": row}
    deed = _naming_the_other(
        lambda now: correct_point(point=row, by=by, now=now, value=form.cleaned_data["value"]), context
    )
    return _reach_answer(request, form, deed, context)


@require_http_methods(BOTH)
@needs()
def remove_reach(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    customer, by = _customer(request, pk), reader(request)
    row = ContactPoint.objects.filter(pk=point, customer=customer).first()
    if row is None and request.method == "POST":
        return redirect("customer", pk=customer.pk)  # pressed twice: it is out
    if row is None:
        raise Http404
    warning = missed_then(point=row, reader=by)
    form = RemovePointForm(posted(request), asks=bool(warning))
    title = _("Take out %(way)s of %(name)s") % {"way": display(row.value), "name": customer}
    return _reach_answer(
        request,
        form,
        lambda now: remove_point(point=row, by=by, now=now, **form.cleaned_data),
        {"title": title, "customer": customer, "warning": warning, "submit": _("Take out")},
    )


def _naming_the_other(deed: Callable[[datetime], Any], context: dict[str, Any]) -> Callable[[datetime], Any]:
    """Where somebody else is reached there already, the page names them: the two may be one."""

    def act(now: datetime) -> Any:
        try:
            return deed(now)
        except PointTaken as taken:
            context["other"] = taken.other
            raise

    return act


def _reach_answer(
    request: HttpRequest, form: Form, deed: Callable[[datetime], Any], context: dict[str, Any]
) -> HttpResponse:
    return answer(
        request,
        form,
        act=deed,
        to=lambda _made: reverse("customer", args=[context["customer"].pk]),
        done=lambda _made: _("Saved. Whoever leads an open case knows."),
        context=context,
        template=TEMPLATE,
    )


@require_http_methods(BOTH)
@needs(Role.CX_MANAGER)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Finds the other one by POST, shows both beside each other, and makes them one where that is pressed."""
    kept = _customer(request, pk)
    form = FindForm(request.POST if "find" in request.POST else None)
    context: dict[str, Any] = {"customer": kept, "form": form, "alike": alike(kept)}
    if form.is_bound:
        context["found"] = find_others(kept, form.cleaned_data["find"]) if form.is_valid() else []
        return render(request, MERGE, context)
    gone = _other(request, kept)
    if gone is None:
        return render(request, MERGE, context)
    if request.method == "POST":
        try:
            _merge(request, kept, gone)
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("customer", pk=kept.pk)
    sides = (side(kept), side(gone))
    context |= {"kept": sides[0], "gone": sides[1], "happens": what_happens(*sides)}
    return render(request, MERGE, context)


def _other(request: HttpRequest, kept: Customer) -> Customer | None:
    """The customer named in the address or the form."""
    number = request.POST.get("with") or request.GET.get("with") or ""
    if not number:
        return None
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    rows = Customer.objects.filter(merged_into=None, erased_at=None).exclude(pk=kept.pk)
    return get_object_or_404(rows, pk=int(number))


def _merge(request: HttpRequest, kept: Customer, gone: Customer) -> None:
    now = clock_now()
    with once_in_form(request, now=now) as attempt:
        if not attempt.repeated:
            merge_customers(kept=kept, gone=gone, by=reader(request), now=now)
            messages.success(request, _("%(gone)s is a part of %(kept)s now.") % {"gone": gone, "kept": kept})
