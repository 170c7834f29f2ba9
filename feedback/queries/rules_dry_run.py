"""The rules today: where nobody stands, and what the last 30 days would have looked like under these rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity, StepUnit
from accounts.models import Unit
from accounts.queries.gaps import gaps_of
from accounts.queries.house import house
from cxapp.lib.working_time import Step
from feedback.enums import CaseMode, End, ResponsibilityReason
from feedback.models import Case
from feedback.queries.replay import MOST, ROW, Played, facts_of, first_signals, gaps, play
from feedback.rules.assignment import Rule
from feedback.rules.kinds import CONTACT, RESOLUTION

DAYS = 30
ONE = {
    StepUnit.WORKING_HOURS.value: _("working hour"),
    StepUnit.WORKING_DAYS.value: _("working day"),
    StepUnit.HOURS.value: _("hour"),
    StepUnit.DAYS.value: _("day"),
}


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """One severity: how many cases, and the times the organisation's usual profile gives them."""

    severity: Severity
    cases: int
    contact: str
    resolution: str


@dataclass(slots=True)
class DryRun:
    total: int = 0
    played: int = 0
    by_rule: dict[int, int] = field(default_factory=dict)
    by_line: int = 0
    """Cases no rule caught: they went to the leader of an account, a place or a department."""
    gaps: list[tuple[str, int]] = field(default_factory=list)
    nowhere: int = 0
    fallen: int = 0
    at_owner: int = 0
    owner: str = ""
    severities: list[SeverityRow] = field(default_factory=list)


def dry_run(*, rules: Sequence[Rule], now: datetime) -> DryRun:
    """The live cases of the last 30 days under these rules, had nobody acted. Nothing is stored."""
    recent = Case.objects.filter(mode=CaseMode.LIVE, received_at__gte=now - timedelta(days=DAYS), week=None)
    recent = recent.exclude(end__in=[End.NO_CASE, End.MERGED])
    found = DryRun(total=recent.count())
    cases = [
        {**case, "closed_at": None} for case in recent.order_by("-received_at", "-pk").values(*ROW)[:MOST]
    ]
    signals = first_signals(cases)
    facts = [facts_of(case, *signals.get(case["pk"], ("", ""))) for case in cases]
    played, line = play(cases=cases, facts=facts, rules=rules, now=now)
    found.played = len(played)
    found.owner = line.people[line.owner].name if line.owner else ""
    found.by_rule = dict(Counter(one.choice.data["rule"] for one in played if _by_rule(one)))
    found.fallen = sum(one.choice.is_gap for one in played)
    found.by_line = found.played - sum(found.by_rule.values()) - found.fallen
    found.gaps, found.nowhere = gaps(played)
    found.at_owner = sum(any(told.person == line.owner for told in one.told) for one in played)
    found.severities = _severities(Counter(one.case["severity"] for one in played))
    return found


def _by_rule(one: Played) -> bool:
    return one.choice.reason == ResponsibilityReason.RULE


def _severities(counts: Counter[str]) -> list[SeverityRow]:
    policy = house().policy_of(None)
    return [
        SeverityRow(
            each,
            counts[each.value],
            in_words(policy.step(CONTACT, each)),
            in_words(policy.step(RESOLUTION, each)),
        )
        for each in Severity
    ]


def in_words(step: Step) -> str:
    """4 working hours"""
    one = ONE.get(step.unit.value, "") if step.amount == 1 else ""
    return f"{step.amount.normalize():f} {one or StepUnit(step.unit.value).label}"


def headless(now: datetime) -> list[str]:
    """A sentence for each open place and department that has a gap above it."""
    units = list(Unit.objects.filter(is_active=True).order_by("kind", "name"))
    return list(gaps_of(units=units, now=now).values())
