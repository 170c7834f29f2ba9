"""What hurts right now stands on Today, with whoever has to answer it, until somebody does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Absence, Practice
from accounts.operations.practices import switch
from accounts.queries.house import forget
from feedback.enums import AlertAnswer
from feedback.models import Alert
from feedback.operations.alerts import answer_alert, ask_for_help
from feedback.receivers.today import open_alerts
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast: Cast) -> Alert:
    switch(name="help_here", on=True, by=cast.cx_manager, now=NOW)
    return ask_for_help(place=cast.leeds, by=cast.front_line, now=NOW)


def test_the_leader_of_the_place_sees_the_call_and_nobody_else(cast: Cast, call: Alert) -> None:
    block = open_alerts(cast.leader, NOW)

    assert block is not None
    assert block.context["rows"] == [call]
    assert open_alerts(cast.owner, NOW) is None


def test_whoever_stands_in_sees_it_too(cast: Cast, call: Alert) -> None:
    Absence.objects.create(
        person=cast.leader,
        deputy=cast.director,
        starts=NOW,
        ends=NOW + timedelta(days=1),
    )

    assert open_alerts(cast.director, NOW) is not None


def test_an_answered_call_stands_there_no_more(cast: Cast, call: Alert) -> None:
    answer_alert(alert=call, answer=AlertAnswer.COMING, by=cast.leader, now=NOW)

    assert open_alerts(cast.leader, NOW) is None


def test_nothing_stands_there_while_the_practice_is_off(cast: Cast, call: Alert) -> None:
    Practice.objects.filter(name="help_here").delete()
    forget()

    assert open_alerts(cast.leader, NOW) is None


def test_a_quiet_house_is_asked_once(cast: Cast, call: Alert) -> None:
    Alert.objects.update(closed_at=NOW)
    with CaptureQueriesContext(connection) as asked:
        open_alerts(cast.leader, NOW)

    # Whether the practice is on is asked of what the house keeps for the whole request.
    tables = [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in asked]
    assert [name for name in tables if name not in ("accounts_organisation", "accounts_practice")] == [
        "feedback_alert"
    ]
