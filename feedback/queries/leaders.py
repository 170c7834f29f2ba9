"""Whose name stands on a form before it is sent: the leader a signal from this place would get today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Absence, User
from accounts.queries.house import house
from accounts.queries.line import line_of
from feedback.models import Customer
from feedback.queries.choosing import active_rules
from feedback.rules.assignment import Facts, choose_leader, possible_leaders


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it; while they are away also who answers for them, and until when."""

    person: User
    deputy: User | None = None
    away_until: datetime | None = None


def leader_to_be(
    *,
    place: int | None,
    now: datetime,
    department: int | None = None,
    customer: Customer | None = None,
    facts: Mapping[str, Any] | None = None,
) -> User:
    """By the same rules a new case gets its leader by."""
    return User.objects.get(
        pk=leaders_id(place=place, now=now, department=department, customer=customer, facts=facts)
    )


def leaders_id(
    *,
    place: int | None,
    now: datetime,
    department: int | None = None,
    customer: Customer | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """The same for whoever needs no name."""
    where = house()
    rules = active_rules(where)
    account = customer.account if customer is not None and customer.account_id else None
    known = Facts(place, department, dict(facts or {}), account.leader_id if account else None)
    line = line_of(people=possible_leaders(facts=known, rules=rules, house=where), now=now)
    return choose_leader(facts=known, rules=rules, house=where, line=line).leader


def reader_of(person: User, now: datetime) -> Reader:
    """The person, and who answers for them today."""
    deputy = line_of(people=[person.pk], now=now).stand_in(person.pk)
    if deputy is None:
        return Reader(person)
    away = Absence.objects.filter(person=person, starts__lte=now, ends__gt=now).order_by("-ends").first()
    return Reader(person, User.objects.get(pk=deputy), away.ends if away else None)
