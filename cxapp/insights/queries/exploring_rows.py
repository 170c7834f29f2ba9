"""The rows behind one explored number: the cases, answers or invitations it was counted from, as far as the reader may see them.

The same conditions as the counts (`raw`), one row for each thing counted. A family whose numbers can be opened has an entry in
`BEHIND`; answers have cards of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cxapp.insights.access.whole import reads_hidden, reads_whole
from cxapp.insights.queries.case_rows import CaseRow, case_rows
from cxapp.insights.queries.raw import answers, asked, cases, complaints, promises
from cxapp.insights.queries.raw.grouping import narrowed, of_seen_cases, seen_responses, within
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.rules.exploring import TIMES, Exploring, Source
from cxapp.insights.rules.families import Sight, Wanted
from cxapp.lib.batches import Batches
from cxapp.lib.periods import Period
from feedback.models import Answer, Invitation, Response, Signal

Rows = QuerySet[Any, Any]
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows these measures are counted from. `case` and `at`: the columns of the case and of the moment a row is counted
    by; `moment`: what that moment is."""

    rows: Callable[[Wanted], Rows]
    measures: Mapping[str, Q]
    keys: Mapping[str, Any]
    case: str
    at: str
    moment: Any


def _complaints(wanted: Wanted) -> Rows:
    return of_seen_cases(Signal.objects.filter(within("received_at", wanted.spans)), "case", wanted)


_DUE, _CLOSED = _("promised for"), _("closed")
BEHIND: Mapping[str, tuple[Behind, ...]] = {
    "complaints": (
        Behind(_complaints, complaints.MEASURES, complaints.KEYS, "case", "received_at", _("received")),
    ),
    "cases": (
        Behind(cases.opened, cases.OPENED, cases.KEYS, "pk", "received_at", _("received")),
        Behind(cases.closed, cases.CLOSED, cases.KEYS, "pk", "closed_at", _CLOSED),
        Behind(cases.reopened, cases.REOPENED, cases.EVENT_KEYS, "subject_id", "at", _("waiting again")),
    ),
    "promises": (
        Behind(promises.answered_promises, promises.MEASURES, promises.KEYS, "subject_id", "due_at", _DUE),
    ),
    "climbs": (Behind(promises.climbing, promises.CLIMBED, promises.KEYS, "subject_id", "due_at", _DUE),),
    TIMES: (Behind(promises.due_promises, {"due": Q()}, promises.KEYS, "subject_id", "due_at", _DUE),),
}


def may_open_rows(reader: User) -> bool:
    """The board reads counts, not customers."""
    return reads_hidden(reader) or not reads_whole(reader)


def behind(source: Source) -> Behind | None:
    """Where the cases of a figure are found; None where it is not counted from cases."""
    return next((one for one in BEHIND.get(source.family, ()) if _measure(source) in one.measures), None)


def has_rows(source: Source) -> bool:
    """Whether its numbers have a page."""
    return bool(source.scale) or source.family == ASKED or behind(source) is not None


def _measure(source: Source) -> str:
    """What the rows are chosen by: for a time, all promises it is the middle one of."""
    return source.n if source.time else source.k


def rows_of_cases(
    *, reader: User, asking: Exploring, span: Period, key: str, now: datetime
) -> Batches[CaseRow]:
    """The cases a number is made of, one row for each thing counted, the latest first."""
    found = behind(asking.source)
    if found is None:
        raise LookupError(asking.figure)
    wanted = _wanted(reader, asking, span, key, now)
    rows = narrowed(found.rows(wanted), found.keys, wanted.where)
    return case_rows(rows.filter(found.measures[_measure(asking.source)]), case=found.case, at=found.at)


def invitations_behind(
    *, reader: User, asking: Exploring, span: Period, key: str, now: datetime
) -> QuerySet[Invitation]:
    """The invitations a number is made of, the newest first."""
    wanted = _wanted(reader, asking, span, key, now)
    came_up, sent = asked.of_days(wanted)
    seen = narrowed(asked.invitations(wanted).filter(came_up | sent), asked.KEYS, wanted.where)
    rows: QuerySet[Invitation] = seen.filter(asked.MEASURES[asking.source.k])
    newest = Coalesce("occasion__at", "sent_at").desc()
    return rows.select_related("customer", "place", "version__survey").order_by(newest, "-pk")


def answers_behind(
    *, reader: User, asking: Exploring, span: Period, key: str, now: datetime
) -> QuerySet[Response]:
    """The answers a score is made of, the newest first."""
    wanted = _wanted(reader, asking, span, key, now)
    scored = Answer.objects.filter(
        response=OuterRef("pk"), question__in=answers.main_questions()[0], kind=asking.source.scale,
        score__isnull=False,
    )  # fmt: skip
    rows = narrowed(seen_responses(wanted).filter(within("at", [span])), answers.KEYS, wanted.where)
    return rows.filter(Exists(scored)).order_by("-at", "-pk")


def _wanted(reader: User, asking: Exploring, span: Period, key: str, now: datetime) -> Wanted:
    where = dict(asking.where) | ({asking.by: key} if asking.by else {})
    return Wanted([span], now, house_zone(), "", where, Sight.OWN, reader)
