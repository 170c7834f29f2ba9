"""Files of past answers: which columns are meant, and a row as an answer. Not here: running a file (`answer_file`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxapp.lib.columns import Field, plain
from cxapp.lib.dates import Order, parse
from cxapp.lib.tabular import Row, blank
from feedback.enums import SignalChannel, SignalKind
from feedback.importers.complaints import BadRow, row_number
from feedback.operations.past_answers import PastAnswer
from feedback.rules.drafts import SignalDraft
from feedback.rules.scales import NO_ANSWER, Scale, UnknownValue, plain_value

FIELDS = (
    Field(
        "external_id",
        gettext_lazy("Number of the person"),
        ("respondent id", "response id", "respnum", "survey id", "respondent", "id"),
    ),
    Field(
        "score",
        gettext_lazy("Score"),
        ("nps", "netpro", "rating", "fft categorical answer", "score given", "answer score", "overall"),
        required=True,
    ),
    Field("at", gettext_lazy("Answered"), ("date", "answered at", "submitted at", "completed at", "created")),
    Field(
        "words",
        gettext_lazy("In the customer's words"),
        ("comment", "comments", "fft answer", "verbatim", "q15a", "feedback", "reason", "text"),
    ),
    Field("question", gettext_lazy("Question the words answer"), ("fft question", "question", "prompt")),
    Field("place", gettext_lazy("Place"), ("branch", "site", "location", "store", "service type 1")),
    Field("department", gettext_lazy("Department"), ("team", "service", "service type 2")),
    Field("language", gettext_lazy("Language"), ("lang", "locale")),
    Field("weight", gettext_lazy("Weight"), ("weighting",)),
    Field("name", gettext_lazy("Customer's name"), ("customer", "full name")),
    Field("email", gettext_lazy("E-mail"), ("e-mail address", "mail", "email address")),
    Field("phone", gettext_lazy("Telephone"), ("phone number", "mobile")),
)
LONGEST_NUMBER = 120
MOST_WORDS = 20_000
REASON = "reason"
"""The code of the question for words where a file has one kind of them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: chosen once for the whole file. `undated`: the moment of rows whose date cannot be read."""

    mapping: Mapping[str, str]
    scale: Scale
    order: Order
    zone: str
    origin: str
    units: Mapping[str, int]
    kinds: Mapping[int, str]
    undated: datetime | None
    latest: datetime


def has_number(row: Row, reading: Reading) -> bool:
    return bool(blank(row.cells.get(reading.mapping.get("external_id", ""))))


def question_code(text: str) -> str:
    """A question keeps its code however its blanks are typed."""
    return slugify(" ".join(text.split()))[:40] or REASON


def read_row(row: Row, reading: Reading, occurrence: int) -> PastAnswer:
    """One row as an answer. `occurrence` tells equal rows of a file without numbers apart. Raises BadRow."""
    if row.problem:
        raise BadRow(row.problem)
    raw = {field: row.cells.get(header) or "" for field, header in reading.mapping.items()}
    cells = {field: blank(value) for field, value in raw.items()}
    try:
        score = reading.scale.score(raw["score"])
    except UnknownValue:
        raise BadRow(
            _("“%(value)s” is not on the scale. Say what it counts as.") % {"value": raw["score"][:40]}
        ) from None
    at, number = _moment(cells.get("at", ""), reading), cells.get("external_id", "")
    if len(number) > LONGEST_NUMBER:
        raise BadRow(_("The number of the person is longer than 120 characters. Shorten it."))
    place, department = _units(cells, reading)
    return PastAnswer(
        external_id=number or row_number(row, occurrence),
        at=at,
        score=score,
        words=_words(cells),
        place=place,
        department=department,
        language=cells.get("language", "")[:10] if not cells.get("language", "").isdecimal() else "",
        weight=_weight(cells.get("weight", "")),
        draft=_person(cells, at),
    )


def _words(cells: Mapping[str, str]) -> dict[str, str]:
    words = cells.get("words", "")[:MOST_WORDS]
    if plain_value(words) in NO_ANSWER or plain_value(words) == "nothing":
        return {}
    return {question_code(cells.get("question", "")): words}


def _moment(text: str, reading: Reading) -> datetime:
    try:
        if not text:
            raise ValueError(_("The row has no date. Say which day counts for rows without one."))
        moment = parse(text, reading.order, ZoneInfo(reading.zone))
        if moment > reading.latest:
            raise ValueError(_("“%(value)s” lies in the future. Correct the date.") % {"value": text[:40]})
    except ValueError as error:
        if reading.undated is None:
            raise BadRow(str(error)) from None
        return reading.undated
    return moment


def _units(cells: Mapping[str, str], reading: Reading) -> tuple[int | None, int | None]:
    found = [reading.units.get(plain(cells[name])) for name in ("place", "department") if cells.get(name)]
    place = next((unit for unit in found if unit and reading.kinds[unit] == "place"), None)
    department = next((unit for unit in found if unit and reading.kinds[unit] == "department"), None)
    return place, department


def _weight(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        weight = Decimal(text.replace(",", ".")).quantize(Decimal("0.000001"))
    except InvalidOperation:
        weight = Decimal("NaN")
    if not weight.is_finite() or not 0 < weight < 1_000_000:
        raise BadRow(_("“%(value)s” is no weight. Write it like 0.75.") % {"value": text[:40]})
    return weight


def _person(cells: Mapping[str, str], at: datetime) -> SignalDraft | None:
    points = tuple((kind, cells[kind]) for kind in ("phone", "email") if cells.get(kind))
    if not points:
        return None
    return SignalDraft(
        kind=SignalKind.SCORE,
        channel=SignalChannel.IMPORT,
        received_at=at,
        name=cells.get("name", ""),
        contact_points=points,
    )
