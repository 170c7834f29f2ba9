"""Home: Today for whoever leads anything; others begin where their work is, most of them at Log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.enums import Role
from accounts.models import User
from cxapp.lib.clock import now as clock_now
from cxapp.lib.wording import clock_time, late_by
from feedback.queries.naming import customer_name
from feedback.queries.today import CameUp, Today, today
from feedback.views.acts import card

HOMES = (
    (Role.CX_MANAGER, "data_health"),
    (Role.FRONT_LINE, "log"),
    (Role.ADMINISTRATOR, "health"),
    (Role.BOARD, "boardroom"),
)
"""Where somebody who leads nothing begins; with several roles, the first here."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Strangers go to sign-in, the very first of all to the first questions, people who lead nothing to Log."""
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login("/") if User.objects.exists() else redirect("start")
    if not user.leads:
        return redirect(next((home for role, home in HOMES if role in user.roles), "log"))
    now = clock_now()
    day = today(user=user, now=now)
    context = {
        "day": day,
        "sentence": " ".join(_sentences(day, now)),
        "cards": [card(w.case, w.status, w.phone, leader=w.leader) for w in day.waiting],
        "came_up": [card(c.case, c.status, c.phone, why=_why(c, now)) for c in day.came_up],
        "standing_in": [_stands_in(absence.person.name, absence.ends, now) for absence in day.standing_in],
        "now": now,
    }
    return render(request, "feedback/today/page.html", context)


def _sentences(day: Today, now: datetime) -> Iterator[str]:
    """How the day stands, in one or two sentences that name a person and a time."""
    zone = timezone.get_current_timezone()
    if day.count:
        words = ngettext(
            "%(n)s customer is waiting for you.", "%(n)s customers are waiting for you.", day.count
        )
        yield words % {"n": day.count}
        first = day.waiting[0].case
        if day.late and first.due_at:
            words = ngettext(
                "One is late: %(name)s, by %(span)s.",
                "%(n)s are late, %(name)s the longest: by %(span)s.",
                day.late,
            )
            yield words % {"n": day.late, "name": customer_name(first), "span": late_by(first.due_at, now)}
        elif first.due_at:
            yield _("Next is %(name)s, by %(time)s.") % {
                "name": customer_name(first),
                "time": clock_time(first.due_at, now, zone),
            }
    elif day.came_up_count:
        yield _("None of your own customers is waiting.")
    else:
        yield _("Nobody is waiting for you.")
        if day.last_contact:
            yield _("Your last talk with a customer: %(time)s.") % {
                "time": clock_time(day.last_contact, now, zone)
            }
    if day.came_up_count:
        words = ngettext("%(n)s case came up to you.", "%(n)s cases came up to you.", day.came_up_count)
        yield words % {"n": day.came_up_count}


def _why(entry: CameUp, now: datetime) -> str:
    """Why a case is on this desk though somebody else leads it."""
    time = clock_time(entry.told_at, now, timezone.get_current_timezone())
    values: dict[str, Any] = {"leader": entry.case.leader.name, "time": time}
    if entry.again:
        return (
            _("With %(leader)s. You were told at once, %(time)s, because this customer was let down before.")
            % values
        )
    return _("Came up to you from %(leader)s %(time)s and is still open.") % values


def _stands_in(name: str, until: datetime, now: datetime) -> str:
    return _("You answer for %(name)s until %(time)s.") % {
        "name": name,
        "time": clock_time(until, now, timezone.get_current_timezone()),
    }
