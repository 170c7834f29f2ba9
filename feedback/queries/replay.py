"""What would have happened: past complaints against today's rules, line and clocks. Nothing is stored, nobody is told.

Bounded: the newest cases only, and as many queries for one as for all of them. Shared with the dry run of rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import ImportRun
from accounts.queries.house import House, house
from accounts.queries.line import line_of
from accounts.rules.line import Line
from cxapp.lib.working_time import Step, due
from feedback.enums import CaseMode
from feedback.models import Case, Signal
from feedback.queries.choosing import active_rules
from feedback.rules.assignment import Choice, Facts, Rule, choose_leader, possible_leaders
from feedback.rules.kinds import CONTACT

MOST = 5000
SHOWN = 100

ROW = (
    "pk",
    "place_id",
    "department_id",
    "stage_id",
    "severity",
    "received_at",
    "closed_at",
    "account_id",
    "account__leader_id",
    "customer__language",
    "customer__yearly_value",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One person would have been told: 0 is the leader, n the n-th above."""

    person: int
    level: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Played:
    """One case as it would have gone."""

    case: Mapping[str, Any]
    choice: Choice
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A case that would have come to the owner."""

    case: int
    received_at: datetime
    leader: str
    at: datetime


@dataclass(slots=True)
class Replay:
    """What the page shows. `total` cases are there, the newest `played` of them were replayed."""

    total: int = 0
    played: int = 0
    without_end: int = 0
    people: list[tuple[str, int, int]] = field(default_factory=list)
    """Name, level, how many cases."""
    at_owner: int = 0
    to_owner: list[Reached] = field(default_factory=list)
    gaps: list[tuple[str, int]] = field(default_factory=list)
    """Where nobody stands, and how many cases fell upwards from there."""
    nowhere: int = 0
    owner: str = ""
    ends_known: bool = False
    """Whether the file has a column that says when complaints were closed."""


def rules_today() -> list[Rule]:
    return active_rules(house())


def play(
    *, cases: Sequence[Mapping[str, Any]], facts: Sequence[Facts], rules: Sequence[Rule], now: datetime
) -> tuple[list[Played], Line]:
    """Each case with its leader and everyone told until it ended, had nobody acted before.

    `closed_at` None: it still waits at `now`. Absences of today say nothing about another day, so everyone is here.
    """
    inside = house()
    possible = {pk for fact in facts for pk in possible_leaders(facts=fact, rules=rules, house=inside)}
    today = line_of(people=possible, now=now)
    line = Line(today.people, {}, today.owner)
    if line.owner is None:
        return [], line
    when = _Times(inside)
    played = []
    for case, fact in zip(cases, facts, strict=True):
        choice = choose_leader(facts=fact, rules=rules, house=inside, line=line)
        played.append(Played(case, choice, tuple(_told(case, fact, choice.leader, line, when, now))))
    return played, line


class _Times:
    """Due times, each computed once: files know the day only, so thousands of cases share a start."""

    def __init__(self, inside: House) -> None:
        self.inside = inside
        self.known: dict[tuple[int | None, datetime, Step], datetime] = {}

    def after(self, unit: int | None, start: datetime, step: Step) -> datetime:
        key = (unit, start, step)
        if key not in self.known:
            self.known[key] = due(self.inside.calendar_of(unit), start, step)
        return self.known[key]


def _told(
    case: Mapping[str, Any], fact: Facts, leader: int, line: Line, when: _Times, now: datetime
) -> Iterator[Told]:
    unit = fact.place or fact.department
    step = when.inside.policy_of(unit).step(CONTACT, case["severity"])
    yield Told(leader, 0, case["received_at"])
    told = [leader]
    end, at = case["closed_at"] or now, when.after(unit, case["received_at"], step)
    while at < end and (above := line.who_is_above(leader, told=told)) is not None:
        yield Told(above.person, len(told), at)
        told.append(above.person)
        at = when.after(line.people[above.person].unit, at, step)


def facts_of(case: Mapping[str, Any], channel: str, tag: str) -> Facts:
    values = {
        "channel": channel,
        "tag": tag,
        "severity": case["severity"],
        "stage": case["stage_id"],
        "account": case["account_id"],
        "language": case["customer__language"] or "",
        "value": case["customer__yearly_value"],
    }
    return Facts(case["place_id"], case["department_id"], values, case["account__leader_id"])


def first_signals(cases: Sequence[Mapping[str, Any]]) -> dict[int, tuple[str, str]]:
    """Channel and tag of the signal that opened each case."""
    rows = Signal.objects.filter(case__in=[case["pk"] for case in cases]).order_by("-pk")
    return {case: (channel, tag) for case, channel, tag in rows.values_list("case_id", "channel", "tag")}


def replay(*, run: ImportRun, now: datetime) -> Replay:
    """The past cases of an import, the newest ones first in line."""
    numbers = Signal.objects.filter(source=run.source).exclude(external_id="")
    mine = Case.objects.filter(mode=CaseMode.HISTORY, pk__in=numbers.values("case"))
    found = Replay(total=mine.count(), ends_known="closed_at" in run.mapping)
    cases = list(mine.order_by("-received_at", "-pk").values(*ROW)[:MOST])
    for case in cases:
        if case["closed_at"] == case["received_at"]:
            # History is stored as closed. The file says "still open" with an empty cell, or nothing at all.
            found.without_end += 1
            case["closed_at"] = run.started_at if found.ends_known else case["received_at"]
    signals = first_signals(cases)
    facts = [facts_of(case, *signals.get(case["pk"], ("", ""))) for case in cases]
    _sum_up(found, *play(cases=cases, facts=facts, rules=rules_today(), now=now))
    return found


def _sum_up(found: Replay, cases: Sequence[Played], line: Line) -> None:
    """Counts a person and level, what reached the owner above its leader, and where nobody stands."""
    counts = Counter((told.person, told.level) for one in cases for told in one.told)
    found.played = len(cases)
    found.people = sorted(
        ((line.people[person].name, level, count) for (person, level), count in counts.items()),
        key=lambda row: (row[1], -row[2], row[0]),
    )
    found.owner = line.people[line.owner].name if line.owner else ""
    reached = [(one, rung) for one in cases for rung in one.told if rung.level and rung.person == line.owner]
    found.at_owner = len(reached)
    found.to_owner = [
        Reached(one.case["pk"], one.case["received_at"], line.people[one.choice.leader].name, rung.at)
        for one, rung in reached[:SHOWN]
    ]
    found.gaps, found.nowhere = gaps(cases)


def gaps(cases: Sequence[Played]) -> tuple[list[tuple[str, int]], int]:
    """Units without a leader with the cases that fell upwards from there; and how many cases name no unit that exists."""
    inside = house()
    fell = [one for one in cases if one.choice.is_gap]
    units = Counter(unit for one in fell if (unit := one.case["place_id"] or one.case["department_id"]))
    named = sorted(
        ((inside.units[unit].name, count) for unit, count in units.items()), key=lambda row: (-row[1], row[0])
    )
    return named, len(fell) - units.total()
