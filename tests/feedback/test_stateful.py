"""Whatever people, customers and the sweep do in whatever order, the promises of the product hold after each step."""

from __future__ import annotations

import pytest
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from accounts.models import Clock, Escalation, Miss
from feedback.enums import CaseState
from feedback.models import OPEN, Case, Responsibility
from feedback.rules.kinds import MAIN, MOMENTS
from tests.feedback.company import Company


class Promises(Company):
    """What must hold after every step."""

    @invariant()
    def every_open_case_has_an_active_leader_who_holds_it(self) -> None:
        for case in Case.objects.filter(OPEN).select_related("leader"):
            held = Responsibility.objects.filter(case=case, ends=None)
            assert case.leader.is_active
            assert [row.leader_id for row in held] == [case.leader_id]

    @invariant()
    def a_case_waits_exactly_while_its_first_act_is_owed(self) -> None:
        for case in Case.objects.all():
            first = Clock.objects.filter(
                subject_kind="case", subject_id=case.pk, kind__in=MAIN, met_at=None, ended_at=None
            )
            assert [clock.holder_id for clock in first] == (
                [case.leader_id] if case.state == CaseState.WAITING else []
            )
            assert case.due_at == first[0].due_at if first else True

    @invariant()
    def nothing_climbs_on_a_closed_case_but_what_somebody_was_asked_to_approve(self) -> None:
        closed = Case.objects.exclude(OPEN).values("pk")
        running = Clock.objects.filter(subject_kind="case", subject_id__in=closed, met_at=None, ended_at=None)
        assert list(running.exclude(kind__in=(*MOMENTS, "approval"))) == []

    @invariant()
    def no_open_case_is_forgotten(self) -> None:
        beside = ("offer", "check_back", "approval")
        for case in Case.objects.filter(OPEN, week=None):
            running = Clock.objects.filter(
                subject_kind="case", subject_id=case.pk, met_at=None, ended_at=None, armed_at__isnull=False
            )
            assert running.exclude(kind__in=beside).exists(), case.state

    @invariant()
    def one_open_case_a_customer_and_matter(self) -> None:
        twice = Case.objects.filter(OPEN).values("customer", "matter").annotate(n=Count("pk")).filter(n__gt=1)
        assert list(twice.filter(customer__isnull=False)) == []

    @invariant()
    def each_level_of_a_clock_is_told_once_and_missed_once(self) -> None:
        for model in (Escalation, Miss):
            assert list(model.objects.values("clock", "level").annotate(n=Count("pk")).filter(n__gt=1)) == []

    @invariant()
    def nobody_is_told_twice_on_one_clock(self) -> None:
        twice = Escalation.objects.values("clock", "to").annotate(n=Count("pk")).filter(n__gt=1)
        assert list(twice) == [] or bool(self.left)

    @invariant()
    def no_miss_lies_ahead(self) -> None:
        assert Miss.objects.filter(at__gt=self.now).count() == 0


@pytest.mark.django_db
def test_the_promises_of_the_product_hold_whatever_happens_in_whatever_order() -> None:
    run_state_machine_as_test(
        Promises,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
