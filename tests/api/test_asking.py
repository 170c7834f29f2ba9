"""Programs ask: events, invitations, bounces, by token; repeating any of them changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.operations.tokens import make_token
from feedback.enums import SendingTrigger
from feedback.models import ContactPoint, Customer, Invitation, Occasion, Survey
from feedback.operations.sending_rules import add_sending_rule
from tests.cast import NOW, Cast, make_cast

EVENT: dict[str, Any] = {
    "event": "order-delivered",
    "id": "4711",
    "system": "shop",
    "customer": {"email": "maria@example.org", "name": "Maria", "external_id": "K9"},
    "place": "leeds",
    "about": "Your order 4711",
}
ASK: dict[str, Any] = {"survey": "recommend", "customer": {"email": "maria@example.org"}, "place": "leeds"}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


class Program:
    """A program with a token of this person."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        _, self.secret = make_token(user=user, name="shop", by=user, now=NOW)

    def post(self, path: str, data: Any, **headers: str) -> Any:
        sign = {"Authorization": f"Bearer {self.secret}", **headers}
        return self.client.post(f"/api/v1/{path}/", data, content_type="application/json", headers=sign)


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program(cast.cx_manager)


@pytest.fixture
def rule(cast: Cast) -> None:
    survey = Survey.objects.get(slug="recommend")
    add_sending_rule(
        survey=survey,
        trigger=SendingTrigger.EVENT,
        event="order-delivered",
        wait_hours=48,
        place=None,
        by=cast.cx_manager,
        now=NOW,
    )


def test_an_event_waits_for_its_time_and_names_its_survey(program: Program, rule: None) -> None:
    answer = program.post("events", EVENT)
    [row] = answer.json()["occasions"]
    assert (answer.status_code, row["survey"], row["state"], row["reason"]) == (
        201,
        "recommend",
        "waiting",
        "",
    )


def test_an_event_sent_twice_is_one_occasion(program: Program, rule: None) -> None:
    for _ in range(2):
        program.post("events", EVENT)
    row = Occasion.objects.get()
    assert (row.external_id, row.source, row.about) == ("order-delivered:4711", "shop", "Your order 4711")


def test_an_event_without_a_rule_asks_nobody(program: Program) -> None:
    assert program.post("events", EVENT).json() == {"occasions": []}


def test_a_customer_is_known_again_by_the_number_of_the_system(program: Program, rule: None) -> None:
    program.post("events", EVENT)
    program.post("events", {**EVENT, "id": "4712", "customer": {"external_id": "K9"}})
    assert Customer.objects.count() == 1
    assert list(Occasion.objects.values_list("customer__external_id", flat=True)) == ["K9", "K9"]


def test_a_number_nobody_knows_is_refused(program: Program, rule: None) -> None:
    answer = program.post("events", {**EVENT, "customer": {"external_id": "K0"}})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "nobody_known")


def test_an_invitation_is_sent_at_once(program: Program) -> None:
    answer = program.post("invitations", ASK)
    assert (answer.status_code, answer.json()["state"], answer.json()["invitation"]) == (
        201,
        "asked",
        str(Invitation.objects.get().uuid),
    )


def test_a_customer_who_may_not_be_asked_is_passed_over_with_the_reason(program: Program) -> None:
    program.post("invitations", ASK)
    answer = program.post("invitations", ASK).json()
    assert (answer["state"], answer["reason"], answer["invitation"]) == ("passed_over", "lately", None)


def test_the_same_key_answers_with_the_first_result(program: Program) -> None:
    codes = [program.post("invitations", ASK, **{"Idempotency-Key": "one"}).status_code for _ in range(2)]
    assert (codes, Occasion.objects.count()) == ([201, 200], 1)


def test_a_bounce_marks_the_address(program: Program) -> None:
    program.post("invitations", ASK)
    answers = [program.post("bounces", {"email": "maria@example.org"}).json() for _ in range(2)]
    assert answers == [{"marked": True}, {"marked": False}]
    assert ContactPoint.objects.get().bounced_at is not None


@pytest.mark.parametrize(
    ("path", "data"), [("events", EVENT), ("invitations", ASK), ("bounces", {"email": "a@example.org"})]
)
def test_the_token_of_a_leader_asks_nobody(cast: Cast, path: str, data: Any) -> None:
    assert Program(cast.leader).post(path, data).status_code == 403
    assert Customer.objects.count() == 0
