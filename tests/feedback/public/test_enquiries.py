"""A visitor's question: its clock, who may read it, its answer on the private page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import Clock, Escalation, Notice, User
from accounts.operations.delivery import deliver
from accounts.operations.history import verify
from accounts.operations.sweep import sweep
from cxapp.lib.tokens import link_token
from feedback.access.enquiries import visible_to
from feedback.models import Enquiry
from feedback.operations.enquiries import AnsweredBefore, answer_question, ask_question
from tests.cast import NOW, Cast

DAY = timedelta(days=1)


@pytest.fixture
def rye(cast: Cast) -> Enquiry:
    return ask_question(
        place=cast.leeds.pk,
        words="Do you bake rye?",
        name="Maria Sample",
        contact_points=(("email", "maria@example.org"),),
        now=NOW,
    )


def test_a_question_is_due_in_two_working_days(cast: Cast, rye: Enquiry) -> None:
    clock = Clock.objects.get(subject_kind="enquiry", subject_id=rye.pk)
    assert (clock.kind, clock.holder, clock.due_at, rye.due_at) == (
        "reply",
        cast.leader,
        NOW + 2 * DAY,
        NOW + 2 * DAY,
    )


def test_the_leader_and_the_visitor_are_told(cast: Cast, rye: Enquiry) -> None:
    told = Notice.objects.order_by("kind").values_list("kind", "recipient_kind", "recipient_id")
    assert list(told) == [
        ("enquiry_opened", "person", cast.leader.pk),
        ("enquiry_received", "customer", rye.customer_id),
    ]


def test_an_unanswered_question_climbs_two_rungs_and_no_further(cast: Cast, rye: Enquiry) -> None:
    for hours in range(24 * 14):
        sweep(now=NOW + timedelta(hours=hours))
    rungs = Escalation.objects.filter(clock__subject_kind="enquiry").order_by("level")
    assert [rung.to for rung in rungs] == [cast.director, cast.owner]


def test_an_answer_stops_the_clock_and_stands_on_the_private_page(
    cast: Cast, rye: Enquiry, clock: Any, visitor: Client
) -> None:
    answer_question(enquiry=rye, by=cast.leader, words="Every Friday.", now=NOW + DAY)
    page = visitor.get(f"/c/{link_token('enquiry', rye.uuid, 1)}/").content.decode()
    assert Clock.objects.get(subject_kind="enquiry").met_by == cast.leader
    assert ["Anna Leader answered your question" in page, "Every Friday." in page] == [True, True]


def test_the_visitor_gets_the_answer_by_mail(cast: Cast, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    rye = ask_question(
        place=cast.leeds.pk, words="Rye?", contact_points=(("email", "m@example.org"),), now=NOW
    )
    answer_question(enquiry=rye, by=cast.leader, words="Every Friday.", now=NOW + DAY)
    deliver(limit=10, now=NOW + DAY)
    letters = [letter for letter in mail.outbox if letter.subject == "Anna Leader answered your question"]
    assert [(letter.to, "Every Friday." in letter.body) for letter in letters] == [(["m@example.org"], True)]


def test_a_question_is_answered_once(cast: Cast, rye: Enquiry) -> None:
    answer_question(enquiry=rye, by=cast.leader, words="Every Friday.", now=NOW + DAY)
    with pytest.raises(AnsweredBefore):
        answer_question(enquiry=rye, by=cast.director, words="Never.", now=NOW + DAY)


def test_leader_line_above_owner_and_cx_manager_read_it_and_nobody_else(cast: Cast, rye: Enquiry) -> None:
    readers = [
        user.sign_in_name for user in User.objects.order_by("sign_in_name") if visible_to(user, NOW).exists()
    ]
    assert readers == ["anna", "carl", "dora", "olga"]


def test_a_stranger_to_the_question_gets_the_page_of_what_does_not_exist(
    cast: Cast, rye: Enquiry, client: Client
) -> None:
    client.force_login(cast.peer)
    assert [client.get(f"/enquiries/{pk}/").status_code for pk in (rye.pk, rye.pk + 999)] == [404, 404]


def test_the_leader_answers_on_the_page(cast: Cast, rye: Enquiry, clock: Any, client: Client) -> None:
    client.force_login(cast.leader)
    page = client.post(f"/enquiries/{rye.pk}/", {"words": "Every Friday.", "once": "form"}, follow=True)
    rye.refresh_from_db()
    assert (page.status_code, str(rye.answer), rye.answered_by) == (200, "Every Friday.", cast.leader)


def test_the_list_shows_what_waits(cast: Cast, rye: Enquiry, clock: Any, client: Client) -> None:
    client.force_login(cast.director)
    assert list(client.get("/enquiries/").context["waiting"]) == [rye]


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        (NOW + timedelta(hours=1), "A question for you, to be answered by Thu 10:00"),
        (NOW + DAY, "A question waits for your answer until tomorrow 10:00"),
    ],
)
def test_the_leader_is_told_and_reminded(cast: Cast, settings: Settings, at: Any, subject: str) -> None:
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask_question(place=cast.leeds.pk, words="Rye?", now=NOW)
    sweep(now=at)
    deliver(limit=10, now=at)
    assert mail.outbox[-1].subject == subject


def test_the_history_of_a_question_verifies(cast: Cast, rye: Enquiry) -> None:
    answer_question(enquiry=rye, by=cast.leader, words="Every Friday.", now=NOW + DAY)
    assert verify().faults == []
