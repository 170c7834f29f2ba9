"""What every verb reads of a case it takes in hand, by SQL that is kept: the rows it locks, and the signal it answers.

Not here: who may use which verb (`rules.transitions`).
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BigIntegerField

from accounts.models import Clock
from cxapp.lib.kept import Among, Given, Kept
from feedback.models import Case, Signal


def locked_cases(ids: Collection[int]) -> list[Case]:
    """In order of id, locked until the transaction ends."""
    return _CASES.objects(ids=ids)


def locked_clocks(cases: Collection[int]) -> list[Clock]:
    """All clocks of these cases in order of id, locked until the transaction ends."""
    return _CLOCKS.objects(cases=cases)


def reached_by(case: int) -> Signal | None:
    """The newest signal of the case that was sent to a stored contact point, else the newest."""
    return next(iter(_SIGNALS.objects(case=case)), None)


_CASES = Kept(lambda: Case.objects.filter(Among("pk", "ids")).select_for_update(of=("self",)).order_by("pk"))
_CLOCKS = Kept(
    lambda: (
        Clock.objects.filter(Among("subject_id", "cases"), subject_kind="case")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
)
_SIGNALS = Kept(
    lambda: Signal.objects.filter(case=Given("case", BigIntegerField()), customer__isnull=False).order_by(
        "-confirmed", "-pk"
    )[:1]
)
