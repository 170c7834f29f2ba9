"""The customers, cases and recoveries behind each number of Money, the greatest amount first.

Not here: counting (`queries.money`); both ask the same rows, so that a number and its list agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.queries import money as counts
from cxapp.lib.periods import Period, today
from cxapp.lib.wording import initials
from feedback.models import OPEN, Customer


@dataclass(frozen=True, slots=True)
class Behind:
    """One number: its label, and which rows stand behind it."""

    label: Any
    of: str = ""
    where: Mapping[str, Any] | None = None


def _side(reached: int, came: str) -> dict[str, Any]:
    return {"reached": reached, "came": came}


ROWS: Mapping[str, Behind] = {
    "at-risk": Behind(gettext_lazy("At risk now"), "standing", {"stands": counts.AT_RISK}),
    "gone": Behind(gettext_lazy("Left with an open case"), "standing", {"stands": counts.GONE}),
    "confirmed": Behind(
        gettext_lazy("Kept, confirmed by the customer"), "standing", {"stands": counts.CONFIRMED}
    ),
    "logged": Behind(gettext_lazy("Kept, only logged"), "standing", {"stands": counts.LOGGED}),
    "left-after": Behind(
        gettext_lazy("Put right, and left all the same"), "standing", {"stands": counts.LEFT_AFTER}
    ),
    "reached-stayed": Behind(gettext_lazy("Reached, and stayed"), "compared", _side(1, counts.STAYED)),
    "reached-left": Behind(gettext_lazy("Reached, and left"), "compared", _side(1, counts.LEFT)),
    "reached-unknown": Behind(gettext_lazy("Reached, not known"), "compared", _side(1, counts.UNKNOWN)),
    "others-stayed": Behind(gettext_lazy("Not reached, and stayed"), "compared", _side(0, counts.STAYED)),
    "others-left": Behind(gettext_lazy("Not reached, and left"), "compared", _side(0, counts.LEFT)),
    "others-unknown": Behind(gettext_lazy("Not reached, not known"), "compared", _side(0, counts.UNKNOWN)),
    "nameless": Behind(gettext_lazy("Open cases of nobody we know"), "nameless"),
    "cost": Behind(gettext_lazy("What was given to put things right"), "cost"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line behind a number. `what` says what a recovery or a case was about."""

    name: str
    url: str
    amount: Decimal | None = None
    left_on: date | None = None
    known_on: date | None = None
    what: str = ""

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class Found:
    """`found` can be counted and cut into pages; `of` makes lines of a part of it."""

    kind: str
    found: Any
    currency: str

    def of(self, part: Iterable[Any]) -> list[Row]:
        return _LINES[self.kind](list(part))

    def each(self) -> Iterator[Row]:
        yield from self.of(self.found)


def rows_behind(name: str, *, reader: User, period: Period, now: datetime, place: int | None = None) -> Found:
    """What stands behind one number, of what this reader may see."""
    organisation, behind = house().organisation, ROWS[name]
    seen = counts.readable(reader, now, place)
    cases = counts.counted(seen)
    found: Any
    if behind.of == "cost":
        found = counts.recoveries(seen, period).select_related("case__customer").order_by("-cost", "pk")
    elif behind.of == "nameless":
        found = cases.filter(OPEN, customer=None).select_related("place", "stage").order_by("pk")
    else:
        found = (
            counts.standing(cases, period, today(now, organisation.zone))
            if behind.of == "standing"
            else counts.compared(cases, period, now, organisation.zone)
        )
        found = found.filter(**(behind.where or {})).order_by(F("value").desc(nulls_last=True), "customer")
    return Found(behind.of, found, organisation.currency)


def _customers(part: list[Any]) -> list[Row]:
    known = Customer.objects.in_bulk([row["customer"] for row in part])
    return [_customer(known[row["customer"]]) for row in part]


def _customer(customer: Customer) -> Row:
    return Row(
        str(customer),
        reverse("customer", args=[customer.pk]),
        customer.yearly_value,
        customer.left_on,
        customer.known_on,
    )


def _cases(part: list[Any]) -> list[Row]:
    return [
        Row(
            str(case.place or _("A case without a place")),
            reverse("case", args=[case.pk]),
            what=str(case.stage),
        )
        for case in part
    ]


def _recoveries(part: list[Any]) -> list[Row]:
    return [
        Row(
            str(given.case.customer or _("A customer without a name")),
            reverse("case", args=[given.case_id]),
            given.cost,
            what=given.what or str(given.get_kind_display()),
        )
        for given in part
    ]


_LINES = {"standing": _customers, "compared": _customers, "nameless": _cases, "cost": _recoveries}
