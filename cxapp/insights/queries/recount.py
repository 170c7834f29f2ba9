"""The same counts made another way, for proof: plain Python over plain rows, slower on purpose, never used by a page.

Shares no query and no condition with `queries.raw`: whoever changes what a family counts changes both, and says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.models import Clock, Escalation, Event, Miss, User
from cxapp.insights.queries.recount_answers import answer_facts, asked_facts
from cxapp.insights.queries.recount_facts import Asked, Fact, between_days, units_of
from cxapp.insights.rules.families import Counted
from cxapp.lib.kept import Among
from cxapp.lib.periods import Period
from feedback.models import (
    Case,
    Concern,
    ContactAttempt,
    CustomerWord,
    Signal,
)


def recounted(
    family: str, period: Period, now: datetime, zone: ZoneInfo, cuts: Collection[str] = ("",)
) -> dict[str, Counted]:
    """For each cut by day and key, what is about nobody."""
    found: dict[str, Counted] = {cut: defaultdict(Counter) for cut in cuts}
    for fact in RECOUNT[family](Asked(period, now, zone, _about())):
        day = fact.at.astimezone(zone).date()
        for cut in cuts:
            if cut and cut not in fact.keys:
                continue
            key = fact.keys[cut] if cut else None
            found[cut][day, "" if key is None else str(key)].update(fact.measures)
    return {cut: {at: n for at, n in counted.items() if n.total()} for cut, counted in found.items()}


def _about() -> dict[str, set[int]]:
    """What is about somebody who works here, by what it is."""
    about: dict[str, set[int]] = defaultdict(set)
    for concern in Concern.objects.filter(state="confirmed").select_related("signal__response"):
        about["case"].add(concern.signal.case_id)
        if concern.signal.response is not None:
            about["response"].add(concern.signal.response_id or 0)
            about["invitation"].add(concern.signal.response.invitation_id or 0)
    return about


def _complaints(asked: Asked) -> Iterator[Fact]:
    rows = list(
        between_days(Signal.objects.select_related("case", "response__version"), "received_at", asked)
    )
    first: dict[int, int] = {}
    of_them = Signal.objects.filter(Among("case", {row.case_id for row in rows}))
    for pk, case in of_them.order_by("-pk").values_list("pk", "case_id"):
        first[case] = pk
    names = {"complaint": "complaints", "score": "low_answers", "contact_me": "contact_me"}
    for row in rows:
        if row.case_id in asked.about["case"]:
            continue
        opens = ("cases",) if first[row.case_id] == row.pk else ()
        keys: dict[str, Any] = {
            "stage": row.stage_id or row.case.stage_id,
            "place": row.place_id or row.case.place_id,
            "department": row.department_id or row.case.department_id,
            "channel": row.channel,
            "severity": row.case.severity,
            "survey": row.response.version.survey_id if row.response else None,
        }
        if row.case.mode == "live":
            keys["leader"] = row.case.leader_id
        yield Fact(
            row.received_at, keys, ("no_case",) if row.case.end == "no_case" else (names[row.kind], *opens)
        )


@dataclass(slots=True)
class _Due:
    clock: Clock
    case: Case
    person: int
    attempts: list[ContactAttempt]
    words: list[str]
    rungs: list[Escalation]


def _due(asked: Asked) -> Iterator[_Due]:
    """Promises to contact that fell due in the period, with everything that belongs to them."""
    clocks = list(between_days(Clock.objects.filter(subject_kind="case", kind="contact"), "due_at", asked))
    ids, numbers = {clock.subject_id for clock in clocks}, {clock.pk for clock in clocks}
    cases = {case.pk: case for case in Case.objects.filter(Among("pk", ids))}
    attempts: dict[tuple[int, int], list[ContactAttempt]] = defaultdict(list)
    for attempt in ContactAttempt.objects.filter(Among("case", ids)):
        attempts[attempt.case_id, attempt.cycle].append(attempt)
    words: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word in CustomerWord.objects.filter(Among("case", ids)):
        words[word.case_id, word.cycle].append(word.reached)
    charged = {
        miss.clock_id: miss.person_id
        for miss in Miss.objects.filter(Among("clock", numbers))
        if miss.level == 0
    }
    rungs: dict[int, list[Escalation]] = defaultdict(list)
    for rung in Escalation.objects.filter(Among("clock", numbers)):
        rungs[rung.clock_id].append(rung)
    for clock in clocks:
        case = cases[clock.subject_id]
        ended_before = clock.ended_at is not None and clock.ended_at <= clock.due_at
        is_due = clock.due_at <= asked.now or clock.met_at is not None
        if clock.armed_at is None or ended_before or not is_due:
            continue
        if case.mode == "live" and case.pk not in asked.about["case"]:
            at = (case.pk, clock.cycle)
            person = charged.get(clock.pk, clock.holder_id)
            yield _Due(clock, case, person, attempts[at], words[at], rungs[clock.pk])


def _promises(asked: Asked) -> Iterator[Fact]:
    for due in _due(asked):
        clock, said = due.clock, [word for word in due.words if word]
        standing = [attempt for attempt in due.attempts if attempt.withdrawn_at is None]
        facts = {
            "due": True,
            "tried": any(
                a.by_id == due.person and a.acting_as == "leader" and a.logged_at < clock.due_at
                for a in standing
            ),
            "reached": clock.met_at is not None and clock.met_at < clock.due_at,
            "delegated": any(a.met_clock and a.by_id != due.person for a in standing),
            "confirmed": "yes" in said,
            "escalated": any(rung.reason == "late" for rung in due.rungs),
            "said": bool(said),
            "denied": "no" in said and "yes" not in said,
            "waiting": clock.met_at is None and clock.ended_at is None,
        }
        keys = {**units_of(due.case), "leader": due.person, "severity": due.case.severity}
        yield Fact(clock.due_at, keys, tuple(name for name, holds in facts.items() if holds))


def _climbs(asked: Asked) -> Iterator[Fact]:
    owners = set(User.objects.filter(is_owner=True).values_list("pk", flat=True))
    for due in _due(asked):
        late = sorted((rung for rung in due.rungs if rung.reason == "late"), key=lambda rung: rung.level)
        measures = ["due"]
        if late:
            measures += ["climbed", f"stopped_{late[-1].level}"]
        if late and late[-1].to_id in owners:
            measures.append("owner")
            if due.clock.met_at is None and due.clock.ended_at is None:
                measures.append("owner_open")
        keys = {**units_of(due.case), "leader": due.person, "severity": due.case.severity}
        yield Fact(due.clock.due_at, {**keys, "stopped": late[-1].to_id if late else None}, tuple(measures))


def _contact_times(asked: Asked) -> Iterator[Fact]:
    for due in _due(asked):
        began, met = due.clock.started_at.replace(microsecond=0), due.clock.met_at
        measure = "open"
        if met is not None:
            measure = f"h:{max(int((met.replace(microsecond=0) - began).total_seconds() // 3600), 0)}"
        keys = {**units_of(due.case), "leader": due.person, "severity": due.case.severity}
        yield Fact(due.clock.due_at, keys, (measure,))


def _cases(asked: Asked) -> Iterator[Fact]:
    events = list(between_days(Event.objects.filter(subject_kind="case", code="reopened"), "at", asked))
    found = Q(received_at__gte=asked.period.start, received_at__lt=asked.period.end)
    found |= Q(closed_at__gte=asked.period.start, closed_at__lt=asked.period.end)
    found |= Q(Among("pk", {event.subject_id for event in events}))
    rows = [row for row in Case.objects.filter(found) if row.pk not in asked.about["case"]]
    people = {row.customer_id for row in rows if row.customer_id}
    out = ("no_case", "merged")
    starts: dict[int, list[datetime]] = defaultdict(list)
    for row in Case.objects.filter(Among("customer", people), matter=0, mode="live"):
        if row.end not in out:
            starts[row.customer_id or 0].append(row.opened_at)
    right: dict[tuple[int, int], str] = {}
    for said in CustomerWord.objects.filter(Among("case", {row.pk for row in rows})).order_by("pk"):
        if said.right:
            right[said.case_id, said.cycle] = said.right
    keys = {}
    for row in rows:
        live = row.mode == "live"
        keys[row.pk] = {
            **units_of(row),
            "severity": row.severity,
            **({"leader": row.leader_id} if live else {}),
        }
        counts = live and row.end not in out
        if asked.holds(row.received_at) and (counts or not live):
            yield Fact(row.received_at, keys[row.pk], ("opened" if live else "history",))
        if row.closed_at is None or not asked.holds(row.closed_at) or not live:
            continue
        until = row.closed_at + timedelta(days=90)
        word = right.get((row.pk, row.cycle), "")
        facts = {
            f"closed:{row.end}": True,
            "closed": counts,
            f"outcome:{row.outcome}": counts,
            "repeat": counts
            and any(row.closed_at < at <= until for at in starts.get(row.customer_id or 0, ())),
            "asked_right": counts and row.resolved_at is not None,
            "said_right": counts and row.resolved_at is not None and bool(word),
            "right": counts and row.resolved_at is not None and word == "yes",
        }
        yield Fact(row.closed_at, keys[row.pk], tuple(name for name, holds in facts.items() if holds))
    for event in events:
        if event.subject_id in keys:
            yield Fact(event.at, keys[event.subject_id], ("reopened",))


RECOUNT: Mapping[str, Callable[[Asked], Iterable[Fact]]] = {
    "complaints": _complaints,
    "promises": _promises,
    "climbs": _climbs,
    "contact_times": _contact_times,
    "cases": _cases,
    "answers": answer_facts,
    "asked": asked_facts,
}
