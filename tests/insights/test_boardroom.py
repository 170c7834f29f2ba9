"""The boardroom: what reached the owner, who waits, and who reads how much of it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User, Witness
from accounts.operations.practices import switch
from accounts.operations.sweep import sweep
from cxapp.insights.queries.board_complaints import complaints_in_time
from cxapp.insights.queries.boardroom import Boardroom, boardroom
from cxapp.insights.queries.journey import journey
from cxapp.lib import clock
from cxapp.lib.periods import quarter_of
from feedback.enums import How, Outcome, SignalChannel
from feedback.models import Case, Cause, Stage
from feedback.operations.contacts import log_contact
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.answers import answers
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

QUARTER = quarter_of(NOW.date(), "UTC")
LATER = NOW + timedelta(days=3)


def room(reader: User, *, now: datetime = LATER, place: int | None = None) -> Boardroom:
    return boardroom(reader=reader, period=QUARTER, now=now, place=place)


def climbed(cast: Cast, **fields: object) -> Case:
    """A case nobody answered until it stood before the owner."""
    case = open_case(cast, **fields)  # type: ignore[arg-type]
    for step in range(6):
        sweep(now=NOW + timedelta(days=1 + step))
    return case


def test_what_reached_the_owner_is_named_with_its_leader_and_days(cast: Cast) -> None:
    climbed(cast, name="Maria Moss")

    [row] = room(cast.owner, now=NOW + timedelta(days=8)).reached.live.came_up

    assert (row.customer, row.leader, row.days) == ("Maria Moss", "Anna Leader", 8)


def test_the_owners_own_late_cases_stand_by_themselves(cast: Cast) -> None:
    open_case(cast, place=cast.office.pk, department=cast.office.pk)
    case = Case.objects.get()
    assert case.leader == cast.owner

    live = room(cast.owner).reached.live

    assert (live.own_count, [row.case for row in live.own], live.came_up_count) == (1, [case.pk], 0)


def test_who_keeps_customers_waiting_more_than_a_day_is_said_by_name(cast: Cast) -> None:
    open_case(cast)
    open_case(cast)
    open_case(cast, place=cast.york.pk)

    said = [sentence.text for sentence in room(cast.owner).sentences]

    assert said[0] == (
        "3 customers have waited more than a day past the promised time; 2 are with Anna Leader."
    )


def test_a_place_narrows_what_waits(cast: Cast) -> None:
    open_case(cast)
    open_case(cast, place=cast.york.pk)

    found = room(cast.owner, place=cast.york.pk)

    assert [count.name for count in found.reached.live.late.values()] == ["Bruno Peer"]


def test_the_board_reads_initials_and_no_link_leads_to_a_customer(cast: Cast) -> None:
    climbed(cast, name="Maria Moss")

    [row] = room(cast.board, now=NOW + timedelta(days=8)).reached.live.came_up

    assert (row.customer, row.url) == ("MM", "")


def test_a_case_about_somebody_is_not_the_boards(cast: Cast) -> None:
    open_case(cast, concerns=(cast.leader.pk,))

    assert room(cast.board).reached.live.oldest is None
    assert room(cast.owner).reached.live.oldest is not None


def test_what_a_wall_or_pack_gets_names_no_customer(cast: Cast) -> None:
    climbed(cast, name="Maria Moss")

    found = json.dumps(room(cast.owner, now=NOW + timedelta(days=8)).content(names=False))

    assert ("Maria" in found, "Anna Leader" in found) == (False, True)


def test_a_witness_reads_what_the_owner_keeps_waiting_and_nothing_else(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    open_case(cast, name="Maria Moss")
    open_case(cast, name="Olaf Oak", place=cast.office.pk, department=cast.office.pk)
    Witness.objects.create(user=cast.outsider, named_by=cast.owner, since=LONG_AGO)
    client.force_login(cast.outsider)

    # Without the tags, whose tokens are chance: two letters may stand in one.
    page = strip_tags(client.get("/board/").content.decode())

    assert ("1 customer of the owner is waiting" in page, "OO" in page, "Olaf" in page, "MM" in page) == (
        True,
        True,
        False,
        False,
    )


@pytest.mark.parametrize("who", ["leader", "front_line", "administrator", "outsider"])
def test_nobody_else_reads_the_boardroom(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.get("/board/").status_code == 403


def test_a_gap_between_log_and_customers_is_the_first_sentence(cast: Cast) -> None:
    for _each in range(3):
        log_contact(case=open_case(cast), by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW)

    said = room(cast.owner).sentences

    assert (said[0].kind, said[0].text) == (
        "gap",
        "Anna Leader reached 3 customers in time by the log; 0 of them confirmed it.",
    )


def test_leaders_stand_by_open_late_cases_then_by_name(cast: Cast) -> None:
    open_case(cast, place=cast.york.pk)
    log_contact(case=open_case(cast), by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW)

    lines = room(cast.owner).leaders

    assert [(line.name, line.late_now, line.tried, line.due) for line in lines] == [
        ("Bruno Peer", 1, 0, 1),
        ("Anna Leader", 0, 1, 1),
    ]


def test_complaints_are_counted_and_their_chart_says_how_much_is_missing(cast: Cast) -> None:
    for _each in range(5):
        open_case(cast)

    found = room(cast.owner)

    assert (found.complaint_count, found.complaints is not None) == (5, True)
    assert "trial limits" in found.sentences[1].text


def test_where_nobody_complained_the_page_asks_whether_people_can(cast: Cast) -> None:
    assert "Can people complain?" in room(cast.owner).sentences[1].text


def test_the_score_is_said_with_its_interval(cast: Cast) -> None:
    answers(cast, 8, 10)
    answers(cast, 4, 3)

    found = room(cast.owner)

    assert found.score is not None
    assert found.sentences[2].text.startswith("NPS 33 (range ")


def test_places_from_which_nothing_was_heard_are_named(cast: Cast) -> None:
    open_case(cast)

    said = [one.text for one in room(cast.owner).unknown if one.kind == "silent"]

    assert said == ["1 place sent neither an answer nor a complaint: York."]


def test_without_a_witness_nobody_sees_what_the_owner_keeps_waiting(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    assert "Nobody sees this but you." in client.get("/board/").content.decode()


def test_what_a_page_is_narrowed_to_stands_as_a_chip_to_take_away(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    page = client.get("/board/", {"period": "2026-q1", "place": str(cast.leeds.pk)})

    assert [(chip["label"], chip["remove_url"]) for chip in page.context["chips"]] == [
        ("quarter 1 of 2026", f"?place={cast.leeds.pk}"),
        ("Place: Leeds", "?period=2026-q1"),
    ]


def test_an_odd_address_shows_the_present_quarter(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    page = client.get("/board/", {"period": "2026-q9", "place": "x"})

    assert (page.status_code, page.context["chips"]) == (200, [])


def test_the_wall_names_no_customer_and_signs_itself(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=8))
    climbed(cast, name="Maria Moss")
    client.force_login(cast.owner)

    page = client.get("/board/wall/").content.decode()

    assert ("Maria" in page, "as of" in page) == (False, True)


def test_a_chart_leaves_as_a_file(cast: Cast, client: Client) -> None:
    open_case(cast)
    client.force_login(cast.owner)

    file = client.get("/board/files/complaints/", {"period": "2026-q1"}).getvalue().decode()

    assert "Days to the next" in file


def test_complaints_name_their_channels_and_causes(cast: Cast) -> None:
    cause = Cause.objects.order_by("pk")[0]
    Case.objects.filter(pk=open_case(cast).pk).update(cause=cause)
    open_case(cast, channel=SignalChannel.PHONE)

    found = complaints_in_time(reader=cast.owner, period=QUARTER, now=LATER)

    assert [(row.name, row.now) for row in found.channels] == [("Logged by staff", 1), ("Telephone", 1)]
    assert (found.causes, found.without_cause) == ([(cause.name, 1)], 1)


def test_a_channel_that_fell_silent_makes_a_fall_quieter_not_better(cast: Cast) -> None:
    before = NOW - timedelta(days=70)
    for _each in range(8):
        open_case(cast, at=before, channel=SignalChannel.QR)

    found = complaints_in_time(reader=cast.owner, period=QUARTER, now=LATER)

    assert (found.less_heard, [row.name for row in found.channels if row.silent]) == (True, ["QR code"])


def test_the_journey_shows_what_was_said_about_each_stage(cast: Cast) -> None:
    delivery = Stage.objects.exclude(slug="none").order_by("order")[0]
    open_case(cast, stage=delivery.pk)
    answers(cast, 2, 3, stage=delivery)
    answers(cast, 1, 10, stage=delivery)

    rows = journey(reader=cast.owner, period=QUARTER, now=LATER)

    first = next(row for row in rows if row.pk == delivery.pk)
    assert (first.complaints, first.answers, first.scored, first.low) == (1, 3, 3, 2)


def test_a_stage_nobody_spoke_of_says_so(cast: Cast, client: Client) -> None:
    switch(name="themes", on=True, by=cast.cx_manager, now=NOW)
    client.force_login(cast.owner)

    assert "Nothing heard. Is anybody asked here?" in client.get("/journey/").content.decode()
