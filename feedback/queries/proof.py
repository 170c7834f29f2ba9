"""Checks what the sweep did against independent counts: names, rungs, where climbs end, how many notices there must be."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db.models import Count

from accounts.models import Clock, Escalation, Notice, User
from accounts.queries.house import house
from feedback.models import OPEN, Case
from feedback.rules.kinds import MAIN

GROUP_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found; every `…_wrong` must be 0."""

    cases: int
    without_active_leader: int
    rungs: int
    rungs_twice: int
    ended_at_owner: int
    not_at_owner: int
    notices: int
    notices_expected: int
    fingerprint: str

    @property
    def holds(self) -> bool:
        return (
            not (self.without_active_leader or self.rungs_twice or self.not_at_owner)
            and self.notices == self.notices_expected
        )


def prove() -> Proof:
    """Read everything once more, without the engine."""
    open_cases = Case.objects.filter(OPEN)
    rungs = Escalation.objects.filter(clock__subject_kind="case")
    doubled = rungs.values("clock", "level").annotate(n=Count("id")).filter(n__gt=1)
    at_owner = _at_owner()
    main = set(
        Clock.objects.filter(subject_kind="case", kind__in=MAIN, armed_at__isnull=False).values_list(
            "subject_id", flat=True
        )
    )
    return Proof(
        cases=open_cases.count(),
        without_active_leader=open_cases.filter(leader__is_active=False).count(),
        rungs=rungs.count(),
        rungs_twice=doubled.count(),
        ended_at_owner=len(at_owner & main),
        not_at_owner=len(main - at_owner),
        notices=Notice.objects.filter(kind__in=["case_rung", "late_group"]).count(),
        notices_expected=_expected(),
        fingerprint=_fingerprint(),
    )


def _at_owner() -> set[int]:
    """Cases whose owner was told of the first clock, or leads them."""
    owner = User.objects.get(is_owner=True, is_active=True)
    told = Escalation.objects.filter(clock__subject_kind="case", clock__kind__in=MAIN, to=owner)
    led = Case.objects.filter(leader=owner).values_list("pk", flat=True)
    return set(told.values_list("clock__subject_id", flat=True)) | set(led)


def _expected() -> int:
    """One notice a rung while a leader has at most three on that person's day, else one for the day."""
    where = house()
    units = dict(User.objects.values_list("pk", "unit_id"))
    moments: dict[tuple[int, int, date], Counter[datetime]] = defaultdict(Counter)
    rows = Escalation.objects.filter(clock__subject_kind="case").exclude(reason__in=("again", "on_call"))
    for to, deputy, leader, told_at in rows.values_list(
        "to_id", "deputy_id", "clock__holder_id", "told_at"
    ).iterator():
        recipient = deputy or to
        day = told_at.astimezone(ZoneInfo(where.calendar_of(units[recipient]).zone)).date()
        moments[recipient, leader, day][told_at] += 1
    total = 0
    for counts in moments.values():
        so_far = grouped = 0
        for moment in sorted(counts):
            so_far += counts[moment]
            if so_far <= GROUP_ABOVE:
                total += counts[moment]
            else:
                grouped = 1
        total += grouped
    return total


def _fingerprint() -> str:
    """One hash over every (clock, level, to): equal for two runs that told the same people."""
    rows = Escalation.objects.filter(clock__subject_kind="case", clock__kind__in=MAIN).order_by(
        "clock__subject_id", "clock__kind", "clock__cycle", "level"
    )
    told = sha256()
    names = ("clock__subject_id", "clock__kind", "clock__cycle", "level", "to__sign_in_name")
    for row in rows.values_list(*names).iterator():
        told.update(repr(row).encode())
    return told.hexdigest()
