"""The rows behind one explored number: the cases or the answers it was counted from, as far as the reader may see them.

The same conditions as the counts (`raw`). Invitations have no page of their own, so their numbers lead nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from cxapp.insights.access.whole import reads_hidden, reads_whole
from cxapp.insights.queries.promises import CONDITIONS
from cxapp.insights.queries.raw import answers, cases, complaints, promises
from cxapp.insights.queries.raw.grouping import narrowed, of_seen_cases, seen_responses, within
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.rules.exploring import Exploring, Source
from cxapp.insights.rules.families import Sight, Wanted
from cxapp.lib.periods import Period
from feedback.models import Answer, Case, Response, Signal

Rows = QuerySet[Any, Any]
OF_CASES = ("complaints", "cases", "promises")
_KNOWN = {"complaints": complaints.MEASURES, "cases": cases.OPENED, "promises": CONDITIONS}


def may_open_rows(reader: User) -> bool:
    """The board reads counts, not customers."""
    return reads_hidden(reader) or not reads_whole(reader)


def has_rows(source: Source) -> bool:
    """Whether its numbers have a page: answers, and the cases of what is counted from one row a case."""
    return bool(source.scale) or source.k in _KNOWN.get(source.family, ())


def cases_behind(*, reader: User, asking: Exploring, span: Period, key: str, now: datetime) -> QuerySet[Case]:
    """The cases a number is made of, the last received first."""
    wanted = _wanted(reader, asking, span, key, now)
    found = Case.objects.filter(pk__in=_CASES[asking.source.family](wanted, asking.source.k))
    return found.select_related("customer", "leader", "place", "words").order_by("-received_at", "-pk")


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


def _complaints(wanted: Wanted, measure: str) -> Rows:
    rows = of_seen_cases(Signal.objects.filter(within("received_at", wanted.spans)), "case", wanted)
    return narrowed(rows, complaints.KEYS, wanted.where).filter(complaints.MEASURES[measure]).values("case")


def _cases(wanted: Wanted, measure: str) -> Rows:
    rows = of_seen_cases(Case.objects.filter(within("received_at", wanted.spans)), "pk", wanted)
    return narrowed(rows, cases.KEYS, wanted.where).filter(cases.OPENED[measure]).values("pk")


def _promises(wanted: Wanted, measure: str) -> Rows:
    rows = narrowed(promises.due_promises(wanted), promises.KEYS, wanted.where)
    return rows.filter(CONDITIONS[measure]).values("subject_id")


_CASES: Mapping[str, Callable[[Wanted, str], Rows]] = {
    "complaints": _complaints,
    "cases": _cases,
    "promises": _promises,
}
