"""The families there are to count, and what makes their days stale without leaving an event. Called once at start-up."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from cxapp.insights.operations.tallies import answer_changed
from cxapp.insights.queries.raw import answers, asked, cases, complaints, promises
from cxapp.insights.queries.touched import ON_ANSWERS, ON_CASES, ON_CLOCKS, ON_INVITATIONS, ON_SIGNALS
from cxapp.insights.rules.families import UNITS_ONLY, Family, register_families
from cxapp.insights.rules.figures import FIGURES, register
from cxapp.insights.rules.figures_service import CLOSED_LOOP, SERVICE
from feedback.models import Response

FAMILIES = (
    Family("complaints", tuple(complaints.KEYS), complaints.complaints, follows=ON_SIGNALS),
    Family("promises", tuple(promises.KEYS), promises.promises, UNITS_ONLY, follows=ON_CLOCKS),
    Family("climbs", (*promises.KEYS, "stopped"), promises.climbs, follows=ON_CLOCKS),
    Family("cases", tuple(cases.KEYS), cases.cases, follows=ON_CASES),
    Family("answers", tuple(answers.KEYS), answers.answers, follows=ON_ANSWERS, answers=True),
    Family("asked", tuple(asked.KEYS), asked.asked, follows=ON_INVITATIONS, settles=45),
)


def _answer_changed(instance: Response, created: bool, **_: Any) -> None:
    """An answer finished, changed or let through after its day was over: that day is counted again."""
    moments = (instance.at, instance.touched_at, instance.completed_at, instance.judged_at)
    if not created:
        answer_changed(at=instance.at, now=max(moment for moment in moments if moment is not None))


def connect() -> None:
    register_families(FAMILIES)
    if CLOSED_LOOP.name not in FIGURES:
        register(SERVICE)
    post_save.connect(_answer_changed, sender=Response, dispatch_uid="tallies_answer_changed")
