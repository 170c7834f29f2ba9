"""The kiosk: one press one answer, no flood, nothing left behind. Not here: its scripts (`tests/browser`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Notice
from feedback.enums import QuestionKind, ResponseSource, ResponseState
from feedback.forms.answer_fields import faces_of
from feedback.models import Case, OpenLink, Question, Response, Signal, Stage
from feedback.operations.kiosk import press
from feedback.queries.answering import door_of_link
from feedback.rules.answering import Given
from tests.cast import NOW, Cast

TODAY = {
    "code": "today",
    "kind": QuestionKind.EMOTION,
    "texts": {"en": "How was it today?"},
    "required": True,
    "low_at": 2,
}
ABOUT = {
    "code": "about",
    "kind": QuestionKind.SINGLE,
    "texts": {"en": "What was it?"},
    "options": [{"code": "wait", "texts": {"en": "The wait"}}],
    "show_if": {"question": "today", "op": "at_most", "value": 2},
}
DAY = timedelta(days=1)


@pytest.fixture
def kiosk(survey: Any, link: Any) -> OpenLink:
    made: OpenLink = link(survey(TODAY), kind="kiosk")
    return made


def pressed(visitor: Client, kiosk: OpenLink, face: int, **fields: str) -> Any:
    return visitor.post(f"/kiosk/{kiosk.code}/", {"q-today": str(face), "key": str(uuid4()), **fields})


def test_a_press_is_one_answer_of_the_place(cast: Cast, kiosk: OpenLink, clock: Any, visitor: Client) -> None:
    page = pressed(visitor, kiosk, 5)
    response = Response.objects.get()
    assert (response.source, response.place, response.state) == (
        ResponseSource.KIOSK,
        cast.leeds,
        ResponseState.COMPLETE,
    )
    assert visitor.get(page["Location"])["Refresh"] == f"5; url=/kiosk/{kiosk.code}/?lang=en"


def test_pressing_again_at_once_is_ignored_also_after_the_page_was_loaded_again(
    kiosk: OpenLink, clock: Any, visitor: Client
) -> None:
    pressed(visitor, kiosk, 5)
    visitor.get(f"/kiosk/{kiosk.code}/")
    pressed(visitor, kiosk, 1)
    assert Response.objects.count() == 1


def test_another_device_is_another_person(kiosk: OpenLink, clock: Any) -> None:
    for _device in range(2):
        pressed(Client(), kiosk, 5)
    assert Response.objects.count() == 2


def test_presses_kept_without_connection_come_later_once_and_with_their_own_time(
    kiosk: OpenLink, clock: Any, visitor: Client
) -> None:
    then, key = NOW - timedelta(hours=2), str(uuid4())
    for _again in range(2):
        pressed(visitor, kiosk, 5, key=key, rested="1", at=str(int(then.timestamp() * 1000)))
    assert [row.at for row in Response.objects.all()] == [then]


@pytest.mark.parametrize(("given", "kept"), [(NOW + DAY, NOW), (NOW - 3 * DAY, NOW - DAY)])
def test_a_clock_that_is_wrong_moves_nothing_into_the_future_or_the_far_past(
    kiosk: OpenLink, clock: Any, visitor: Client, given: Any, kept: Any
) -> None:
    pressed(visitor, kiosk, 5, rested="1", at=str(int(given.timestamp() * 1000)))
    assert Response.objects.get().at == kept


def test_twenty_kiosks_with_three_hundred_presses_a_day_do_not_flood_a_desk(
    cast: Cast, survey: Any, link: Any
) -> None:
    """Two places, two stages, a whole day; five presses a kiosk stand for the three hundred."""
    version = survey(TODAY)
    stages = list(Stage.objects.exclude(slug="none").order_by("pk")[:2])
    doors = [
        link(version, kind="kiosk", place=(cast.leeds, cast.york)[number % 2], stage=stages[number // 2 % 2])
        for number in range(20)
    ]
    before = Notice.objects.count()
    for number, made in enumerate(doors):
        for count in range(5):
            door = door_of_link(made, uuid4())
            assert door is not None
            press(
                door=door,
                given=Given({"today": 1 + count % 5}),
                now=NOW + timedelta(minutes=120 * count + number),
            )
    assert (Response.objects.count(), Signal.objects.count(), Case.objects.count()) == (100, 40, 4)
    assert Notice.objects.count() - before == 4


def test_more_than_one_device_can_press_is_held(kiosk: OpenLink, clock: Any) -> None:
    for _number in range(125):
        pressed(Client(), kiosk, 5, rested="1")
    assert Response.objects.filter(state=ResponseState.HELD).count() == 5


def test_who_was_unhappy_is_asked_one_thing_more(survey: Any, link: Any, clock: Any, visitor: Client) -> None:
    kiosk = link(survey(TODAY, ABOUT), kind="kiosk")
    page = visitor.get(pressed(visitor, kiosk, 1)["Location"])
    assert ("One thing more" in page.content.decode(), Response.objects.get().state) == (
        True,
        ResponseState.PARTIAL,
    )
    key = str(page.context["door"].key)
    visitor.post(
        f"/kiosk/{kiosk.code}/", {"q-today": "1", "q-about": "wait", "second": "1", "asked": "*", "key": key}
    )
    assert (Response.objects.get().state, Case.objects.count()) == (ResponseState.COMPLETE, 1)


def test_who_was_happy_is_not_asked_more(survey: Any, link: Any, clock: Any, visitor: Client) -> None:
    kiosk = link(survey(TODAY, ABOUT), kind="kiosk")
    assert "thanks=1" in pressed(visitor, kiosk, 5)["Location"]


def test_nothing_is_typed_at_a_kiosk(survey: Any, link: Any, clock: Any, visitor: Client) -> None:
    """Neither words nor a call nor contact details: they would stand there for the next person."""
    rows = [
        {"code": kind, "kind": kind, "texts": {"en": f"A {kind}?"}}
        for kind in (QuestionKind.TEXT, QuestionKind.WISH, QuestionKind.CONTACT)
    ]
    door = link(survey(TODAY, ABOUT, *rows), kind="kiosk")
    page = visitor.get(pressed(visitor, door, 1)["Location"])
    fields = {name for name in page.context["form"].fields if name not in ("based_on", "asked")}
    assert fields == {"q-today", "q-about"}


def test_a_press_of_nothing_brings_the_faces_back(kiosk: OpenLink, clock: Any, visitor: Client) -> None:
    page = visitor.post(f"/kiosk/{kiosk.code}/", {"key": str(uuid4())})
    assert (page.status_code, Response.objects.count()) == (400, 0)


def test_only_the_number_leaves_the_kiosk(kiosk: OpenLink, clock: Any, visitor: Client) -> None:
    path = f"/kiosk/{kiosk.code}/exit/"
    wrong, right = visitor.post(path, {"pin": "1111"}), visitor.post(path, {"pin": "2468"})
    assert (wrong.status_code, right.status_code, right["Location"]) == (400, 302, "/")


def test_nobody_counts_through_the_numbers(kiosk: OpenLink, clock: Any) -> None:
    path = f"/kiosk/{kiosk.code}/exit/"
    codes = [Client().post(path, {"pin": str(1000 + number)}).status_code for number in range(6)]
    assert (codes, Client().post(path, {"pin": "2468"}).status_code) == ([400] * 5 + [429], 429)


def test_the_case_of_a_place_shows_the_newest_presses_and_their_number(
    cast: Cast, survey: Any, link: Any, visitor: Client
) -> None:
    version = survey(TODAY)
    made = link(version, kind="kiosk")
    for count in range(23):
        door = door_of_link(made, uuid4())
        assert door is not None
        press(door=door, given=Given({"today": 1}), now=NOW + timedelta(minutes=count))
    visitor.force_login(cast.leader)
    page = visitor.get(f"/cases/{Case.objects.get().pk}/")
    html = page.content.decode()
    assert (
        html.count("no words, only the score"),
        "The newest 20 of 23 answers" in html,
        "of 5" in html,
    ) == (
        20,
        True,
        True,
    )


def test_between_a_surveys_own_ends_the_faces_are_numbered_not_named_otherwise() -> None:
    asked = Question(
        kind=QuestionKind.CSAT, ends={"low": {"en": "Very dissatisfied"}, "high": {"en": "Very satisfied"}}
    )
    words = [str(face["word"]) for face in faces_of(asked, "en", "en")]
    assert words == ["Very dissatisfied", "2", "3", "4", "Very satisfied"]


def test_without_ends_of_its_own_every_face_has_our_word() -> None:
    words = [str(face["word"]) for face in faces_of(Question(kind=QuestionKind.CSAT), "en", "en")]
    assert words == ["Very unhappy", "Unhappy", "Neither", "Happy", "Very happy"]
