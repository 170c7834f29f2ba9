"""The word for where a case stands, from the fixed vocabulary of states. For lists and pages alike.

Not here: the words themselves (`cxapp.lib.tags.STATUS_WORDS`) and who may do what (`rules.transitions`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import DateTimeField
from django.utils.translation import gettext as _

from accounts.models import Escalation
from cxapp.lib.kept import Among, Given, Kept
from cxapp.lib.wording import MINUTE, late_by
from feedback.enums import CaseState, End
from feedback.models import Case, Wait
from feedback.rules.kinds import OPENING

SOON = timedelta(hours=1)
LAST_PART = 4
"""The last quarter of the time counts as soon."""


@dataclass(frozen=True, slots=True)
class Status:
    """`state` is a word of the vocabulary, `text` replaces its label, `escalated_to` whom it climbed to."""

    state: str
    text: str = ""
    tries: int | None = None
    escalated_to: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the case rows do not say themselves: until when the customer wants no call, and whom it climbed to."""

    waits: Mapping[int, datetime] = field(default_factory=dict)
    climbed: Mapping[int, str] = field(default_factory=dict)


def circumstances(cases: Sequence[Case], now: datetime) -> Circumstances:
    """Two queries for any number of cases."""
    ids = [case.pk for case in cases if case.is_open]
    return Circumstances(dict(_WAITS(cases=ids, now=now)), dict(_CLIMBED(cases=ids)))


_WAITS = Kept(
    lambda: (
        Wait.objects.filter(Among("case", "cases"), until__gt=Given("now", DateTimeField()))
        .order_by("at")
        .values_list("case_id", "until")
    )
)
_CLIMBED = Kept(
    lambda: (
        Escalation.objects.filter(
            Among("clock__subject_id", "cases"),
            clock__subject_kind="case",
            clock__kind__in=OPENING,
            clock__met_at=None,
            clock__ended_at=None,
        )
        .order_by("told_at", "level")
        .values_list("clock__subject_id", "to__name")
    )
)


def status_of(case: Case, around: Circumstances, now: datetime) -> Status:
    """One word for a case."""
    climbed = around.climbed.get(case.pk, "")
    if not case.is_open:
        return Status("put_right" if case.end == End.PUT_RIGHT else "closed_not", _ended(case))
    if case.due_at is not None and case.due_at <= now:
        late = _("Late by %(span)s") % {"span": late_by(case.due_at, now)}
        return Status("late", late if now - case.due_at >= MINUTE else "", escalated_to=climbed)
    if case.state == CaseState.RESOLVED:
        return Status("put_right_unconfirmed", escalated_to=climbed)
    if case.state == CaseState.CONTACTED:
        return Status("agreed", escalated_to=climbed)
    if case.pk in around.waits:
        return Status("later", escalated_to=climbed)
    if case.attempts:
        return Status("trying", tries=case.attempts, escalated_to=climbed)
    return Status("due_soon" if _is_soon(case, now) else "due", escalated_to=climbed)


def _is_soon(case: Case, now: datetime) -> bool:
    if case.due_at is None:
        return False
    left = case.due_at - now
    return left <= SOON or left <= (case.due_at - case.opened_at) / LAST_PART


def _ended(case: Case) -> str:
    return "" if case.end == End.PUT_RIGHT else str(case.get_end_display())
