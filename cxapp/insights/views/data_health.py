"""Data health: what is missing in the data, each gap a sentence with its count and its mend. Home of the CX manager.

Not here: which rows a gap is made of (`queries.data_health`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, needs
from accounts.access.roles import reader as reader_of
from accounts.enums import Role
from accounts.models import User
from accounts.queries.practices import is_on
from cxapp.insights.queries import data_health as data
from cxapp.lib.clock import now as clock_now
from cxapp.lib.wording import share_words
from feedback.models import Customer

ROLES = (Role.CX_MANAGER, OWNER)
A_PAGE = 25
LOW_RATE = 0.1
"""Under this share of answers the page says that scores tell little."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One row of the page. `fine` has nothing to mend; `url` leads to the rows or straight to the mend."""

    sentence: str
    fine: bool
    mend: str
    url: str
    rows_url: str = ""


Rows = Callable[[User, datetime], Any]
LISTS: Mapping[str, tuple[Any, Rows]] = {
    "silent-places": (
        gettext_lazy("Places from which no customer was heard"),
        lambda reader, now: data.silent_places(now),
    ),
    "without-phone": (gettext_lazy("Customers who want a call and have no telephone"), data.without_phone),
    "without-value": (gettext_lazy("Customers without a yearly value"), data.without_value),
    "outcome-unknown": (
        gettext_lazy("Customers of whom nobody knows whether they stayed"),
        data.outcome_unknown,
    ),
}


@require_safe
@needs(*ROLES)
def page(request: HttpRequest) -> HttpResponse:
    """Every gap, those to be mended first."""
    reader, now = reader_of(request), clock_now()
    gaps = [*_asking(now), *_line(now), *_listed(reader, now)]
    gaps.sort(key=lambda gap: gap.fine)
    open_gaps = sum(not gap.fine for gap in gaps)
    sentence = (
        ngettext("%(n)s thing is missing.", "%(n)s things are missing.", open_gaps) % {"n": open_gaps}
        if open_gaps
        else _("Nothing is missing in the data.")
    )
    return render(request, "insights/data_health/page.html", {"now": now, "gaps": gaps, "sentence": sentence})


@require_safe
@needs(*ROLES)
def behind(request: HttpRequest, name: str) -> HttpResponse:
    """The customers or places behind one sentence, each leading to where it is mended."""
    if name not in LISTS:
        raise Http404
    title, rows = LISTS[name]
    found = rows(reader_of(request), clock_now())
    page_obj = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"name": str(row), "url": reverse("customer", args=[row.pk]) if isinstance(row, Customer) else ""}
        for row in page_obj
    ]
    context = {"title": title, "page_obj": page_obj, "lines": lines, "back_url": reverse("data_health")}
    return render(request, "insights/data_health/rows.html", context)


def _asking(now: datetime) -> list[Gap]:
    found = data.asked(now)
    share, remark = share_words(found.answered, found.delivered)
    counts = {"days": data.DAYS, "share": share, "remark": remark}
    if not found.delivered:
        rate = _("In the last %(days)s days nobody was asked.") % counts
    elif remark:
        rate = _("Of those asked in the last %(days)s days %(share)s answered (%(remark)s).") % counts
    else:
        rate = _("Of those asked in the last %(days)s days %(share)s answered.") % counts
    answers = found.delivered >= data.DAYS // 9 and found.answered >= LOW_RATE * found.delivered
    unconfirmed = ngettext(
        "%(n)s score came without a tap and counts nowhere.",
        "%(n)s scores came without a tap and count nowhere.",
        found.unconfirmed,
    ) % {"n": found.unconfirmed}
    surveys = reverse("surveys")
    return [
        Gap(rate, answers, _("See whom each survey asks"), surveys),
        Gap(unconfirmed, not found.unconfirmed, _("See when reminders are sent"), surveys),
    ]


def _line(now: datetime) -> list[Gap]:
    gaps = data.line_gaps(now)
    words = ngettext(
        "%(n)s place or department has a gap in its line.",
        "%(n)s places or departments have a gap in their line.",
        len(gaps),
    ) % {"n": len(gaps)}
    return [Gap(" ".join([words, *gaps[:3]]), not gaps, _("Fill the gap"), reverse("units"))]


def _listed(reader: User, now: datetime) -> list[Gap]:
    counts = {name: rows(reader, now).count() for name, (_title, rows) in LISTS.items() if _shown(name)}
    return [
        Gap(_said(name, n), not n, mend, url, reverse("data_health_rows", args=[name]) if n else "")
        for name, n in counts.items()
        for mend, url in [_mend(name, reader)]
    ]


def _shown(name: str) -> bool:
    """What only Money reads is missed only where it is switched on."""
    return is_on("money") or name not in ("without-value", "outcome-unknown")


def _said(name: str, n: int) -> str:
    if name == "silent-places":
        words = ngettext(
            "From %(n)s place no customer was heard for %(days)s days.",
            "From %(n)s places no customer was heard for %(days)s days.",
            n,
        )
        return words % {"n": n, "days": data.SILENT_DAYS}
    if name == "without-phone":
        words = ngettext(
            "%(n)s customer waits for a call and has no telephone number.",
            "%(n)s customers wait for a call and have no telephone number.",
            n,
        )
    elif name == "without-value":
        words = ngettext(
            "%(n)s customer with an open case has no yearly value.",
            "%(n)s customers with an open case have no yearly value.",
            n,
        )
    else:
        words = ngettext(
            "Of %(n)s customer nobody knows 90 days later whether they stayed.",
            "Of %(n)s customers nobody knows 90 days later whether they stayed.",
            n,
        )
    return words % {"n": n}


def _mend(name: str, reader: User) -> tuple[str, str]:
    """What to do about a gap, and the page for it: never one that the reader may not open."""
    if name == "silent-places":
        return _("Put up a poster or a link there"), reverse("surveys")
    if name == "without-phone":
        return _("Ask who logged it, and enter the number"), reverse("data_health_rows", args=[name])
    if reader.has_role(Role.CX_MANAGER):
        return _("Bring in a list of customers"), reverse("file_imports")
    return _("Ask the CX manager for a list of customers"), reverse("data_health_rows", args=[name])
