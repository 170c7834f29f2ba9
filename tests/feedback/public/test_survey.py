"""The survey: answering, changing one's mind, coming late. Not here: being asked (`test_invitations`), robots and races."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from feedback.announcements import praise_given
from feedback.enums import CaseState, How, Outcome, Wish
from feedback.models import Answer, Case, ContactPoint, Customer, Invitation, Response, Signal
from feedback.notices.surveys import survey_path
from feedback.operations.answering import send
from feedback.operations.contacts import log_contact
from feedback.queries.answering import door_of, kept_answer
from feedback.rules.answering import Given
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)
NAMES = {"score": "q-recommend", "words": "q-reason"}


def sent(**fields: Any) -> dict[str, Any]:
    return {
        "q-recommend": "3",
        "q-reason": "Three days late.",
        "wish": "",
        "when": "",
        "reach": "",
        "based_on": "0",
        **{NAMES.get(name, name): value for name, value in fields.items()},
    }


@pytest.fixture
def path(invitation: Invitation) -> str:
    return survey_path(invitation)


# -- Answering -------------------------------------------------------------------------------------
def test_the_link_of_a_number_opens_the_page_with_it_marked(path: str, clock: Any, visitor: Client) -> None:
    page = visitor.get(f"{path}?score=3")
    assert str(page.context["form"]["q-recommend"].value()) == "3"


@pytest.mark.parametrize("score", ["11", "-1", "x", "²", ""])
def test_a_number_that_is_none_marks_nothing(path: str, clock: Any, visitor: Client, score: str) -> None:
    assert visitor.get(path, {"score": score}).context["form"]["q-recommend"].value() is None


def test_who_reads_it_is_named_before_sending(cast: Cast, path: str, clock: Any, visitor: Client) -> None:
    assert "<strong>Anna Leader</strong> reads this personally." in visitor.get(path).content.decode()


def test_the_time_somebody_asked_for_is_read_again_with_their_wish(
    path: str, clock: Any, visitor: Client
) -> None:
    visitor.post(path, sent(wish="call-evening", reach="020 7946 0018"))
    page = visitor.get(path)
    assert "Call me, after 17:00" in page.content.decode()
    assert page.context["page"].promise[1:] == ["You asked for: after 17:00."]


def test_a_place_that_stands_in_the_title_is_not_said_twice(
    cast: Cast, path: str, clock: Any, visitor: Client
) -> None:
    User.objects.filter(pk=cast.leader.pk).update(title="Leads Leeds")
    assert ">Leads Leeds</span>" in visitor.get(path).content.decode()


def test_the_heading_begins_with_a_capital_letter(
    path: str, invitation: Invitation, clock: Any, visitor: Client
) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(about="your order of 3 March")
    assert "Your order of 3 March</h1>" in visitor.get(path).content.decode()


def test_an_unhappy_answer_opens_one_case_in_the_same_act(
    cast: Cast, path: str, maria: Customer, clock: Any, visitor: Client
) -> None:
    visitor.post(path, sent(wish="call", when="after 17:00", reach="020 7946 0018"))
    response, signal = Response.objects.get(), Signal.objects.get()
    assert (
        signal.response,
        signal.score,
        signal.case.leader,
        signal.case.customer,
        signal.wish,
        signal.wish_when,
    ) == (
        response,
        3,
        cast.leader,
        maria,
        Wish.CALL,
        "after 17:00",
    )


def test_the_thanks_name_who_calls_by_when_and_open_the_whole_page(
    path: str, clock: Any, visitor: Client
) -> None:
    page = visitor.post(path, sent(wish="call", reach="020 7946 0018"), follow=True)
    assert (page.context["page"].promise, page.context["page"].whole) == (
        ["Anna Leader will call you by tomorrow 10:00."],
        True,
    )


@pytest.mark.parametrize(("score", "cases"), [("6", 1), ("7", 0), ("10", 0)])
def test_up_to_six_opens_a_case(path: str, clock: Any, visitor: Client, score: str, cases: int) -> None:
    visitor.post(path, sent(score=score, words=""))
    assert (Case.objects.count(), Response.objects.count()) == (cases, 1)


def test_a_wish_for_contact_opens_a_case_at_any_score(path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, sent(score="8", wish="write"))
    assert Case.objects.get().wish == Wish.WRITE


def test_without_a_telephone_the_usual_way_is_to_write(path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, sent())
    assert Case.objects.get().wish == Wish.WRITE


def test_a_telephone_given_with_the_answer_belongs_to_the_customer(
    path: str, maria: Customer, clock: Any, visitor: Client
) -> None:
    visitor.post(path, sent(wish="call", reach="020 7946 0018"))
    assert ContactPoint.objects.get(kind="phone").customer == maria


def test_a_form_without_a_number_comes_back_with_the_words(path: str, clock: Any, visitor: Client) -> None:
    page = visitor.post(path, sent(score=""))
    assert (page.status_code, page.context["form"].errors, page.context["form"]["q-reason"].value()) == (
        400,
        {"q-recommend": ["Choose a number from 0 to 10."]},
        "Three days late.",
    )


def test_a_call_without_a_number_is_refused_beside_the_field(path: str, clock: Any, visitor: Client) -> None:
    page = visitor.post(path, sent(wish="call"))
    assert page.context["form"].errors == {"reach": ["Enter a telephone number, so that we can call you."]}


def test_a_happy_customer_names_whom_to_thank(cast: Cast, path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, sent(score="10", words="So quick."))
    heard: list[dict[str, Any]] = []

    def listen(**said: Any) -> None:
        heard.append(said)

    praise_given.connect(listen, weak=False, dispatch_uid="test")
    try:
        visitor.post(f"{path}thank/", {"names": "Fay", "words": "So quick.", "name": "Maria"})
    finally:
        praise_given.disconnect(dispatch_uid="test")
    assert [(said["names"], said["words"], said["place"]) for said in heard] == [
        ("Fay", "So quick.", cast.leeds)
    ]


# -- Afterwards ------------------------------------------------------------------------------------
def test_a_later_visitor_sees_what_was_kept(path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, sent())
    assert visitor.get(path).context["kept"].words == "Three days late."


def test_a_second_answer_from_the_first_page_changes_nothing(path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, sent())
    visitor.post(path, sent(score="9", words="Other words"))
    assert (
        list(Answer.objects.values_list("score", flat=True).exclude(score=None)),
        Case.objects.count(),
    ) == ([3], 1)


def test_until_a_leader_has_acted_an_answer_can_be_changed_and_closes_nothing(
    invitation: Invitation, path: str, clock: Any, visitor: Client
) -> None:
    visitor.post(path, sent())
    visitor.post(f"{path}?change=1", sent(score="9", words="It came after all.", based_on="1"))
    kept, case = kept_answer(invitation), Case.objects.get()
    assert kept is not None
    assert (kept.revision, kept.score, kept.words, case.state) == (
        2,
        9,
        "It came after all.",
        CaseState.WAITING,
    )
    assert [str(message.text) for message in case.messages.all()] == [
        "I changed my answer from 3 to 9.\n\nIt came after all."
    ]


def test_a_happy_answer_changed_to_an_unhappy_one_opens_its_case(
    path: str, clock: Any, visitor: Client
) -> None:
    visitor.post(path, sent(score="9", words=""))
    visitor.post(f"{path}?change=1", sent(score="2", based_on="1"))
    assert (Case.objects.count(), Signal.objects.get().score) == (1, 2)


def test_once_a_leader_has_acted_the_answer_stays(cast: Cast, path: str, clock: Any, visitor: Client) -> None:
    visitor.post(path, sent(wish="call", reach="020 7946 0018"))
    log_contact(
        case=Case.objects.get(), by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=NOW + HOUR
    )
    clock.now = NOW + 2 * HOUR
    page = visitor.post(f"{path}?change=1", sent(score="9", based_on="1"))
    assert (page.status_code, Answer.objects.filter(revision=2).count()) == (409, 0)


def test_an_expired_question_still_takes_a_comment(path: str, clock: Any, visitor: Client) -> None:
    clock.now = NOW + timedelta(days=31)
    page = visitor.get(path)
    visitor.post(path, {"words": "Late, but here I am."})
    assert "This question has closed" in page.content.decode()
    assert [(str(row.text), row.score) for row in Answer.objects.all()] == [("Late, but here I am.", None)]


# -- What a script saw ------------------------------------------------------------------------------
def test_a_score_seen_by_a_script_is_kept_aside_and_opens_nothing(
    invitation: Invitation, path: str, clock: Any, visitor: Client
) -> None:
    visitor.post(f"{path}seen/", {"score": "0"})
    invitation.refresh_from_db()
    assert (invitation.unconfirmed_score, Response.objects.count(), Case.objects.count()) == (0, 0, 0)


def test_a_confirmed_answer_ends_the_unconfirmed_one(
    invitation: Invitation, path: str, clock: Any, visitor: Client
) -> None:
    visitor.post(f"{path}seen/", {"score": "0"})
    visitor.post(path, sent(score="9", words=""))
    visitor.post(f"{path}seen/", {"score": "0"})
    invitation.refresh_from_db()
    assert (invitation.unconfirmed_score, Case.objects.count()) == (None, 0)


@pytest.mark.parametrize("score", ["11", "", "x"])
def test_a_script_cannot_keep_what_is_no_score(
    invitation: Invitation, path: str, clock: Any, visitor: Client, score: str
) -> None:
    visitor.post(f"{path}seen/", {"score": score})
    invitation.refresh_from_db()
    assert invitation.unconfirmed_score is None


def test_an_answer_without_customer_can_be_reached_by_what_it_gives(
    cast: Cast, invitation: Invitation
) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(customer=None)
    invitation.refresh_from_db()
    given = Given({"recommend": 1, "reason": "Bad."}, wish="call", reach=(("phone", "020 7946 0018"),))
    signal = send(door=door_of(invitation), given=given, now=NOW).signal
    assert signal is not None
    assert (signal.case.reachable, signal.confirmed) == (True, False)
