"""Customer files: yearly value and leaving date, matched by number, e-mail or telephone. A second run changes nothing.

Not here: the batches (`batches`) and storing rows (`operations.customer_lists`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import ImportState
from accounts.models import ImportRun
from accounts.operations.import_runs import path_of
from accounts.queries.house import house
from accounts.rules.actor import SYSTEM
from cxapp.lib.columns import Field, match
from cxapp.lib.contact_points import EMAIL, PHONE, normalise
from cxapp.lib.dates import DateOrder, Order, parse_day
from cxapp.lib.tabular import Row, Table, blank, open_table
from feedback.importers import batches
from feedback.importers.batches import CannotImport, Check, Numbered, Progress, Taken
from feedback.importers.complaints import LONGEST_NUMBER, BadRow, amount
from feedback.models import ContactPoint, Customer
from feedback.operations.customer_lists import Listed, take_list
from feedback.operations.customers import point_digest

KIND = "customers"
FINDS = ("external_id", "email", "phone")
MONTHS = 12
YES, NO = (
    frozenset({"yes", "y", "true", "1", "left", "lost"}),
    frozenset({"no", "n", "false", "0", "stayed", "active", "retained"}),
)
FIELDS = (
    Field(
        "external_id",
        gettext_lazy("Number of the customer"),
        ("customer id", "customer number", "account number", "id", "number", "reference"),
    ),
    Field("name", gettext_lazy("Customer's name"), ("customer", "customer name", "full name")),
    Field("email", gettext_lazy("E-mail"), ("e-mail address", "mail", "contact e-mail", "email address")),
    Field(
        "phone", gettext_lazy("Telephone"), ("phone number", "telephone number", "mobile", "contact phone")
    ),
    Field(
        "yearly_value",
        gettext_lazy("Yearly value"),
        ("annual value", "yearly revenue", "annual revenue", "value a year", "value"),
    ),
    Field(
        "monthly_value",
        gettext_lazy("Value a month (taken twelve times)"),
        ("monthly charges", "monthly value", "monthly revenue", "monthly fee"),
    ),
    Field("left", gettext_lazy("Left us (yes or no)"), ("churn", "churned", "left us", "attrition")),
    Field(
        "left_on",
        gettext_lazy("Left us on"),
        ("leaving date", "churn date", "cancelled on", "cancellation date", "date left"),
    ),
    Field("account", gettext_lazy("Account"), ("company", "household", "organisation")),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read; `day` is the one on which it was true."""

    mapping: Mapping[str, str]
    order: Order
    region: str
    day: date

    @property
    def says_who_left(self) -> bool:
        return "left" in self.mapping or "left_on" in self.mapping


def suggest(table: Table) -> dict[str, str]:
    """The columns that are certain from their names."""
    return match(table.headers, FIELDS)


def date_order(table: Table, mapping: Mapping[str, str], *, most: int | None = None) -> DateOrder:
    """The evidence of the leaving dates of the whole file, or of its first `most` rows."""
    evidence = DateOrder()
    if "left_on" in mapping:
        for row in islice(table.rows(), most):
            evidence.feed(blank(row.cells.get(mapping["left_on"])), row.number)
    return evidence


def reading_of(run: ImportRun) -> Reading:
    options, organisation = run.options, house().organisation
    day = options.get("on")
    return Reading(
        run.mapping,
        Order(options.get("order", Order.UNAMBIGUOUS.value)),
        organisation.region,
        date.fromisoformat(day) if day else run.started_at.astimezone(ZoneInfo(organisation.zone)).date(),
    )


def refuse_gaps(run: ImportRun) -> None:
    if not set(FINDS) & set(run.mapping):
        raise CannotImport(_("Choose the column that says who it is: a number, an e-mail or a telephone."))
    if not {"yearly_value", "monthly_value", "left", "left_on", "account", "name"} & set(run.mapping):
        raise CannotImport(_("Choose a column that says something about the customers: a value or who left."))
    if {"yearly_value", "monthly_value"} <= set(run.mapping):
        raise CannotImport(_("Choose the value a year or the value a month, not both."))


def read_row(row: Row, reading: Reading) -> Listed:
    """One row. Raises BadRow."""
    if row.problem:
        raise BadRow(row.problem)
    cells = {name: blank(row.cells.get(header)) for name, header in reading.mapping.items()}
    if not any(cells.get(name) for name in FINDS):
        raise BadRow(_("The row does not say who it is. Fill in a number, an e-mail or a telephone."))
    if len(cells.get("external_id", "")) > LONGEST_NUMBER:
        raise BadRow(_("The number of the customer is longer than 120 characters. Shorten it."))
    for kind in (EMAIL, PHONE):
        if cells.get(kind) and normalise(kind, cells[kind], region=reading.region) is None:
            raise BadRow(
                _("“%(value)s” is no whole telephone number or e-mail address.") % {"value": cells[kind][:40]}
            )
    left, left_on = _left(cells, reading)
    return Listed(
        external_id=cells.get("external_id", ""),
        email=cells.get("email", ""),
        phone=cells.get("phone", ""),
        name=cells.get("name", "")[:200],
        account=cells.get("account", "")[:200],
        yearly_value=_value(cells),
        left=left,
        left_on=left_on,
    )


