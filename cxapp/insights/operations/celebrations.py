"""Looking at what was changed: where each change stands is kept, and what is confirmed is written down once, as it was seen.

Not here: the rules (`rules.celebrating`), what is counted (`queries.celebrations`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cxapp.insights.models import Celebration, Watch
from cxapp.insights.queries.celebrations import Facts, facts_of, put_right_since, to_watch
from cxapp.insights.rules.celebrating import DEED, FEWER, WATCHED_FOR, Outcome
from cxapp.lib.sql import insert_unless_there
from feedback.models import Improvement


def look_at_changes(*, now: datetime) -> int:
    """Look at every change that is watched. Returns how many were found confirmed and not celebrated before."""
    return sum(_look(improvement, now) for improvement in to_watch(now))


@transaction.atomic
def _look(improvement: Improvement, now: datetime) -> bool:
    facts = facts_of(improvement, now)
    Watch.objects.update_or_create(
        improvement=improvement,
        defaults={
            "outcome": facts.finding.outcome,
            "rhythm": facts.rhythm,
            "points": facts.finding.points,
            "needed": WATCHED_FOR,
            "looked_at": now,
        },
    )
    evidence = _evidence(improvement, facts)
    if not evidence:
        return False
    return insert_unless_there(Celebration(improvement=improvement, confirmed_at=now, evidence=evidence))


def _evidence(improvement: Improvement, facts: Facts) -> dict[str, Any]:
    """What it is said on, as it is now; nothing where nothing may be said."""
    finding = facts.finding
    if finding.outcome is Outcome.RARE:
        case = put_right_since(improvement)
        return {"kind": DEED, "case": case.pk} if case is not None else {}
    if finding.outcome is not Outcome.CONFIRMED or facts.spans is None or finding.signal is None:
        return {}
    days = [span.first_day.isoformat() for span in facts.spans.all]
    signal = finding.signal
    return {
        "kind": FEWER,
        "rhythm": facts.rhythm,
        "points": [list(point) for point in zip(days, facts.counts, strict=True)],
        "base": len(facts.spans.before),
        "since": len(facts.spans.before) + len(facts.spans.between),
        "signal": {"rule": signal.rule, "first": signal.first, "last": signal.last},
        "answered": {"before": list(facts.answered_before), "after": list(facts.answered_after)},
    }
