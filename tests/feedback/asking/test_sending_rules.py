"""Asking by itself: after a closed case, after a program's event; and how often a question after a case may come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Notice, Unit
from feedback.enums import CustomerOutcome, End, How, Outcome, SendingTrigger
from feedback.models import Case, Cause, Customer, Invitation, Occasion, SendingRule, Survey
from feedback.operations.contacts import log_contact
from feedback.operations.customer_words import customer_says
from feedback.operations.endings import resolve
from feedback.operations.moments import ask_customers
from feedback.operations.occasions import ToAsk
from feedback.operations.reminders import send_due
from feedback.operations.sending_rules import (
    RuleRefused,
    add_sending_rule,
    change_asking_rules,
    report_event,
    switch_sending_rule,
)
from feedback.queries.history import history_of
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

DAY = timedelta(days=1)


def rule(
    cast: Cast,
    survey: Survey,
    trigger: SendingTrigger = SendingTrigger.CASE_CLOSED,
    place: Unit | None = None,
) -> SendingRule:
    event = "order-delivered" if trigger == SendingTrigger.EVENT else ""
    return add_sending_rule(
        survey=survey, trigger=trigger, event=event, wait_hours=24, place=place, by=cast.cx_manager, now=NOW
    )


def closed_case(cast: Cast) -> Case:
    """Put right, and the customer says so."""
    case = open_case(cast, contact_points=(("email", "cross@example.org"),))
    log_contact(case=case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW)
    resolve(
        case=case, by=cast.leader, cause=Cause.objects.all()[0], now=NOW, outcome=CustomerOutcome.RETAINED
    )
    signal = case.signals.get()
    signal.confirmed = True
    customer_says(signal=signal, reached="yes", right="yes", words="", now=NOW)
    case.refresh_from_db()
    return case


def event(cast: Cast, customer: Customer, number: str = "7", name: str = "order-delivered") -> list[Occasion]:
    ask = ToAsk(customer, place=cast.leeds.pk, about="Your order")
    return report_event(event=name, number=number, system="shop", ask=ask, by=cast.cx_manager, now=NOW)


def test_a_closed_case_is_asked_about_a_day_later(cast: Cast, survey: Survey) -> None:
    rule(cast, survey)
    case = closed_case(cast)
    row = Occasion.objects.get()
    assert (case.end, row.customer, row.place, row.due_at) == (
        End.PUT_RIGHT,
        case.customer,
        cast.leeds,
        NOW + DAY,
    )
    send_due(now=NOW + DAY)
    assert Invitation.objects.get().customer == case.customer


def test_nobody_is_asked_after_a_case_without_a_rule(cast: Cast) -> None:
    closed_case(cast)
    assert Occasion.objects.count() == 0


def test_a_rule_for_one_place_leaves_the_others_in_peace(cast: Cast, survey: Survey) -> None:
    rule(cast, survey, place=cast.york)
    closed_case(cast)
    assert Occasion.objects.count() == 0


def test_a_rule_for_a_place_covers_the_places_inside_it(cast: Cast, survey: Survey) -> None:
    rule(cast, survey, place=cast.north)
    closed_case(cast)
    assert Occasion.objects.count() == 1


def test_an_event_asks_by_its_rule_and_repeating_it_asks_once(
    cast: Cast, survey: Survey, maria: Customer
) -> None:
    rule(cast, survey, SendingTrigger.EVENT)
    [first], [second] = event(cast, maria), event(cast, maria)
    assert (first, first.due_at, first.about) == (second, NOW + DAY, "Your order")


def test_another_event_asks_nobody(cast: Cast, survey: Survey, maria: Customer) -> None:
    rule(cast, survey, SendingTrigger.EVENT)
    assert event(cast, maria, name="order-placed") == []


def test_a_rule_switched_off_asks_nobody_who_waited_by_it(
    cast: Cast, survey: Survey, maria: Customer
) -> None:
    made = rule(cast, survey, SendingTrigger.EVENT)
    event(cast, maria)
    switch_sending_rule(rule=made, on=False, by=cast.cx_manager, now=NOW)
    send_due(now=NOW + DAY)
    assert Occasion.objects.get().passed_over == "stopped"
    assert event(cast, maria, number="8") == []


def test_the_same_rule_twice_is_refused(cast: Cast, survey: Survey) -> None:
    rule(cast, survey)
    with pytest.raises(RuleRefused, match="a rule like this already"):
        rule(cast, survey)


def test_an_event_needs_its_name(cast: Cast, survey: Survey) -> None:
    values: dict[str, Any] = {"wait_hours": 1, "place": None, "by": cast.cx_manager, "now": NOW}
    with pytest.raises(RuleRefused, match="name under which"):
        add_sending_rule(survey=survey, trigger=SendingTrigger.EVENT, event="", **values)


def test_the_question_after_a_case_comes_in_the_quiet_time_but_only_so_often(cast: Cast) -> None:
    change_asking_rules(quiet_days=90, check_back_most=2, by=cast.cx_manager, now=NOW)
    case = open_case(cast, contact_points=(("email", "cross@example.org"),))
    clock = case_clock(case)
    for number in range(3):
        Case.objects.update(cycle=number + 1)
        clock.cycle = number + 1
        ask_customers([clock], NOW + DAY * number)
    assert Notice.objects.filter(kind="customer_check_back").count() == 2
    Case.objects.update(cycle=4)
    clock.cycle = 4
    ask_customers([clock], NOW + DAY * 91)
    assert Notice.objects.filter(kind="customer_check_back").count() == 3


@pytest.mark.parametrize(
    ("most", "line"),
    [
        (1, "Did not ask again whether it is right: the customer was asked Tue 10:00"),
        (0, "Did not ask whether it is right: our rules allow no question"),
    ],
)
def test_a_question_that_is_not_asked_again_leaves_its_line_on_the_case(
    cast: Cast, most: int, line: str
) -> None:
    change_asking_rules(quiet_days=90, check_back_most=most, by=cast.cx_manager, now=NOW)
    case = open_case(cast, contact_points=(("email", "cross@example.org"),))
    for number in range(2):
        ask_customers([case_clock(case)], NOW + 2 * DAY * number)
    titles = [told.title for told in history_of(case, NOW + 2 * DAY)]
    assert titles.count(line) == 2 - most


def case_clock(case: Case) -> Any:
    from accounts.models import Clock

    return Clock.objects.filter(subject_kind="case", subject_id=case.pk)[0]
