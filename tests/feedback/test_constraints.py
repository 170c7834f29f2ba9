"""What the database itself refuses in the tables of cases and customers: the promises of the product."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from feedback.models import (
    Answer,
    AssignmentRule,
    Concern,
    ContactPoint,
    Customer,
    CustomerWord,
    EndProposal,
    HandOver,
    Question,
    Recovery,
    Response,
    Responsibility,
    SurveyVersion,
    Text,
)
from feedback.operations.promises import make_promise
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.breaking import again, changed, refused

pytestmark = pytest.mark.django_db


def test_a_case_always_has_a_leader(cast: Cast) -> None:
    assert refused(changed(open_case(cast), leader=None))


def test_a_customer_has_one_open_case(cast: Cast) -> None:
    assert refused(again(open_case(cast)))


def test_a_second_matter_may_be_open_beside_it(cast: Cast) -> None:
    assert not refused(again(open_case(cast), matter=7))


def test_a_place_has_one_case_a_stage_and_week_even_when_closed(cast: Cast) -> None:
    case = open_case(cast, kind="score", scale="nps", score=1, words="", name="", contact_points=())
    changed(case, state="closed", end="by_action", closed_at=NOW)()

    assert refused(again(case, state="waiting", end="", closed_at=None))


def test_a_place_case_has_no_customer(cast: Cast) -> None:
    case = open_case(cast)

    assert refused(changed(case, week=NOW.date()))


@pytest.mark.parametrize(
    "values",
    [
        {"state": "closed"},
        {"state": "closed", "closed_at": NOW},
        {"state": "closed", "end": "put_right"},
        {"end": "put_right"},
        {"closed_at": NOW},
    ],
    ids=["no end, no time", "no end", "no time", "open with an end", "open with a time"],
)
def test_a_closed_case_has_an_end_and_a_time_and_an_open_one_neither(
    cast: Cast, values: dict[str, Any]
) -> None:
    assert refused(changed(open_case(cast), **values))


def test_a_case_is_not_merged_into_itself(cast: Cast) -> None:
    case = open_case(cast)

    assert refused(changed(case, merged_into=case))


def test_a_customer_is_not_merged_into_themselves(cast: Cast) -> None:
    customer = open_case(cast).customer
    assert customer is not None

    assert refused(changed(customer, merged_into=customer))


def test_one_person_holds_a_case_at_a_time(cast: Cast) -> None:
    held = Responsibility.objects.get(case=open_case(cast))

    assert refused(again(held, leader=cast.peer))


def test_a_contact_point_identifies_one_customer(cast: Cast) -> None:
    open_case(cast)
    point = ContactPoint.objects.get()

    assert refused(again(point, customer=Customer.objects.create(created_at=NOW)))


def test_a_shared_contact_point_may_belong_to_several(cast: Cast) -> None:
    open_case(cast)

    assert not refused(again(ContactPoint.objects.get(), identifies=False))


def test_a_customer_of_another_system_is_known_once() -> None:
    customer = Customer.objects.create(source="shop", external_id="7", created_at=NOW)

    assert refused(again(customer, uuid=uuid4()))


def test_a_signal_of_another_system_is_received_once(cast: Cast) -> None:
    signal = open_case(cast, source="shop", external_id="7").signals.get()

    assert refused(again(signal, uuid=uuid4(), token_sha="a", code_sha="b"))


def test_a_score_has_a_scale_and_a_scale_a_score(cast: Cast) -> None:
    signal = open_case(cast).signals.get()

    assert refused(changed(signal, score=3))
    assert refused(changed(signal, scale="nps"))


def test_a_private_link_opens_one_signal(cast: Cast) -> None:
    first, second = open_case(cast).signals.get(), open_case(cast).signals.get()

    assert refused(changed(second, token_sha=first.token_sha))


def test_a_person_is_concerned_once(cast: Cast) -> None:
    open_case(cast, concerns=(cast.director.pk,))

    assert refused(again(Concern.objects.get()))


@pytest.mark.parametrize(
    ("kind", "score", "fits"),
    [
        ("nps", -1, False),
        ("nps", 0, True),
        ("nps", 10, True),
        ("nps", 11, False),
        ("csat", 0, False),
        ("csat", 5, True),
        ("csat", 6, False),
        ("ces", 0, False),
        ("ces", 7, True),
        ("ces", 8, False),
        ("nps", None, True),
        ("text", 3, False),
    ],
)
def test_a_score_lies_on_its_scale(kind: str, score: int | None, fits: bool) -> None:
    question = Question.objects.order_by("order")[0]
    response = Response.objects.create(version=question.version, at=NOW)

    stored = not refused(
        lambda: Answer.objects.create(response=response, question=question, kind=kind, score=score)
    )

    assert stored is fits


def test_a_changed_answer_is_a_revision_of_its_own() -> None:
    question = Question.objects.order_by("order")[0]
    response = Response.objects.create(version=question.version, at=NOW)
    answer = Answer.objects.create(response=response, question=question, kind="nps", score=3)

    assert refused(again(answer, score=4))
    assert not refused(again(answer, score=4, revision=2))


def test_a_survey_has_each_version_and_each_question_once() -> None:
    assert refused(again(SurveyVersion.objects.get()))
    assert refused(again(Question.objects.order_by("order")[0]))


def test_a_kept_promise_names_who_kept_it(cast: Cast) -> None:
    case = open_case(cast)
    promise = make_promise(case=case, by=cast.leader, kind="call_by", due_at=case.due_at, now=NOW)  # type: ignore[arg-type]

    assert refused(changed(promise, kept_at=NOW))


def test_a_customers_word_says_something(cast: Cast) -> None:
    case = open_case(cast)

    assert refused(lambda: CustomerWord.objects.create(case=case, signal=case.signals.get(), cycle=1, at=NOW))


def test_one_offer_is_open_at_a_time(cast: Cast) -> None:
    case = open_case(cast)
    offer = HandOver.objects.create(
        case=case, giver=cast.leader, receiver=cast.peer, reason=Text.objects.create(body="x"), offered_at=NOW
    )

    assert refused(again(offer, receiver=cast.director))


def test_nobody_hands_over_to_themselves(cast: Cast) -> None:
    case, reason = open_case(cast), Text.objects.create(body="x")

    assert refused(
        lambda: HandOver.objects.create(
            case=case, giver=cast.leader, receiver=cast.leader, reason=reason, offered_at=NOW
        )
    )


def test_one_end_is_proposed_at_a_time(cast: Cast) -> None:
    proposal = EndProposal.objects.create(
        case=open_case(cast),
        end="no_case",
        why=Text.objects.create(body="x"),
        proposed_by=cast.leader,
        proposed_at=NOW,
    )

    assert refused(again(proposal))


def test_a_recovery_never_costs_less_than_nothing(cast: Cast) -> None:
    case = open_case(cast)

    assert refused(lambda: Recovery.objects.create(case=case, kind="refund", cost=-1, by=cast.leader, at=NOW))


def test_a_rule_names_a_person_or_a_unit(cast: Cast) -> None:
    assert refused(lambda: AssignmentRule.objects.create(name="nobody"))
    assert refused(lambda: AssignmentRule.objects.create(name="both", leader=cast.peer, head_of=cast.leeds))
