"""What hurts right now: told once, with the words, answered in one tap, over by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Absence, Event, Notice, Practice
from accounts.operations.practices import switch
from accounts.queries.house import forget
from feedback.enums import AlertAnswer, AlertKind
from feedback.models import Alert, Stage
from feedback.operations.alerts import (
    HELP_ENDS,
    AlertRefused,
    AnsweredBefore,
    answer_alert,
    ask_for_help,
    watch_places,
)
from feedback.operations.concerns import mark_concern
from feedback.queries.alerts import signals_of, tallies
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(cast: Cast) -> Cast:
    switch(name="help_here", on=True, by=cast.cx_manager, now=NOW)
    return cast


def unhappy(cast: Cast, count: int, *, at: datetime = NOW, **fields: Any) -> None:
    for n in range(count):
        open_case(cast, at=at - timedelta(minutes=count - n), **fields)


def told(kind: str) -> list[int]:
    return list(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_a_burst_is_told_to_the_leader_of_the_place_once(watched: Cast) -> None:
    unhappy(watched, 4)
    assert watch_places(now=NOW) == 1
    assert watch_places(now=NOW + timedelta(minutes=1)) == 0
    alert = Alert.objects.get()
    assert (alert.kind, alert.place, alert.leader) == (AlertKind.BURST, watched.leeds, watched.leader)
    assert told("alert_raised") == [watched.leader.pk]


def test_three_unhappy_customers_raise_nothing(watched: Cast) -> None:
    unhappy(watched, 3)
    assert watch_places(now=NOW) == 0


def test_nothing_is_raised_while_the_practice_is_off(cast: Cast) -> None:
    Practice.objects.filter(name="help_here").delete()
    forget()
    unhappy(cast, 4)
    assert watch_places(now=NOW) == 0


def test_a_place_in_rehearsal_raises_nothing(watched: Cast) -> None:
    watched.leeds.live_at = None
    watched.leeds.save(update_fields=["live_at"])
    forget()
    unhappy(watched, 4)
    assert watch_places(now=NOW) == 0


def test_a_file_of_old_complaints_is_no_burst(watched: Cast) -> None:
    unhappy(watched, 4, channel="import")
    assert watch_places(now=NOW) == 0


def test_what_is_about_a_person_counts_for_nobody(watched: Cast) -> None:
    unhappy(watched, 3)
    case = open_case(watched, at=NOW)
    mark_concern(signal=case.signals.get(), person=watched.peer_front_line, by=watched.leader, now=NOW)
    assert watch_places(now=NOW) == 0


def test_while_the_leader_is_away_the_deputy_is_told(watched: Cast) -> None:
    Absence.objects.create(
        person=watched.leader,
        deputy=watched.peer,
        starts=NOW - timedelta(days=1),
        ends=NOW + timedelta(days=1),
    )
    forget()
    unhappy(watched, 4)
    watch_places(now=NOW)
    assert told("alert_raised") == [watched.peer.pk]
    assert Alert.objects.get().leader == watched.leader


def test_a_burst_is_over_when_customers_stop_coming_and_the_next_one_needs_new_customers(
    watched: Cast,
) -> None:
    unhappy(watched, 4)
    watch_places(now=NOW)
    later = NOW + timedelta(hours=2)
    assert watch_places(now=later) == 0
    assert Alert.objects.get().closed_at == later
    unhappy(watched, 4, at=later + timedelta(minutes=20))
    assert watch_places(now=later + timedelta(minutes=20)) == 1


def test_the_leader_reads_the_words_behind_a_burst_and_a_stranger_none(watched: Cast) -> None:
    unhappy(watched, 4, words="Nobody at the till.")
    watch_places(now=NOW)
    alert = Alert.objects.get()
    words = {row.text.body for row in signals_of(alert, watched.leader, NOW) if row.text}
    assert words == {"Nobody at the till."}
    assert signals_of(alert, watched.peer, NOW) == []


def test_a_call_for_help_reaches_the_leader_and_the_answer_whoever_asked(watched: Cast) -> None:
    alert = ask_for_help(
        place=watched.leeds, words="One till, twenty people.", by=watched.front_line, now=NOW
    )
    assert told("alert_raised") == [watched.leader.pk]
    answer_alert(alert=alert, answer=AlertAnswer.COMING, by=watched.leader, now=NOW + timedelta(minutes=2))
    assert told("alert_answered") == [watched.front_line.pk]


def test_asking_twice_is_one_call(watched: Cast) -> None:
    first = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    again = ask_for_help(place=watched.leeds, by=watched.outsider, now=NOW + timedelta(minutes=1))
    assert again == first
    assert told("alert_raised") == [watched.leader.pk]


def test_not_now_needs_its_reason(watched: Cast) -> None:
    alert = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    with pytest.raises(AlertRefused):
        answer_alert(alert=alert, answer=AlertAnswer.NOT_NOW, by=watched.leader, now=NOW)
    answer_alert(
        alert=alert, answer=AlertAnswer.NOT_NOW, reason="I drive; ask York.", by=watched.leader, now=NOW
    )
    alert.refresh_from_db()
    assert alert.reason is not None
    assert alert.reason.body == "I drive; ask York."


def test_the_list_says_why_somebody_does_not_come(watched: Cast, client: Client) -> None:
    alert = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    answer_alert(
        alert=alert, answer=AlertAnswer.NOT_NOW, reason="I drive; ask York.", by=watched.leader, now=NOW
    )
    client.force_login(watched.leader)

    assert "Not now, because I drive; ask York." in client.get("/alerts/").content.decode()


def test_what_may_be_left_empty_says_so_once(watched: Cast, client: Client) -> None:
    client.force_login(watched.front_line)

    assert "What is going on? (optional)" not in client.get("/alerts/help/").content.decode()


def test_the_first_answer_counts(watched: Cast) -> None:
    alert = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    answer_alert(alert=alert, answer=AlertAnswer.COMING, by=watched.leader, now=NOW)
    with pytest.raises(AnsweredBefore):
        answer_alert(alert=alert, answer=AlertAnswer.SENT_HELP, by=watched.director, now=NOW)


def test_nobody_beside_the_line_answers(watched: Cast) -> None:
    alert = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    for stranger in (watched.peer, watched.front_line, watched.cx_manager):
        with pytest.raises(AlertRefused):
            answer_alert(alert=alert, answer=AlertAnswer.COMING, by=stranger, now=NOW)


@pytest.mark.parametrize(("answered", "ends"), [(True, HELP_ENDS), (False, timedelta(hours=8))])
def test_a_call_for_help_closes_by_itself(watched: Cast, answered: bool, ends: timedelta) -> None:
    alert = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    if answered:
        answer_alert(alert=alert, answer=AlertAnswer.COMING, by=watched.leader, now=NOW)
    watch_places(now=NOW + ends - timedelta(minutes=1))
    assert not Alert.objects.filter(closed_at__isnull=False).exists()
    watch_places(now=NOW + ends)
    assert Alert.objects.get().closed_at == NOW + ends


def test_answered_of_alerts_is_counted_by_leader(watched: Cast) -> None:
    ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    other = ask_for_help(place=watched.york, by=watched.peer_front_line, now=NOW)
    answer_alert(alert=other, answer=AlertAnswer.OPENED, by=watched.peer, now=NOW)
    assert [(row.leader, row.answered, row.alerts) for row in tallies(Alert.objects.all())] == [
        ("Anna Leader", 0, 1),
        ("Bruno Peer", 1, 1),
    ]


# -- A stage over several places ----------------------------------------------------------------
@pytest.fixture
def buying(watched: Cast) -> int:
    return Stage.objects.exclude(slug="none").order_by("pk")[0].pk


def spread(cast: Cast, stage: int, at: datetime = NOW) -> None:
    """Two at each of two places: too few for either, enough for the stage."""
    for place in (cast.leeds, cast.york):
        unhappy(cast, 2, at=at, place=place.pk, stage=stage)


def test_a_stage_that_hurts_at_several_places_is_told_once_to_the_owner(watched: Cast, buying: int) -> None:
    spread(watched, buying)
    assert [watch_places(now=NOW + timedelta(minutes=n)) for n in (0, 1)] == [1, 0]
    alert = Alert.objects.get()
    assert (alert.place, alert.stage_id, alert.leader, alert.evidence["count"]) == (
        None,
        buying,
        watched.owner,
        4,
    )
    assert told("alert_raised") == [watched.owner.pk]
    assert len(signals_of(alert, watched.owner, NOW)) == 4


def test_different_stages_at_several_places_are_no_burst(watched: Cast) -> None:
    first, second = Stage.objects.exclude(slug="none").order_by("pk")[:2]
    unhappy(watched, 2, place=watched.leeds.pk, stage=first.pk)
    unhappy(watched, 2, place=watched.york.pk, stage=second.pk)
    assert watch_places(now=NOW) == 0


def test_what_hurts_at_one_place_is_told_to_its_leader_alone(watched: Cast, buying: int) -> None:
    unhappy(watched, 5, place=watched.leeds.pk, stage=buying)
    unhappy(watched, 2, place=watched.york.pk, stage=buying)
    assert watch_places(now=NOW) == 1
    assert told("alert_raised") == [watched.leader.pk]


def test_a_stage_that_always_brings_as_many_is_no_burst(watched: Cast, buying: int) -> None:
    for day in range(57):
        spread(watched, buying, at=NOW - timedelta(days=day))
    assert watch_places(now=NOW) == 0


def test_a_burst_of_a_stage_is_over_by_itself(watched: Cast, buying: int) -> None:
    spread(watched, buying)
    watch_places(now=NOW)
    later = NOW + timedelta(hours=2)
    watch_places(now=later)
    assert Alert.objects.get().closed_at == later


def test_the_owner_reads_and_answers_it_on_its_page(watched: Cast, buying: int, client: Client) -> None:
    spread(watched, buying)
    watch_places(now=NOW)
    alert = Alert.objects.get()
    client.force_login(watched.owner)
    pages = [client.get(path).content.decode() for path in ("/alerts/", f"/alerts/{alert.pk}/")]
    assert ["Several places: 4 unhappy customers in two hours" in pages[0], "Several places" in pages[1]] == [
        True,
        True,
    ]
    answer_alert(alert=alert, answer=AlertAnswer.COMING, by=watched.owner, now=NOW)
    assert Alert.objects.get().answered_by == watched.owner


def test_a_leader_of_one_of_the_places_does_not_see_it(watched: Cast, buying: int, client: Client) -> None:
    spread(watched, buying)
    watch_places(now=NOW)
    client.force_login(watched.leader)
    assert client.get(f"/alerts/{Alert.objects.get().pk}/").status_code == 404


def test_each_step_stands_in_the_history(watched: Cast) -> None:
    alert = ask_for_help(place=watched.leeds, by=watched.front_line, now=NOW)
    answer_alert(alert=alert, answer=AlertAnswer.COMING, by=watched.leader, now=NOW)
    watch_places(now=NOW + HELP_ENDS)
    codes = Event.objects.filter(subject_kind="alert", subject_id=alert.pk).order_by("seq")
    assert list(codes.values_list("code", flat=True)) == ["raised", "answered", "closed"]


def test_looking_asks_as_many_questions_for_two_busy_places_as_for_one(watched: Cast) -> None:
    asked = []
    for n, place in enumerate((watched.leeds, watched.york)):
        unhappy(watched, 4, place=place.pk)
        watch_places(now=NOW)
        with CaptureQueriesContext(connection) as queries:
            watch_places(now=NOW + timedelta(minutes=1 + n))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 8
