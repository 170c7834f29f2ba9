"""The private page: what it says when, and what each button does. Not here: what each kind of link opens (`test_links`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Absence, Organisation
from accounts.operations.sweep import sweep
from feedback.enums import CaseState, End, How, Outcome, PromiseKind, Wish
from feedback.models import ContactPoint, CustomerWord, Signal
from feedback.notices.cases import private_path
from feedback.operations.answers import write_answer
from feedback.operations.contacts import log_contact
from feedback.operations.promises import NewPromise
from feedback.operations.severities import raise_severity
from feedback.queries.follow import follow
from tests.cast import NOW, Cast
from tests.feedback.public.conftest import TellUs

HOUR = timedelta(hours=1)


def test_private_pages_are_kept_by_nobody_and_named_to_nobody(
    told: TellUs, clock: Any, visitor: Client
) -> None:
    answer = visitor.get(private_path(told()))
    assert {name: answer[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")} == {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "no-referrer",
    }


def test_private_pages_set_no_cookie(told: TellUs, clock: Any, visitor: Client) -> None:
    visitor.get(private_path(told()))
    assert list(visitor.cookies) == []


def test_a_post_from_a_browser_that_sends_no_origin_is_heard(told: TellUs, clock: Any) -> None:
    careful = Client(enforce_csrf_checks=True)
    answer = careful.post(f"{private_path(told())}write/", {"words": "Hello"}, headers={"Origin": "null"})
    assert answer["Location"].endswith("?done=write")


def test_a_late_promise_is_said_honestly_with_who_was_told(cast: Cast, told: TellUs, clock: Any) -> None:
    signal = told()
    sweep(now=NOW + 24 * HOUR + HOUR / 2)
    seen = follow(signal=Signal.objects.get(pk=signal.pk), now=NOW + 25 * HOUR)
    assert (seen.late, seen.promise) == (
        True,
        [
            "Anna Leader had promised to call by today 10:00. That time has passed. That is our fault.",
            "Dora Director, to whom Anna Leader reports, was told today 10:30.",
        ],
    )


def test_while_the_leader_is_away_the_deputy_is_named(cast: Cast, told: TellUs) -> None:
    signal = told()
    Absence.objects.create(person=cast.leader, deputy=cast.peer, starts=NOW, ends=NOW + timedelta(days=2))
    assert follow(signal=signal, now=NOW + HOUR).promise[-1] == (
        "Anna Leader is away until Thu 10:00. Bruno Peer answers for Anna Leader."
    )


def test_what_happened_is_told_in_plain_words_without_notes(cast: Cast, told: TellUs) -> None:
    signal = told()
    case = signal.case
    log_contact(
        case=case,
        by=cast.leader,
        how=How.CALL,
        outcome=Outcome.NO_ANSWER,
        note="Sounds difficult",
        now=NOW + HOUR,
    )
    raise_severity(case=case, by=cast.leader, severity="high", why="An inner matter", now=NOW + HOUR)
    log_contact(
        case=case,
        by=cast.leader,
        how=How.CALL,
        outcome=Outcome.REACHED,
        now=NOW + 2 * HOUR,
        promise=NewPromise(PromiseKind.FIX_BY, NOW + 30 * HOUR, "A new parcel"),
    )
    seen = follow(signal=signal, now=NOW + 3 * HOUR)
    assert [(line.title, line.text) for line in reversed(seen.happened)] == [
        ("We received it, and Anna Leader became responsible", ""),
        ("Anna Leader tried to reach you and got no answer", ""),
        ("Anna Leader spoke with you", ""),
        ("Anna Leader made you a promise, for tomorrow 16:00", "A new parcel"),
    ]


def test_a_promise_made_in_a_talk_stands_on_top(cast: Cast, told: TellUs) -> None:
    signal = told()
    promise = NewPromise(PromiseKind.FIX_BY, NOW + 30 * HOUR, "A new parcel.")
    log_contact(
        case=signal.case,
        by=cast.leader,
        how=How.CALL,
        outcome=Outcome.REACHED,
        now=NOW + HOUR,
        promise=promise,
    )
    signal.refresh_from_db()
    assert follow(signal=Signal.objects.get(), now=NOW + 2 * HOUR).promise == [
        "Anna Leader promised you by tomorrow 16:00: A new parcel."
    ]


def test_a_written_answer_is_read_on_the_page(cast: Cast, told: TellUs) -> None:
    signal = told(wish=Wish.WRITE)
    write_answer(case=signal.case, by=cast.leader, words="We were short of staff.", now=NOW + HOUR)
    top = follow(signal=signal, now=NOW + 2 * HOUR).happened
    assert ("Anna Leader wrote to you", "We were short of staff.") in [
        (line.title, line.text) for line in top
    ]


def test_a_contact_taken_back_is_not_told(cast: Cast, told: TellUs) -> None:
    from feedback.operations.contacts import undo_contact

    signal = told()
    attempt = log_contact(
        case=signal.case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW + HOUR
    )
    undo_contact(attempt=attempt, by=cast.leader, now=NOW + HOUR)
    assert [line.title for line in follow(signal=signal, now=NOW + 2 * HOUR).happened] == [
        "We received it, and Anna Leader became responsible"
    ]


@pytest.mark.parametrize(
    ("answer", "kept", "state"),
    [
        ({"reached": "yes"}, ("yes", ""), CaseState.CONTACTED),
        ({"reached": "no"}, ("no", ""), CaseState.WAITING),
        ({"right": "yes"}, ("", "yes"), CaseState.CLOSED),
        ({"right": "partly"}, ("", "partly"), CaseState.CONTACTED),
        ({"right": "no"}, ("", "no"), CaseState.WAITING),
    ],
)
def test_the_two_questions_are_answered_with_one_press(
    cast: Cast,
    told: TellUs,
    clock: Any,
    visitor: Client,
    answer: dict[str, str],
    kept: tuple[str, str],
    state: str,
) -> None:
    signal = told()
    log_contact(case=signal.case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW)
    clock.now = NOW + HOUR
    visitor.post(f"{private_path(signal)}say/", answer)
    word = CustomerWord.objects.get()
    signal.case.refresh_from_db()
    assert ((word.reached, word.right), signal.case.state) == (kept, state)


def test_nothing_chosen_is_refused_in_words(told: TellUs, clock: Any, visitor: Client) -> None:
    page = visitor.post(f"{private_path(told())}say/", {"words": "hm"})
    assert (page.status_code, page.context["say"].non_field_errors()) == (400, ["Choose an answer first."])


def test_the_questions_are_asked_once_there_is_something_to_answer(cast: Cast, told: TellUs) -> None:
    signal = told()
    before = follow(signal=signal, now=NOW + HOUR)
    log_contact(case=signal.case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW + HOUR)
    after = follow(signal=Signal.objects.get(), now=NOW + HOUR)
    assert ((before.asks_reached, before.asks_right), (after.asks_reached, after.asks_right)) == (
        (False, False),
        (True, True),
    )


def test_a_message_is_read_by_the_leader_once_however_often_it_is_sent(
    told: TellUs, clock: Any, visitor: Client
) -> None:
    signal = told()
    for _ in range(2):
        visitor.post(f"{private_path(signal)}write/", {"words": "One more thing", "once": "one form"})
    assert [message.text.body for message in signal.case.messages.all()] == ["One more thing"]


def test_someone_else_is_asked_for_once(cast: Cast, told: TellUs, clock: Any, visitor: Client) -> None:
    signal = told()
    first = visitor.post(f"{private_path(signal)}someone-else/")
    second = visitor.post(f"{private_path(signal)}someone-else/")
    signal.case.refresh_from_db()
    assert (first.status_code, second.status_code, signal.case.leader) == (302, 400, cast.director)


def test_it_is_withdrawn_and_taken_up_again(told: TellUs, clock: Any, visitor: Client) -> None:
    signal = told()
    visitor.post(f"{private_path(signal)}withdraw/")
    signal.case.refresh_from_db()
    ended = signal.case.end
    visitor.post(f"{private_path(signal)}undo-withdrawal/")
    signal.case.refresh_from_db()
    assert (ended, signal.case.state) == (End.WITHDRAWN, CaseState.WAITING)


def test_a_closed_case_stays_readable(told: TellUs, clock: Any, visitor: Client) -> None:
    signal = told()
    visitor.post(f"{private_path(signal)}withdraw/")
    page = visitor.get(private_path(signal))
    assert (page.status_code, page.context["page"].promise) == (
        200,
        ["This is closed. You can still read it, and write to us here."],
    )


def test_another_number_and_another_wish_are_kept(told: TellUs, clock: Any, visitor: Client) -> None:
    signal = told()
    visitor.post(
        f"{private_path(signal)}reach/", {"wish": "write", "when": "evenings", "reach": "new@example.org"}
    )
    signal.case.refresh_from_db()
    points = ContactPoint.objects.filter(customer=signal.customer, kind="email").values_list(
        "value", flat=True
    )
    assert (signal.case.wish, signal.case.wish_when, list(points)) == (
        Wish.WRITE,
        "evenings",
        ["new@example.org"],
    )


def test_where_else_to_turn_stands_on_the_page(cast: Cast, told: TellUs, clock: Any, visitor: Client) -> None:
    Organisation.objects.filter(pk=1).update(outside_body="The Ombudsman, Sampletown")
    assert "The Ombudsman, Sampletown" in visitor.get(private_path(told())).content.decode()
