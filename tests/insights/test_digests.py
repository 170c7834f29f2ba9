"""Digests: who gets them, that nothing is sent twice, and that each says what is true when it leaves."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.enums import DeliveryState
from accounts.models import Absence, Delivery, Notice, User
from accounts.operations.delivery import deliver
from accounts.operations.notices import notify
from accounts.operations.practices import switch
from cxapp.insights.operations import digests
from cxapp.insights.operations.digests import Wanted, choose_digests, send_digests
from cxapp.insights.rules.digests import Digest
from feedback.enums import How, Outcome, PromiseKind, WhyDrawn
from feedback.models import Case, Reading
from feedback.operations.contacts import log_contact
from feedback.operations.promises import NewPromise
from tests.cast import NOW, Cast
from tests.factories.answers import answer
from tests.factories.signals import open_case
from tests.insights.digesting import DAY, MONDAY, TUESDAY, WEDNESDAY, keys, letters, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_mail(settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True


@pytest.fixture
def case(cast: Cast) -> Case:
    """Maria Moss waits for Anna, from Tuesday ten o'clock on; promised within eight working hours."""
    return open_case(cast, at=NOW, name="Maria Moss")


def test_the_daily_digest_names_whom_to_call_and_by_when(cast: Cast, case: Case) -> None:
    run(WEDNESDAY)

    [letter] = letters(cast.leader)
    assert letter.subject == "1 customer to call"
    assert "- Maria Moss, by today 10:00\n  " in letter.body
    assert f"/cases/{case.pk}/" in letter.body


def test_who_is_late_is_said_in_the_subject(cast: Cast, case: Case) -> None:
    run(WEDNESDAY + DAY)

    [letter] = letters(cast.leader)
    assert letter.subject == "1 customer to call, 1 late"
    assert "- Maria Moss, late by 21 h: promised by yesterday 10:00" in letter.body


def test_while_nothing_waits_no_daily_digest_comes(cast: Cast) -> None:
    run(TUESDAY)

    assert letters(cast.leader) == []
    delivery = Delivery.objects.get(notice__recipient_id=cast.leader.pk, notice__kind="digest_daily")
    assert delivery.state == DeliveryState.NOT_NEEDED


def test_unread_answers_alone_are_a_reason_to_write(cast: Cast) -> None:
    switch(name="reading", on=True, by=cast.administrator, now=TUESDAY)
    response = answer(cast, 9, "We never had to wait.", at=TUESDAY - DAY)
    Reading.objects.create(
        person=cast.leader, response=response, week=TUESDAY.date(), why=WhyDrawn.OWN, drawn_at=TUESDAY
    )
    run(TUESDAY)

    [letter] = letters(cast.leader)
    assert letter.subject == "1 answer to read"


def test_what_was_promised_up_to_today_is_named_with_its_time(cast: Cast, case: Case) -> None:
    by = WEDNESDAY.replace(hour=15, minute=0)
    promise = NewPromise(PromiseKind.CALL_BY, by, "I call you again.")
    log_contact(
        case=case,
        by=cast.leader,
        how=How.CALL,
        outcome=Outcome.REACHED,
        promise=promise,
        stated_at=NOW,
        now=NOW,
    )
    run(WEDNESDAY)

    [letter] = letters(cast.leader)
    assert letter.subject == "What you promised up to today"
    assert "- Maria Moss: a call by today 15:00" in letter.body


def test_however_often_it_runs_each_is_sent_once(cast: Cast, case: Case) -> None:
    for minutes in (0, 0, 5, 10, 600):
        run(WEDNESDAY + timedelta(minutes=minutes))

    assert len(letters(cast.leader)) == 1
    assert keys(cast.leader) == ["digest:daily:2026-03-04", "digest:weekly:2026-03-02"]


