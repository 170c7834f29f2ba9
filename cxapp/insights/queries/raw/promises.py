"""Promises to contact by the day they fell due, by whoever was responsible then; and how far each climbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import Escalation
from cxapp.insights.queries.promises import CONDITIONS, promises_of
from cxapp.insights.queries.raw.grouping import Rows, grouped, of_case, of_seen_cases, split, within
from cxapp.insights.rules.families import Part, Wanted
from cxapp.lib.periods import Period
from feedback.enums import Word
from feedback.models import Case, CustomerWord

MEASURES = {
    **CONDITIONS,
    "said": Q(said=True),
    "denied": Q(denied=True),
    "waiting": Q(met_at=None, ended_at=None),
}
CLIMBED = {
    "climbed": Q(top__isnull=False),
    "owner": Q(top__isnull=False, at_owner=True),
    "owner_open": Q(top__isnull=False, at_owner=True, open=True),
}
"""What `climbs` counts by itself, over the columns `climbing` adds."""
KEYS = {
    "leader": F("person"),
    "stage": of_case("stage"),
    "place": of_case("place"),
    "department": of_case("department"),
    "severity": of_case("severity"),
}


def due_promises(wanted: Wanted) -> Rows:
    """The promises of these days that were kept or whose time has come."""
    spans = wanted.spans
    whole = Period(spans[0].first_day, spans[-1].last_day, spans[0].start, spans[-1].end)
    cases = of_seen_cases(Case.objects.all(), "pk", wanted)
    return promises_of(cases=cases, period=whole, now=wanted.now).filter(within("due_at", spans))


def answered_promises(wanted: Wanted) -> Rows:
    """The same with what the customer said about being reached."""
    words = CustomerWord.objects.filter(case=OuterRef("subject_id"), cycle=OuterRef("cycle"))
    said = words.exclude(reached="")
    rows: Rows = due_promises(wanted).annotate(
        said=Exists(said),
        denied=Exists(said.filter(reached=Word.NO)) & ~Exists(said.filter(reached=Word.YES)),
    )
    return rows


def promises(wanted: Wanted) -> list[Part]:
    return [grouped(answered_promises(wanted), wanted, moment="due_at", keys=KEYS, measures=MEASURES)]


def climbing(wanted: Wanted) -> Rows:
    """The promises due with their highest rung, whose it is, and whether they still run."""
    highest = Escalation.objects.filter(clock=OuterRef("pk"), reason="late").order_by("-level")
    rows: Rows = due_promises(wanted).annotate(
        top=Subquery(highest.values("level")[:1]),
        at_owner=Subquery(highest.values("to__is_owner")[:1]),
        stopped=Subquery(highest.values("to_id")[:1]),
        open=Q(met_at=None, ended_at=None),
    )
    return rows


def climbs(wanted: Wanted) -> list[Part]:
    """Of all promises due: how many went up, where they stopped, which of them with the owner."""
    keys, splits = KEYS | {"stopped": F("stopped")}, ("top", "at_owner", "open")
    return [split(climbing(wanted), wanted, _climb, moment="due_at", keys=keys, splits=splits)]


def _climb(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    n = row["n"]
    yield "due", n
    if row["top"] is not None:
        yield "climbed", n
        yield f"stopped_{row['top']}", n
        if row["at_owner"]:
            yield "owner", n
            yield "owner_open", n * row["open"]
