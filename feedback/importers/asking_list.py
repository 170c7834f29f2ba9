"""Reads a list of customers to ask, pasted or from a file, and says of each row whether it can be taken.

Nothing is kept on the way: what was read travels with the preview as plain rows, and is read again when it is sent.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries.house import house
from cxapp.lib.columns import Field, match, plain
from cxapp.lib.contact_points import EMAIL, normalise
from cxapp.lib.tabular import Row, blank, open_table
from feedback.models import ContactPoint
from feedback.operations.customers import point_digest
from feedback.operations.sendings import MOST_ROWS, Listed
from feedback.queries.asking import asking_rules, at_unit, known_of, quiet_time
from feedback.queries.choosing import stages
from feedback.rules.asking import Known, why_not

FIELDS = (
    Field(
        "email",
        gettext_lazy("E-mail"),
        ("mail", "e-mail address", "email address", "address", "contact"),
        True,
    ),
    Field("name", gettext_lazy("Name"), ("customer", "customer name", "full name", "client")),
    Field("phone", gettext_lazy("Telephone"), ("telephone", "mobile", "tel")),
    Field("place", gettext_lazy("Place"), ("location", "site", "shop", "branch", "store")),
    Field("stage", gettext_lazy("Stage"), ("journey stage", "step")),
    Field("about", gettext_lazy("About"), ("order", "visit", "subject", "topic")),
    Field("language", gettext_lazy("Language"), ("lang", "locale")),
)
COLUMNS = tuple(field.name for field in FIELDS)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be taken, and why."""

    number: int
    text: str
    why: str


@dataclass(slots=True)
class Read:
    """What a list holds. `passed`: how many would not be asked today, by reason."""

    rows: list[Listed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    new: int = 0

    @property
    def would_ask(self) -> int:
        return len(self.rows) - sum(self.passed.values())


def read_pasted(text: str, *, place: int | None, now: datetime) -> Read:
    """One customer a line: an address, or `Name <address>`, or columns under a header that names them."""
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _is_header(lines[0]):
        return read_file(io.BytesIO(text.encode()), name=_("The list"), place=place, now=now)
    rows = (Row(number, _cells(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip())
    return _read(rows, dict(zip(COLUMNS, COLUMNS, strict=True)), place, now)


def read_file(file: Any, *, name: str, place: int | None, now: datetime) -> Read:
    """A CSV or XLSX with a header; raises `UnreadableFile` where it holds no table."""
    table = open_table(file, name=name)
    found = match(table.headers, FIELDS)
    if "email" not in found:
        why = _("No column is named E-mail. Name the column with the addresses so.")
        return Read(faults=[Fault(1, ", ".join(table.headers)[:120], why)])
    return _read(table.rows(), found, place, now)


def as_text(rows: Sequence[Listed]) -> str:
    """The rows as a list that `read_pasted` reads again: what the preview carries along."""
    where = house()
    names = {stage.pk: stage.slug for stage in stages()}
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        place = where.units[row.place].slug if row.place else ""
        stage = names.get(row.stage, "") if row.stage else ""
        writer.writerow([row.mail, row.name, row.phone, place, stage, row.about, row.language])
    return held.getvalue()


def _is_header(line: str) -> bool:
    return "@" not in line and "email" in match(
        next(csv.reader([line.replace(";", ",").replace("\t", ",")])), FIELDS
    )


def _cells(line: str) -> dict[str, str]:
    """`Maria Sample <maria@example.org>`, or the address alone."""
    name, address = parseaddr(line.strip().rstrip(",;"))
    return {"email": address or line.strip(), "name": name}


def _read(rows: Iterable[Row], columns: dict[str, str], place: int | None, now: datetime) -> Read:
    read, seen = Read(), set[str]()
    where = house()
    units = {
        plain(name): unit.id
        for unit in where.units.values()
        if unit.kind == "place" and unit.is_active
        for name in (unit.slug, unit.name)
    }
    named = {plain(name): stage.pk for stage in stages() for name in (stage.slug, stage.name)}
    for row in rows:
        cells = {name: blank(row.cells.get(header, "")) for name, header in columns.items()}
        why = row.problem or _fault(cells, seen, units, named)
        if not why and len(read.rows) >= MOST_ROWS:
            why = _("A list has at most 10,000 rows. Send the rest as a list of its own.")
        if why:
            read.faults.append(Fault(row.number, " · ".join(filter(None, cells.values()))[:120], why))
            continue
        read.rows.append(
            Listed(
                mail=cells["email"],
                name=cells.get("name", "")[:200],
                phone=cells.get("phone", "")[:40],
                language=cells.get("language", "")[:10],
                place=units.get(plain(cells.get("place", ""))) or place,
                stage=named.get(plain(cells.get("stage", ""))),
                about=cells.get("about", "")[:200],
            )
        )
    _try_out(read, now)
    return read


def _fault(cells: dict[str, str], seen: set[str], units: dict[str, int], named: dict[str, int]) -> str:
    """Why this row cannot be taken; empty: it can."""
    try:
        validate_email(cells["email"])
    except ValidationError:
        return _("This is not an e-mail address.") if cells["email"] else _("The e-mail address is missing.")
    normal = normalise(EMAIL, cells["email"]) or ""
    if normal in seen:
        return _("This customer stands in the list already.")
    if cells.get("place") and plain(cells["place"]) not in units:
        return _("No place is called “%(name)s”.") % {"name": cells["place"]}
    if cells.get("stage") and plain(cells["stage"]) not in named:
        return _("No stage is called “%(name)s”.") % {"name": cells["stage"]}
    seen.add(normal)
    return ""


def _try_out(read: Read, now: datetime) -> None:
    """What would come of it today. Reads only: nobody is asked or added."""
    where, quiet = house(), quiet_time(asking_rules())
    marks = [point_digest(EMAIL, normalise(EMAIL, row.mail) or "") for row in read.rows]
    points: dict[str, Any] = {}
    for part in _parts(marks):
        found = ContactPoint.objects.filter(kind=EMAIL, digest__in=part, identifies=True)
        for point in found.select_related("customer__merged_into"):
            points[point.digest] = point.customer.merged_into or point.customer
    known: dict[int, Known] = {}
    for part in _parts(list({customer.pk: customer for customer in points.values()}.values())):
        known.update(known_of(part))
    for row, mark in zip(read.rows, marks, strict=True):
        customer = points.get(mark)
        about = known[customer.pk] if customer is not None else Known()
        read.new += customer is None
        unit = row.place or (customer.place_id if customer is not None else None)
        reason = why_not(at_unit(about, unit, where, now), due_at=now, now=now, quiet=quiet)
        if reason is not None:
            read.passed[str(reason.label)] = read.passed.get(str(reason.label), 0) + 1


def _parts(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