def _value(cells: Mapping[str, str]) -> Decimal | None:
    monthly = amount(cells.get("monthly_value", ""))
    return amount(cells.get("yearly_value", "")) if monthly is None else monthly * MONTHS


def _left(cells: Mapping[str, str], reading: Reading) -> tuple[bool | None, date | None]:
    """Whether they left and when; that they are with us only where the file says who left."""
    if cells.get("left_on"):
        try:
            return True, parse_day(cells["left_on"], reading.order)
        except ValueError as error:
            raise BadRow(str(error)) from None
    word = cells.get("left", "").casefold()
    if word in YES:
        return True, None
    if word and word not in NO:
        raise BadRow(_("“%(value)s” says neither yes nor no.") % {"value": word[:40]})
    if not reading.says_who_left or ("left" in reading.mapping and not word):
        return None, None
    return False, None


def check(*, run: ImportRun) -> Check:
    """Read the whole file as it would be taken: a dry run. Stores no customer."""
    refuse_gaps(run)
    table = open_table(path_of(run), name=run.file_name)
    evidence = date_order(table, run.mapping)
    found = Check(order=evidence.decide(), sentence=evidence.sentence() if "left_on" in run.mapping else "")
    if found.order in (Order.CONFLICT, Order.UNDECIDED) and not run.options.get("order"):
        found.faults.append((0, found.sentence))
        return found
    run.options = {"order": found.order.value, **run.options}
    reading, rows = reading_of(run), []
    for row in table.rows():
        found.rows += 1
        try:
            rows.append(read_row(row, reading))
        except BadRow as error:
            found.refuse(row.number, str(error))
        else:
            found.good += 1
    found.notes = (*table.notes, *_said(rows, run.source or KIND, reading))
    return found


def _said(rows: list[Listed], source: str, reading: Reading) -> list[str]:
    """What taking them would mean."""
    known = sum(
        _known_in(rows[first : first + batches.BATCH], source, reading)
        for first in range(0, len(rows), batches.BATCH)
    )
    counts = {
        "known": known,
        "new": len(rows) - known,
        "valued": sum(row.yearly_value is not None for row in rows),
        "left": sum(bool(row.left) for row in rows),
        "there": sum(row.left is False for row in rows),
        "day": reading.day.isoformat(),
    }
    said = [
        _("%(known)d are known already and are brought up to date, %(new)d are added.") % counts,
        _("%(valued)d have a value.") % counts,
    ]
    if reading.says_who_left:
        said.append(_("%(left)d left, %(there)d are known to be with us on %(day)s.") % counts)
    return said


def _known_in(rows: list[Listed], source: str, reading: Reading) -> int:
    numbers = [row.external_id for row in rows if row.external_id]
    known = set(
        Customer.objects.filter(source=source, external_id__in=numbers).values_list("external_id", flat=True)
    )
    marks = {
        index: [
            point_digest(kind, normal)
            for kind, typed in ((EMAIL, row.email), (PHONE, row.phone))
            if typed and (normal := normalise(kind, typed, region=reading.region))
        ]
        for index, row in enumerate(rows)
    }
    wanted = [mark for own in marks.values() for mark in own]
    reached = set(
        ContactPoint.objects.filter(digest__in=wanted, identifies=True).values_list("digest", flat=True)
    )
    return sum(
        row.external_id in known or not reached.isdisjoint(marks[index]) for index, row in enumerate(rows)
    )


def start(*, run: ImportRun, mode: str, now: datetime, clock_from: datetime | None = None) -> None:
    """From now on the run may be worked, by whoever finds it. The day of the list is settled."""
    refuse_gaps(run)
    run.options = {**run.options, "on": reading_of(run).day.isoformat()}
    run.mode, run.state, run.started_at = mode, ImportState.RUNNING, now
    run.save()


def work(
    *,
    run: ImportRun,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> bool:
    """Take the file from where the run stands; True when it is done."""
    reading = reading_of(run)
    by: Any = run.by or SYSTEM

    def take(batch: list[Numbered]) -> Taken:
        taken, good, places = Taken(), [], []
        for row, _occurrence in batch:
            try:
                good.append(read_row(row, reading))
                places.append(row)
            except BadRow as error:
                taken.faults.append((row, str(error)))
        done = take_list(rows=good, source=run.source or KIND, day=reading.day, by=by, now=now)
        taken.faults += [(places[place], reason) for place, reason in done.refused.items()]
        taken.added = done.added + done.changed
        taken.known = len(good) - len(done.refused) - taken.added
        return taken

    return batches.work(
        run=run,
        open_file=lambda: open_table(path_of(run), name=run.file_name),
        has_number=lambda row: True,
        take=take,
        now=now,
        stop=stop,
        progress=progress,
    )
