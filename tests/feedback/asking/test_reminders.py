"""Reminders: the new link, the number and the gap, and everything that stops them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Notice
from accounts.rules.actor import CUSTOMER
from cxapp.lib.tokens import link_token
from feedback.enums import ResponseState
from feedback.models import Customer, Invitation, Response, Survey
from feedback.operations.bounces import report_bounce
from feedback.operations.reminders import send_due
from feedback.operations.survey_choices import choose_surveys
from feedback.queries.public import open_survey
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

GAP = timedelta(days=4)
HOUR = timedelta(hours=1)


def test_a_reminder_comes_after_the_gap_and_not_before(invitation: Invitation) -> None:
    assert (send_due(now=NOW + GAP - HOUR).reminded, send_due(now=NOW + GAP).reminded) == (0, 1)


def test_nobody_is_reminded_more_often_than_the_survey_says(invitation: Invitation) -> None:
    Survey.objects.update(reminders=2)
    sent = [send_due(now=NOW + GAP * number).reminded for number in range(1, 7)]
    assert (sent, Notice.objects.filter(kind="survey_reminder").count()) == ([1, 1, 0, 0, 0, 0], 2)


def test_a_reminder_renews_the_link_and_the_earlier_one_opens_nothing(invitation: Invitation) -> None:
    send_due(now=NOW + GAP)
    opened = [open_survey(link_token("survey", invitation.uuid, generation)) for generation in (1, 2)]
    assert opened == [None, invitation]


def test_whoever_has_just_opened_the_page_is_not_interrupted_by_a_new_link(invitation: Invitation) -> None:
    Invitation.objects.update(opened_at=NOW + GAP - HOUR / 2)
    assert (send_due(now=NOW + GAP).reminded, send_due(now=NOW + GAP + HOUR).reminded) == (0, 1)


def _answered(cast: Cast, invitation: Invitation) -> None:
    Response.objects.create(
        invitation=invitation, version=invitation.version, at=NOW, state=ResponseState.PARTIAL
    )


def _opted_out(cast: Cast, invitation: Invitation) -> None:
    assert invitation.customer is not None
    choose_surveys(customer=invitation.customer, wanted=False, by=CUSTOMER, now=NOW)


def _bounced(cast: Cast, invitation: Invitation) -> None:
    report_bounce(address="maria@example.org", by=CUSTOMER, now=NOW)


def _complained(cast: Cast, invitation: Invitation) -> None:
    open_case(cast, contact_points=(("email", "maria@example.org"),))


def _expired(cast: Cast, invitation: Invitation) -> None:
    Invitation.objects.update(expires_at=NOW + GAP)


def _erased(cast: Cast, invitation: Invitation) -> None:
    Customer.objects.update(erased_at=NOW)


@pytest.mark.parametrize("happens", [_answered, _opted_out, _bounced, _complained, _expired, _erased])
def test_reminders_stop_for_good(
    cast: Cast, invitation: Invitation, happens: Callable[[Cast, Invitation], Any]
) -> None:
    happens(cast, invitation)
    assert send_due(now=NOW + GAP).reminded == 0
    assert Invitation.objects.get().remind_at is None


def test_a_survey_without_reminders_sends_none(cast: Cast, maria: Customer) -> None:
    from feedback.operations.asking import invite

    Survey.objects.update(reminders=0)
    assert invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW).remind_at is None
