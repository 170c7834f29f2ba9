"""What a person chooses for themselves, and what they were told."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from accounts.models import Event, Notice, User
from accounts.rules import kinds
from accounts.rules.kinds import Message, NoticeKind
from accounts.views.settings import next_notice
from tests.cast import NOW, Cast

ANSWERS = {
    "phone": "+44 20 7946 0000",
    "language": "en",
    "zone": "Europe/London",
    "theme": "dark",
    "shortcuts": "on",
    "quiet_from": "21:30",
    "quiet_until": "7",
}


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_preferences_are_kept(cast: Cast) -> None:
    answer = _as(cast.leader).post("/settings/", ANSWERS)

    assert answer["Location"] == "/settings/"
    anna = User.objects.get(pk=cast.leader.pk)
    assert (anna.phone, anna.zone, anna.theme, anna.shortcuts) == (
        "+44 20 7946 0000",
        "Europe/London",
        "dark",
        True,
    )
    assert (anna.quiet_from, anna.quiet_until) == (21 * 60 + 30, 7 * 60)


def test_the_timeline_names_the_changed_fields_and_not_their_content(cast: Cast) -> None:
    client = _as(cast.leader)
    client.post("/settings/", ANSWERS)
    client.post("/settings/", {**ANSWERS, "phone": "+44 20 7946 0001"})
    client.post("/settings/", {**ANSWERS, "phone": "+44 20 7946 0001"})

    events = Event.objects.filter(subject_id=cast.leader.pk, code="preferences_changed").order_by("seq")
    assert [event.data["fields"] for event in events] == [
        ["phone", "zone", "theme", "quiet_from", "quiet_until"],
        ["phone"],
    ]


def test_the_form_shows_what_was_chosen(cast: Cast) -> None:
    client = _as(cast.leader)
    client.post("/settings/", ANSWERS)

    page = client.get("/settings/").content.decode()

    assert 'data-theme="dark"' in page
    assert 'value="21:30"' in page
    assert 'value="07:00"' in page


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"quiet_from": "25:00"}, "quiet_from", "Enter a time such as 21:30."),
        ({"quiet_from": "late"}, "quiet_from", "Enter a time such as 21:30."),
        ({"quiet_until": ""}, "quiet_until", "Enter both times, or leave both empty"),
        (
            {"zone": "Mars/Base"},
            "zone",
            "Choose one of these. What was sent is not among them.",
        ),
    ],
)
def test_an_odd_answer_is_named_and_kept_in_the_form(
    cast: Cast, change: dict[str, str], field: str, sentence: str
) -> None:
    answer = _as(cast.leader).post("/settings/", {**ANSWERS, **change})

    assert answer.context["form"].errors == {field: [sentence]}
    assert 'value="+44 20 7946 0000"' in answer.content.decode()
    assert User.objects.get(pk=cast.leader.pk).phone == ""


@pytest.mark.parametrize(
    ("hour", "sentence"),
    [
        (10, "A notice would reach anna@example.test now."),
        (18, "The next notice would reach anna@example.test tomorrow 09:00; urgent ones at once."),
    ],
)
def test_the_page_says_when_the_next_notice_would_come(
    cast: Cast, settings: Settings, hour: int, sentence: str
) -> None:
    settings.MAIL_CONFIGURED = True

    assert next_notice(cast.leader, NOW.replace(hour=hour)) == sentence


def test_without_mail_or_address_the_page_says_where_a_person_is_told(cast: Cast, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = False
    assert _as(cast.leader).get("/settings/").context["next_notice"].startswith("No mail is set up")

    settings.MAIL_CONFIGURED = True
    User.objects.filter(pk=cast.leader.pk).update(email=None)
    assert _as(cast.leader).get("/settings/").context["next_notice"].startswith("No e-mail address of yours")


def test_the_page_says_why_late_promises_cannot_be_switched_off(cast: Cast) -> None:
    page = _as(cast.leader).get("/settings/").content.decode()

    assert "Notices of late promises cannot be switched off: a customer was told your name." in page


def _render(recipient: Any, data: Any, now: Any) -> Message | None:
    return Message(data["words"], f"Look: {settings.SITE_URL}/cases/7/\n") if data["words"] else None


@pytest.fixture
def told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Notice]:
    """Two notices for Anna, the second settled meanwhile, and one for Bruno."""
    monkeypatch.setitem(kinds.notices, "test", NoticeKind("test", _render))
    rows = [(cast.leader, "Maria waits for you"), (cast.leader, ""), (cast.peer, "For Bruno")]
    return [
        Notice.objects.create(
            kind="test",
            recipient_kind="person",
            recipient_id=person.pk,
            reason_key=str(number),
            data={"words": words},
            created_at=NOW,
        )
        for number, (person, words) in enumerate(rows)
    ]


def test_what_i_was_told_stands_in_sentences(cast: Cast, told: list[Notice]) -> None:
    page = _as(cast.leader).get("/inbox/").content.decode()

    assert "Maria waits for you" in page
    assert "Settled meanwhile." in page
    assert "For Bruno" not in page


def test_what_i_was_told_leads_to_what_it_is_about(cast: Cast, told: list[Notice]) -> None:
    rows = _as(cast.leader).get("/inbox/").context["told"]

    assert [row.url for row in rows] == ["", "/cases/7/"]


def test_done_takes_one_notice_out_of_my_list(cast: Cast, told: list[Notice]) -> None:
    answer = _as(cast.leader).post("/inbox/done/", {"notice": [str(told[0].pk)]}, follow=True)

    assert [row.id for row in answer.context["told"]] == [told[1].pk]
    assert "1 notice done." in answer.content.decode()


def test_nobody_presses_done_for_somebody_else(cast: Cast, told: list[Notice]) -> None:
    _as(cast.leader).post("/inbox/done/", {"notice": [str(told[2].pk), "odd"]})

    assert Notice.objects.get(pk=told[2].pk).seen_at is None


def test_done_without_a_notice_named_closes_nothing(cast: Cast, told: list[Notice]) -> None:
    _as(cast.leader).post("/inbox/done/")

    assert Notice.objects.filter(seen_at=None).count() == 3


def test_an_empty_list_says_so(cast: Cast) -> None:
    assert "Nothing new" in _as(cast.leader).get("/inbox/").content.decode()
