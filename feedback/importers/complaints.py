"""Complaint files: which columns are meant, and a row as a draft. Not here: running a file (`complaint_file`), storing rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries.house import House
from cxapp.lib.columns import Field, plain
from cxapp.lib.dates import Order, parse
from cxapp.lib.tabular import Row, blank
from feedback.enums import CustomerOutcome, SignalChannel, SignalKind, Wish
from feedback.rules.drafts import SignalDraft

FIELDS = (
    Field(
        "external_id",
        gettext_lazy("Number of the complaint"),
        (
            "complaint id",
            "case enquiry id",
            "case id",
            "id",
            "reference",
            "ticket number",
            "number",
            "complaint number",
        ),
    ),
    Field(
        "received_at",
        gettext_lazy("Received"),
        (
            "date received",
            "received",
            "open dt",
            "opened at",
            "date submitted",
            "created",
            "created at",
            "date",
        ),
        required=True,
    ),
    Field(
        "words",
        gettext_lazy("In the customer's words"),
        (
            "consumer complaint narrative",
            "complaint what happened",
            "description",
            "comment",
            "complaint",
            "what happened",
            "text",
            "details",
        ),
    ),
    Field("issue", gettext_lazy("Issue"), ("subject", "case title", "reason", "category", "title")),
    Field("detail", gettext_lazy("Issue in detail"), ("sub issue", "type", "sub category")),
    Field("tag", gettext_lazy("Product"), ("product", "product name", "service", "service type")),
    Field("name", gettext_lazy("Customer's name"), ("customer", "customer name", "full name", "consumer")),
    Field(
        "phone", gettext_lazy("Telephone"), ("phone number", "telephone number", "mobile", "contact phone")
    ),
    Field("email", gettext_lazy("E-mail"), ("e-mail address", "mail", "contact e-mail", "email address")),
    Field("place", gettext_lazy("Place"), ("branch", "site", "location", "store", "office", "unit")),
    Field("department", gettext_lazy("Department"), ("queue", "team", "assignment group")),
    Field("closed_at", gettext_lazy("Closed"), ("closed dt", "date closed", "resolved at", "closed on")),
    Field(
        "outcome",
        gettext_lazy("How it ended"),
        (
            "company response to consumer",
            "company response",
            "closure reason",
            "case status",
            "resolution",
            "status",
        ),
    ),
    Field(
        "customer_outcome", gettext_lazy("Customer stayed or left"), ("churn", "retained", "customer outcome")
    ),
    Field(
        "yearly_value",
        gettext_lazy("Yearly value of the customer"),
        ("value", "annual value", "yearly revenue"),
    ),
)
MOST_WORDS = 20_000
LONGEST_NUMBER = 120
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: chosen once for the whole file."""

    mapping: Mapping[str, str]
    order: Order
    zone: str
    source: str
    units: Mapping[str, int]
    """Places and departments by plain name, the file's own values included where a rule file names their unit."""
    latest: datetime
    """No complaint can have been received or closed after this moment."""


@dataclass(frozen=True, slots=True)
class PastComplaint:
    """One complaint of a file: the draft, and for a closed one how it ended."""

    draft: SignalDraft
    closed_at: datetime | None
    ended: str
    outcome: CustomerOutcome


class BadRow(ValueError):
    """Why a row cannot be taken, as a sentence."""


def unit_names(house: House) -> dict[str, int]:
    """Units by their plain name and short name."""
    found: dict[str, int] = {}
    for unit in house.units.values():
        found.setdefault(plain(unit.name), unit.id)
        found.setdefault(plain(unit.slug), unit.id)
    return found


