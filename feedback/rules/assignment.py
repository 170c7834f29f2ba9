"""Who leads a new case, and why. Pure: everything it needs is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.queries.house import House
from accounts.rules.line import Line
from feedback.enums import ResponsibilityReason as Why


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may look at."""

    place: int | None
    department: int | None
    values: Mapping[str, Any] = field(default_factory=dict)
    account_leader: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    id: int
    name: str
    conditions: Mapping[str, Any]
    leader: int | None
    head_of: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The leader, the reason, and whether a gap made the case fall to somebody further up."""

    leader: int
    reason: Why
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_gap(self) -> bool:
        return self.reason in (Why.ABOVE_PLACE, Why.ABOVE_DEPARTMENT, Why.OWNER)


def choose_leader(
    *,
    facts: Facts,
    rules: Sequence[Rule],
    house: House,
    line: Line,
    excluded: Collection[int] = (),
    witness: int | None = None,
) -> Choice:
    """The first candidate who is active and not concerned; absent ones stay, their deputy works for them."""
    for person, reason, data in _candidates(facts, rules, house):
        if line.is_active(person) and person not in excluded:
            return Choice(person, reason, data)
    if line.owner is None:
        raise LookupError("no active owner")
    if line.owner not in excluded:
        return Choice(line.owner, Why.OWNER, {})
    return Choice(witness if witness is not None else line.owner, Why.CONFLICT, {})


def possible_leaders(*, facts: Facts, rules: Sequence[Rule], house: House) -> set[int]:
    """Everyone the choice may fall on: what the line has to be loaded for."""
    return {person for person, _, _ in _candidates(facts, rules, house)}


def _candidates(
    facts: Facts, rules: Sequence[Rule], house: House
) -> Iterator[tuple[int, Why, dict[str, Any]]]:
    if facts.account_leader is not None:
        yield facts.account_leader, Why.ACCOUNT, {}
    for rule in rules:
        if _holds(rule, facts, house):
            leader = rule.leader if rule.leader is not None else _head(rule.head_of, house)
            if leader is not None:
                yield leader, Why.RULE, {"rule": rule.id, "name": rule.name}
    yield from _heads(facts.place, Why.PLACE_HEAD, Why.ABOVE_PLACE, house)
    yield from _heads(facts.department, Why.DEPARTMENT_HEAD, Why.ABOVE_DEPARTMENT, house)


def _heads(unit: int | None, own: Why, above: Why, house: House) -> Iterator[tuple[int, Why, dict[str, Any]]]:
    for step in house.up(unit):
        if step.head is not None:
            yield step.head, own if step.id == unit else above, {"unit": unit}


def _head(unit: int | None, house: House) -> int | None:
    return house.units[unit].head if unit is not None and unit in house.units else None


def _holds(rule: Rule, facts: Facts, house: House) -> bool:
    for name, wanted in rule.conditions.items():
        if name in ("place", "department"):
            if not house.within(getattr(facts, name), int(wanted)):
                return False
        elif name == "value_from":
            if (facts.values.get("value") or 0) < wanted:
                return False
        elif name == "tag":
            if (facts.values.get(name) or "").casefold() != wanted.casefold():
                return False
        elif facts.values.get(name) != wanted:
            return False
    return True
