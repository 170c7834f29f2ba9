"""Fails at every single SQL statement of the main verbs and finds nothing half-written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from accounts.models import Escalation, Event, Notice
from accounts.operations import sweep as sweeping
from feedback.enums import How, Outcome
from feedback.operations.contacts import log_contact
from feedback.operations.hand_overs import accept, offer
from feedback.operations.signals import receive
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, complaint, open_case

pytestmark = pytest.mark.django_db

OWN = ("accounts", "feedback", "recognition")


class Crash(Exception):
    pass


class CrashAt:
    """An execute wrapper that raises at the n-th statement and counts them all."""

    def __init__(self, point: int | None = None) -> None:
        self.point, self.seen = point, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        self.seen += 1
        if self.seen == self.point:
            raise Crash(sql)
        return execute(sql, params, many, context)


def everything() -> dict[str, list[str]]:
    """Every row of every table of ours."""
    models = [model for name in OWN for model in apps.get_app_config(name).get_models()]
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in models}


def statements(verb: Callable[[], object]) -> int:
    """How many statements the verb takes when nothing fails; its work is undone."""
    counter = CrashAt()
    with transaction.atomic():
        with connection.execute_wrapper(counter):
            verb()
        transaction.set_rollback(True)
    return counter.seen


def assert_nothing_is_half_written(verb: Callable[[], object]) -> None:
    before = everything()
    statements(verb)  # what is kept in memory is read now, so that every later run takes the same statements
    points = statements(verb)
    assert points > 5

    for point in range(1, points + 1):
        with pytest.raises(Crash), connection.execute_wrapper(CrashAt(point)):
            verb()

        assert everything() == before, f"half-written after statement {point} of {points}"


def test_opening_a_case_is_whole_or_nothing(cast: Cast) -> None:
    draft = complaint(cast)

    assert_nothing_is_half_written(lambda: receive(signals=[draft], by=cast.front_line, now=NOW))


def test_joining_a_case_is_whole_or_nothing(cast: Cast) -> None:
    points = (("phone", "+441134969999"),)
    open_case(cast, contact_points=points)
    again = complaint(cast, contact_points=points, severity="high")

    assert_nothing_is_half_written(lambda: receive(signals=[again], by=cast.front_line, now=NOW))


def test_logging_a_contact_is_whole_or_nothing(cast: Cast) -> None:
    case = open_case(cast)

    def verb() -> object:
        return log_contact(
            case=case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, note="Spoke.", now=NOW
        )

    assert_nothing_is_half_written(verb)


def test_handing_over_is_whole_or_nothing(cast: Cast) -> None:
    case = open_case(cast)
    offered = offer(case=case, by=cast.leader, receiver=cast.peer, reason="Lives in York.", now=NOW)

    assert_nothing_is_half_written(lambda: accept(offer=offered, by=cast.peer, now=NOW))


def test_escalating_is_whole_or_nothing(cast: Cast) -> None:
    ids = [clock_of(open_case(cast)).pk for _ in range(3)]
    due = NOW + timedelta(days=1)

    def verb() -> object:
        with transaction.atomic():
            return sweeping._visit(sweeping._claim(ids, due), due)

    assert_nothing_is_half_written(verb)


def test_a_sweep_that_failed_anywhere_is_made_good_by_the_next(cast: Cast) -> None:
    open_case(cast)
    due = NOW + timedelta(days=1)
    points = statements(lambda: sweeping.sweep(now=due))

    for point in range(2, points + 1):
        with transaction.atomic():
            try:
                with connection.execute_wrapper(CrashAt(point)):
                    sweeping.sweep(now=due)
            except Crash:
                pass
            sweeping.sweep(now=due + timedelta(hours=5))
            rungs = Escalation.objects.filter(level=1).count()
            told = Event.objects.filter(code="escalated", data__level=1).count()
            notices = Notice.objects.filter(kind="case_rung", recipient_id=cast.director.pk).count()
            assert (rungs, told, notices) == (1, 1, 1), f"after statement {point} of {points}"
            transaction.set_rollback(True)