def test_when_another_worker_was_quicker_the_run_ends_quietly(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the other one wrote is not seen by our question any more, but by the database."""
    assert send_digests(now=WEDNESDAY) > 0
    before = Notice.objects.count()
    monkeypatch.setattr(digests, "notify", partial(notify, fresh=True))

    assert send_digests(now=WEDNESDAY) == 0
    assert Notice.objects.count() == before


def test_after_three_days_without_a_worker_only_the_newest_comes(cast: Cast, case: Case) -> None:
    run(WEDNESDAY)
    mail.outbox.clear()
    run(WEDNESDAY + 5 * DAY)  # Monday: Thursday's and Friday's are left out

    assert len(letters(cast.leader)) == 1
    assert [key for key in keys(cast.leader) if "daily" in key] == [
        "digest:daily:2026-03-04",
        "digest:daily:2026-03-09",
    ]


def test_a_mail_server_that_was_away_for_days_brings_one_digest_not_three(cast: Cast, case: Case) -> None:
    for days in range(3):
        send_digests(now=WEDNESDAY + days * DAY)
    deliver(limit=500, now=WEDNESDAY + 2 * DAY)

    assert len(letters(cast.leader)) == 1


def test_it_leaves_at_its_own_hour_before_the_doors_open(cast: Cast, case: Case) -> None:
    run(WEDNESDAY - timedelta(minutes=1))
    assert letters(cast.leader) == []

    run(WEDNESDAY)
    assert len(letters(cast.leader)) == 1


def test_quiet_hours_hold_it_back(cast: Cast, case: Case) -> None:
    User.objects.filter(pk=cast.leader.pk).update(quiet_from=20 * 60, quiet_until=8 * 60)
    run(WEDNESDAY)
    assert letters(cast.leader) == []

    deliver(limit=500, now=WEDNESDAY + timedelta(minutes=30))
    assert len(letters(cast.leader)) == 1


def test_who_is_away_gets_none_and_the_deputy_hears_of_their_customers(cast: Cast, case: Case) -> None:
    Absence.objects.create(
        person=cast.leader, deputy=cast.front_line, starts=WEDNESDAY - DAY, ends=WEDNESDAY + DAY
    )
    run(WEDNESDAY)

    assert keys(cast.leader) == []
    [letter] = letters(cast.front_line)
    assert "- Maria Moss, by today 10:00 (for Anna Leader)" in letter.body


def test_who_leaves_for_a_holiday_after_it_was_queued_is_left_alone(cast: Cast, case: Case) -> None:
    send_digests(now=WEDNESDAY)
    Absence.objects.create(person=cast.leader, deputy=cast.director, starts=WEDNESDAY, ends=WEDNESDAY + DAY)
    deliver(limit=500, now=WEDNESDAY)

    assert letters(cast.leader) == []


def test_a_customer_who_was_reached_meanwhile_is_no_longer_named(cast: Cast, case: Case) -> None:
    send_digests(now=WEDNESDAY)
    log_contact(
        case=case,
        by=cast.leader,
        how=How.CALL,
        outcome=Outcome.REACHED,
        stated_at=WEDNESDAY,
        now=WEDNESDAY,
    )
    deliver(limit=500, now=WEDNESDAY)

    assert letters(cast.leader) == []


def test_front_line_people_are_offered_none(cast: Cast, case: Case) -> None:
    run(MONDAY)

    assert keys(cast.front_line) == []


def test_what_somebody_switched_off_does_not_come(cast: Cast, case: Case) -> None:
    choose_digests(
        person=cast.leader, wanted=Wanted({Digest.DAILY: False}, 450), by=cast.leader, now=TUESDAY - 7 * DAY
    )
    run(WEDNESDAY)

    assert letters(cast.leader) == []
    assert keys(cast.leader) == ["digest:weekly:2026-03-02"]


def test_an_hour_that_was_over_when_it_was_chosen_counts_from_tomorrow(cast: Cast, case: Case) -> None:
    noon = WEDNESDAY.replace(hour=12, minute=0)
    choose_digests(person=cast.leader, wanted=Wanted({}, 9 * 60), by=cast.leader, now=noon)
    run(noon)
    assert letters(cast.leader) == []

    run(WEDNESDAY.replace(hour=9, minute=0) + DAY)
    assert len(letters(cast.leader)) == 1


def test_a_digest_says_why_it_came_and_how_to_stop_it(cast: Cast, case: Case) -> None:
    run(WEDNESDAY)

    [letter] = letters(cast.leader)
    assert "/settings/digests/\n" in letter.body
    stop = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert "/settings/digests/stop/daily/" in stop
    assert stop in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_digests_are_mail_alone_and_wait_nowhere_else(cast: Cast) -> None:
    send_digests(now=WEDNESDAY)

    assert not Notice.objects.filter(reason_key__startswith="digest:", seen_at=None).exists()


def test_the_command_says_how_many_were_queued(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cxapp.insights.management.commands.send_digests.clock_now", lambda: WEDNESDAY)
    call_command("send_digests")

    assert capsys.readouterr().out == f"{Notice.objects.count()} digests queued\n"


def test_as_many_questions_for_one_leader_as_for_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    send_digests(now=WEDNESDAY)
    Notice.objects.all().delete()
    User.objects.filter(pk__in=[cast.peer.pk, cast.director.pk]).update(is_active=False)
    with django_assert_num_queries(9):
        send_digests(now=WEDNESDAY)
    User.objects.update(is_active=True)
    with django_assert_num_queries(9):
        send_digests(now=WEDNESDAY + DAY)
