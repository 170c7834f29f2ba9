"""Who must not hear of which case: the people it is about, and everyone below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from accounts.enums import Severity
from cxapp.lib.kept import Among, Kept
from feedback.enums import ConcernState
from feedback.models import Case, Concern
from feedback.queries.line import everyone_below


def excluded(ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """The people passed over for each case; cases about nobody are left out."""
    people: dict[int, set[int]] = defaultdict(set)
    for case, person in _CONCERNED(cases=ids):
        people[case].add(person)
    return {case: everyone_below(sorted(concerned)) for case, concerned in people.items()}


_CONCERNED = Kept(
    lambda: Concern.objects.filter(Among("signal__case", "cases"), state=ConcernState.CONFIRMED).values_list(
        "signal__case_id", "person_id"
    )
)


def urgent(ids: Collection[int]) -> Collection[int]:
    """Critical cases: told one by one, at any hour."""
    return set(Case.objects.filter(Among("pk", ids), severity=Severity.CRITICAL).values_list("pk", flat=True))
