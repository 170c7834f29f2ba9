"""Signals by the day they were received: complaints in words, unhappy answers, wishes to be contacted.

Complaints from before count too, but for no leader. What turned out to be no case counts by itself and nowhere else.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from cxapp.insights.queries.raw.grouping import grouped, of_seen_cases, within
from cxapp.insights.rules.families import Part, Wanted
from feedback.enums import CaseMode, End, SignalKind
from feedback.models import Signal

_NO_CASE = Q(case__end=End.NO_CASE)
MEASURES = {
    "complaints": Q(kind=SignalKind.COMPLAINT) & ~_NO_CASE,
    "low_answers": Q(kind=SignalKind.SCORE) & ~_NO_CASE,
    "contact_me": Q(kind=SignalKind.CONTACT_ME) & ~_NO_CASE,
    "cases": Q(opens=True) & ~_NO_CASE,
    "no_case": _NO_CASE,
}
KEYS = {
    "leader": F("case__leader_id"),
    "stage": Coalesce("stage_id", "case__stage_id"),
    "place": Coalesce("place_id", "case__place_id"),
    "department": Coalesce("department_id", "case__department_id"),
    "channel": F("channel"),
    "survey": F("response__version__survey_id"),
    "severity": F("case__severity"),
}


def complaints(wanted: Wanted) -> list[Part]:
    rows = of_seen_cases(Signal.objects.filter(within("received_at", wanted.spans)), "case", wanted)
    if "leader" in (wanted.by, *wanted.where):
        rows = rows.filter(case__mode=CaseMode.LIVE)
    before = Signal.objects.filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))
    rows = rows.annotate(opens=~Exists(before))
    return [grouped(rows, wanted, moment="received_at", keys=KEYS, measures=MEASURES)]
