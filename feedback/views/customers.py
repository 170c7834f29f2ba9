"""One customer: how to reach them, the open case, what happened before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf.global_settings import LANGUAGES
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.queries.house import house
from cxapp.lib.clock import now as clock_now
from cxapp.lib.contact_points import display
from cxapp.lib.wording import money
from feedback.models import ContactPoint, Customer
from feedback.operations.looks import note_look
from feedback.queries.case_list import rows_of
from feedback.queries.customer_merge import alike
from feedback.queries.customers import SeenCustomer, get_customer_for
from feedback.queries.naming import words_of


@require_safe
@needs()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    now = clock_now()
    user = reader(request)
    seen = get_customer_for(user, pk, now)
    note_look(user=user, subject_kind="customer", subject_id=pk, what="opened", now=now)
    context = {"customer": seen.customer, "seen": seen, "name": str(seen.customer), "now": now}
    if not seen.full:
        return render(request, "feedback/customer/card.html", context)
    context |= {**_whole(seen, now), "may_merge": user.is_cx_manager, "alike": _alike(seen, user)}
    return render(request, "feedback/customer/page.html", context)


def _whole(seen: SeenCustomer, now: datetime) -> dict[str, Any]:
    customer = seen.customer
    points = list(ContactPoint.objects.filter(customer=customer).order_by("kind", "pk"))
    facts = [_way(point) for point in points]
    if not facts:
        facts.append({"key": _("Reach"), "value": _("no way known")})
    about: list[dict[str, Any]] = [
        {"key": _("Language"), "value": dict(LANGUAGES).get(customer.language, customer.language)},
        {"key": _("Value a year"), "value": money(customer.yearly_value, house().organisation.currency)},
    ]
    about += [
        {"key": key, "value": format_date(day, pgettext("a date far away", "D j M Y"))}
        for key, day in (
            (_("Left us on"), customer.left_on),
            (_("Known to be with us on"), customer.known_on),
        )
        if day is not None
    ]
    if customer.account is not None:
        about.append({"key": _("Account"), "value": customer.account.name})
    phone = next((point.value for point in points if point.kind == "phone" and not point.bounced_at), "")
    return {
        "facts": facts,
        "about": about,
        "phone": phone,
        "rows": [{"row": row, "words": words_of(row.case, 160)} for row in rows_of(seen.cases, now)],
    }


def _way(point: ContactPoint) -> dict[str, Any]:
    """One way to reach them, as people read it out, and where it is corrected."""
    kind, value = point.get_kind_display(), display(point.value)
    return {
        "key": kind,
        "value": f"{value} {_('(does not arrive)')}" if point.bounced_at else value,
        "url": reverse("correct_reach", args=[point.customer_id, point.pk]),
        "change": f"{kind} {value}",
    }


def _alike(seen: SeenCustomer, user: User) -> list[Customer]:
    """Others of the same name, for whoever may make two customers one."""
    return alike(seen.customer) if user.is_cx_manager else []
