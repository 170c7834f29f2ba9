"""`/board/questions/`: where numbers look too good, a question to ask; who and which rows are one press away.

For the CX manager and the owner. Not here: what raises a question (`rules.questions`), whose rows (`queries.questions`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, needs
from accounts.access.roles import reader as reader_of
from accounts.enums import Role
from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.queries.questions import LOOKING, MOST_ROWS, Found, findings, rows_behind
from cxapp.insights.rules.questions import BY_NAME, DAYS, MINUTES, PATTERNS
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.export import csv_response

READERS = (Role.CX_MANAGER, OWNER)
MOST = 20
"""Findings one page shows, the most striking first."""
TOLD = 3


@dataclass(frozen=True, slots=True)
class Cell:
    text: Any
    url: str = ""


Row = Sequence[Cell]


@require_safe
@needs(*READERS)
def page(request: HttpRequest) -> HttpResponse:
    """What raises a question now, without a name; below it everything that is looked at."""
    reader, now = reader_of(request), clock.now()
    found = findings(reader=reader, now=now)
    raised = [
        {
            "pattern": pattern,
            "says": [finding_words(pattern.name, one) for one in found[pattern.name][:TOLD]],
            "more": len(found[pattern.name]) - TOLD,
            "url": reverse("question_behind", args=[pattern.name]),
        }
        for pattern in PATTERNS
        if found[pattern.name]
    ]
    context = {
        "now": now,
        "raised": raised,
        "sentence": _sentence(len(raised)),
        "patterns": PATTERNS,
        "days": DAYS,
        "board_tabs": board_tabs(reader, "questions_to_ask"),
    }
    return render(request, "insights/questions/page.html", context)


def _sentence(raised: int) -> str:
    if not raised:
        return _("Nothing in the last %(days)s days raises a question.") % {"days": DAYS}
    return ngettext(
        "%(n)s question is worth asking. Often there is a good answer: ask before you think.",
        "%(n)s questions are worth asking. Often there is a good answer: ask before you think.",
        raised,
    ) % {"n": raised}


@require_safe
@needs(*READERS)
def behind(request: HttpRequest, name: str) -> HttpResponseBase:
    """Who and which rows, for one pattern."""
    if name not in LOOKING:
        raise Http404
    reader, now = reader_of(request), clock.now()
    found = LOOKING[name](reader, now)[:MOST]
    rows = rows_behind(name=name, found=found, reader=reader, now=now)
    people = User.objects.in_bulk({person for one in found for person in one.people})
    heads = HEADS[name]()
    shown: list[dict[str, Any]] = [
        {
            "title": _title(one, people),
            "says": finding_words(name, one),
            "words": rows[place][0].note.body.strip() if one.words and place in rows else "",
            "rows": LINES[name](one, rows.get(place, [])),
        }
        for place, one in enumerate(found)
    ]
    if request.GET.get("format") == "csv":
        lines = ([one["title"], *(cell.text for cell in row)] for one in shown for row in one["rows"])
        return csv_response(f"questions-{name}", [_("Who or where"), *heads], lines)
    context = {
        "now": now,
        "pattern": BY_NAME[name],
        "shown": shown,
        "heads": heads,
        "most": MOST_ROWS,
        "board_tabs": board_tabs(reader, "questions_to_ask"),
    }
    return render(request, "insights/questions/behind.html", context)


def _title(found: Found, people: dict[int, User]) -> str:
    if found.place is not None:
        unit = house().units.get(found.place)
        return unit.name if unit else _("A place that is gone")
    return str(get_text_list([people[pk].name for pk in found.people if pk in people], _("and")))


def finding_words(name: str, one: Found) -> str:
    """One finding in counts, without a name."""
    facts = {"k": one.k, "n": one.n, "people": len(one.people), "minutes": MINUTES, "days": DAYS}
    return WORDS[name](one) % facts


WORDS: dict[str, Callable[[Found], str]] = {
    "asking": lambda one: ngettext(
        "%(k)s customer was asked in the two weeks after a bad one; about %(n)s would be usual.",
        "%(k)s customers were asked in the two weeks after a bad one; about %(n)s would be usual.",
        one.k,
    ),
    "closed": lambda one: _(
        "%(k)s of %(n)s closed cases were closed within %(minutes)s minutes of being opened."
    ),
    "notes": lambda one: _("The same words stand on the contacts of %(k)s cases."),
    "denied": lambda one: _(
        "%(k)s of %(n)s customers who answered say that they were not reached, though a contact was logged."
    ),
    "rings": lambda one: _("%(people)s people, %(k)s thanks among them in %(days)s days."),
}


def _moment(at: datetime) -> str:
    return format_date(at.astimezone(timezone.get_current_timezone()), "j M Y H:i")


def _case(number: int) -> Cell:
    return Cell(_("Case %(number)s") % {"number": number}, reverse("case", args=[number]))


HEADS: dict[str, Callable[[], list[str]]] = {
    "asking": lambda: [_("Week from"), _("Unhappy customers"), _("Asked"), _("Could be asked")],
    "closed": lambda: [_("Case"), _("Opened"), _("Closed"), _("Minutes"), _("End")],
    "notes": lambda: [_("Case"), _("Contact logged"), _("What came of it")],
    "denied": lambda: [_("Case"), _("Contact logged"), _("The customer answered")],
    "rings": lambda: [_("When"), _("From"), _("To"), _("What for")],
}
LINES: dict[str, Callable[[Found, Sequence[Any]], list[Row]]] = {
    "asking": lambda one, rows: [
        [
            Cell(format_date(week.start, "j M Y")),
            Cell(week.unhappy),
            Cell(week.asked),
            Cell(week.eligible),
        ]
        for week in one.weeks
    ],
    "closed": lambda one, rows: [
        [
            _case(row.pk),
            Cell(_moment(row.opened_at)),
            Cell(_moment(row.closed_at)),
            Cell(int((row.closed_at - row.opened_at).total_seconds() // 60)),
            Cell(row.get_end_display()),
        ]
        for row in rows
    ],
    "notes": lambda one, rows: [
        [_case(row.case_id), Cell(_moment(row.logged_at)), Cell(row.get_outcome_display())] for row in rows
    ],
    "denied": lambda one, rows: [
        [_case(row.case_id), Cell(_moment(row.logged_at)), Cell(_moment(row.at))] for row in rows
    ],
    "rings": lambda one, rows: [
        [
            Cell(_moment(row.kudos.at), reverse("kudos", args=[row.kudos.uuid])),
            Cell(row.giver.name),
            Cell(row.person.name),
            Cell(Truncator(row.kudos.reason).chars(100)),
        ]
        for row in rows
    ],
}