def read_row(row: Row, reading: Reading, house: House, occurrence: int) -> PastComplaint:
    """One row as a draft. `occurrence` tells equal rows of a file without numbers apart. Raises BadRow."""
    if row.problem:
        raise BadRow(row.problem)
    cells = {field: blank(row.cells.get(header)) for field, header in reading.mapping.items()}
    received = _moment(
        cells.get("received_at", ""), reading, _("The row has no date. Fill in when it was received.")
    )
    words = cells.get("words") or " / ".join(
        part for part in (cells.get("issue"), cells.get("detail")) if part
    )
    if not words:
        raise BadRow(_("The row says nothing about what went wrong. Fill in the words or the issue."))
    number = cells.get("external_id", "")
    if len(number) > LONGEST_NUMBER:
        raise BadRow(_("The number of the complaint is longer than 120 characters. Shorten it."))
    closed = _closed(cells.get("closed_at", ""), received, reading)
    place, department = _units(cells, reading, house)
    draft = SignalDraft(
        kind=SignalKind.COMPLAINT,
        channel=SignalChannel.IMPORT,
        received_at=received,
        words=words[:MOST_WORDS],
        name=cells.get("name", ""),
        contact_points=tuple((kind, cells[kind]) for kind in ("phone", "email") if cells.get(kind)),
        wish=Wish.CALL,
        place=place,
        department=department,
        tag=cells.get("tag", "")[:80],
        source=reading.source,
        external_id=number or row_number(row, occurrence),
        yearly_value=amount(cells.get("yearly_value", "")),
    )
    return PastComplaint(draft, closed, cells.get("outcome", ""), _outcome(cells.get("customer_outcome", "")))


def has_number(row: Row, reading: Reading) -> bool:
    """Whether the row brings a number of its own."""
    return bool(blank(row.cells.get(reading.mapping.get("external_id", ""))))


def row_number(row: Row, occurrence: int) -> str:
    """A number for a row of a file without numbers: the same row gets the same one in the next run."""
    content = "\x1f".join(f"{header}={cell}" for header, cell in row.cells.items())
    return f"row-{sha256(f'{content}#{occurrence}'.encode()).hexdigest()[:24]}"


def row_key(row: Row) -> int:
    """Equal rows have equal keys."""
    return hash(tuple(row.cells.values()))


def _moment(text: str, reading: Reading, missing: str) -> datetime:
    if not text:
        raise BadRow(missing)
    try:
        moment = parse(text, reading.order, ZoneInfo(reading.zone))
    except ValueError as error:
        raise BadRow(str(error)) from None
    if moment > reading.latest:
        raise BadRow(_("“%(value)s” lies in the future. Correct the date.") % {"value": text[:40]})
    return moment


def _closed(text: str, received: datetime, reading: Reading) -> datetime | None:
    """When it was closed. On the day it was received a missing or coarse time of day proves nothing."""
    if not text:
        return None
    closed, zone = _moment(text, reading, ""), ZoneInfo(reading.zone)
    if closed.astimezone(zone).date() < received.astimezone(zone).date():
        raise BadRow(_("The complaint was closed before it was received. Correct one of the two dates."))
    return max(closed, received)


def _units(cells: Mapping[str, str], reading: Reading, house: House) -> tuple[int | None, int | None]:
    """Place and department. A value the house does not know stays open: the case then falls upwards, counted as a gap."""
    found = [
        reading.units.get(plain(cells[name])) for name in ("place", "department", "tag") if cells.get(name)
    ]
    known = [house.units[unit] for unit in found if unit is not None]
    place = next((unit.id for unit in known if unit.kind == "place"), None)
    department = next((unit.id for unit in known if unit.kind == "department"), None)
    return place, department


def amount(text: str) -> Decimal | None:
    """An amount with or without a currency sign; both ways of writing thousands and decimals."""
    bare = text.strip(" \u00a0€$£").replace("\u00a0", "").replace(" ", "")
    if not bare:
        return None
    if "," in bare and "." in bare:
        thousands = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(thousands, "").replace(",", ".")
    elif THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    try:
        value = Decimal(bare.replace(",", ".")).quantize(Decimal("0.01"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < Decimal(10) ** 10:
        raise BadRow(
            _("“%(value)s” is no amount of money. Write it like 1200 or 1200.50.") % {"value": text[:40]}
        )
    return value


def _outcome(text: str) -> CustomerOutcome:
    words = {
        "retained": CustomerOutcome.RETAINED,
        "stayed": CustomerOutcome.RETAINED,
        "lost": CustomerOutcome.LOST,
    }
    return words.get(text.casefold(), CustomerOutcome.UNKNOWN)
