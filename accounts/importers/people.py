"""People files: which columns are meant, and rows as the line import wants them. Not here: what rows mean (`rules.line_plan`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rules.line_plan import PersonRow
from cxapp.lib.columns import Field, match, missing, plain
from cxapp.lib.errors import Refused
from cxapp.lib.tabular import Row, Table, blank, unreadable_characters

FIELDS = (
    Field(
        "reference",
        gettext_lazy("Post reference or employee number"),
        (
            "post unique reference",
            "employee number",
            "employee id",
            "staff number",
            "sign-in name",
            "reference",
            "id",
        ),
        required=True,
    ),
    Field("name", gettext_lazy("Name"), ("full name", "employee name", "employee"), required=True),
    Field(
        "reports_to",
        gettext_lazy("Reports to"),
        (
            "reports to senior post",
            "manager reference",
            "manager id",
            "manager number",
            "line manager",
            "manager",
        ),
        required=True,
    ),
    Field("unit", gettext_lazy("Unit"), ("department", "team", "business unit", "directorate")),
    Field("title", gettext_lazy("Job title"), ("title", "position", "role")),
    Field("email", gettext_lazy("E-mail"), ("contact e-mail", "e-mail address", "mail")),
    Field("phone", gettext_lazy("Telephone"), ("contact phone", "phone number", "telephone number")),
)
GROUPS = frozenset(["reportingseniorpost", "numberofpostsinfte"])


class NotPeople(Refused):
    """The file lists something else."""

    code = "not_people"


def matched(table: Table) -> dict[str, str]:
    """Field → header, for those that are certain. Refuses files that count groups of posts."""
    if {plain(header) for header in table.headers} >= GROUPS:
        words = _(
            "%(name)s counts groups of posts, not people: each row says how many posts a team has. "
            "Import the list of senior posts, or a list with one row for each person."
        )
        raise NotPeople(words % {"name": table.name})
    return match(table.headers, FIELDS)


def unmatched(mapping: Mapping[str, str]) -> list[Field]:
    """Required fields without a column."""
    return missing(FIELDS, dict(mapping))


def read(table: Table, mapping: Mapping[str, str]) -> Iterator[PersonRow]:
    """Every row of the file under the chosen columns."""
    for row in table.rows():
        yield _person(row, mapping)


def first_rows(table: Table, mapping: Mapping[str, str], count: int) -> list[tuple[int, list[str]]]:
    """The beginning of the file in the order of our fields, to look at before anything is written."""
    return [
        (row.number, [row.cells.get(mapping.get(field.name, ""), "") for field in FIELDS])
        for row in islice(table.rows(), count)
    ]


def everything(table: Table, mapping: Mapping[str, str]) -> Sequence[PersonRow]:
    lacking = unmatched(mapping)
    if lacking:
        words = _("Choose the columns for: %(fields)s.")
        raise NotPeople(words % {"fields": ", ".join(str(field.label) for field in lacking)})
    return list(read(table, mapping))


def _person(row: Row, mapping: Mapping[str, str]) -> PersonRow:
    cells = {field: row.cells.get(header, "") for field, header in mapping.items()}
    return PersonRow(
        number=row.number,
        reference=blank(cells.get("reference")),
        name=cells.get("name", "").strip(),
        reports_to=cells.get("reports_to", "").strip(),
        unit=blank(cells.get("unit")),
        email=blank(cells.get("email")),
        phone=blank(cells.get("phone")),
        title=blank(cells.get("title")),
        unreadable=tuple(unreadable_characters(row)),
        problem=row.problem,
    )
