"""The page behind every verb: who may open it, what it does, and what happens when it comes too late or lacks something."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cxapp.lib.clock import now as clock_now
from feedback.enums import CaseState, End, PromiseKind, RecoveryKind
from feedback.models import Case, Cause, HandOver, Message, Promise, Recovery
from feedback.operations.hand_overs import offer
from feedback.operations.promises import make_promise
from feedback.operations.proposals import propose_end
from feedback.operations.recoveries import give_recovery
from feedback.rules.transitions import Verb
from feedback.views.acts import verb_url
from feedback.views.deeds import DEEDS
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn
from tests.feedback.verbs import spoke


def post(client: Client, case: Case, verb: Verb, **fields: Any) -> Any:
    return client.post(verb_url(case.pk, verb), fields)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.verb.value)
def test_somebody_else_s_case_does_not_exist_for_any_verb(
    cast: Cast, sign_in: SignIn, just_now: datetime, deed: Any
) -> None:
    case = open_case(cast, at=just_now)

    assert sign_in(cast.peer).get(verb_url(case.pk, deed.verb)).status_code == 404


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.verb.value)
def test_every_verb_answers_its_leader_with_a_page_a_sentence_or_a_way_back(
    cast: Cast, sign_in: SignIn, just_now: datetime, deed: Any
) -> None:
    case = open_case(cast, at=just_now)
    client = sign_in(cast.leader)

    asked = client.get(verb_url(case.pk, deed.verb)).status_code
    empty = client.post(verb_url(case.pk, deed.verb), {}).status_code

    assert asked in (200, 302, 403)
    assert empty in (200, 302, 400, 403)


def test_a_verb_nobody_knows_is_not_found(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    assert sign_in(cast.leader).get(f"/cases/{case.pk}/explode/").status_code == 404


def test_a_verb_for_others_is_refused_with_a_sentence(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    page = sign_in(cast.leader).get(verb_url(case.pk, Verb.TAKE_OVER))

    assert page.status_code == 403
    assert "This is for others to do." in page.content.decode()


def test_a_verb_that_comes_too_late_leads_back_to_the_case(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    answer = sign_in(cast.leader).get(verb_url(case.pk, Verb.RESOLVE))

    assert answer.headers["Location"] == f"/cases/{case.pk}/"


def test_a_written_answer_stands_on_the_case(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    post(sign_in(cast.leader), case, Verb.WRITE_ANSWER, words="We are sorry.")

    assert Message.objects.get().text.body == "We are sorry."


def test_empty_words_are_refused_in_the_page(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    page = post(sign_in(cast.leader), case, Verb.WRITE_ANSWER, words="")

    assert page.status_code == 400
    assert page.context["form"].errors == {"words": ["Write what you want to tell the customer."]}


def test_a_refusal_of_the_operation_is_shown_in_the_page_with_what_was_typed(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)
    yesterday = (clock_now() - timedelta(days=1)).isoformat()

    page = post(
        sign_in(cast.leader), case, Verb.MAKE_PROMISE, kind="fix_by", when=yesterday, words="A new cake"
    )

    assert page.status_code == 400
    assert page.context["form"].non_field_errors() == [
        "A promise needs a time that lies ahead. Choose a later one."
    ]
    assert page.context["form"]["words"].value() == "A new cake"


def test_a_promise_is_made_and_kept(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case, client = open_case(cast, at=just_now), sign_in(cast.leader)
    tomorrow = (clock_now() + timedelta(days=1)).isoformat()

    post(client, case, Verb.MAKE_PROMISE, kind="fix_by", when=tomorrow, words="A new cake")
    promise = Promise.objects.get()
    post(client, case, Verb.KEEP_PROMISE, promise=promise.pk, words="Delivered.")

    promise.refresh_from_db()
    assert promise.kept_by == cast.leader


def test_putting_it_right_needs_its_cause(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case, client = open_case(cast, at=just_now), sign_in(cast.leader)
    spoke(case, now=just_now)

    refused = post(client, case, Verb.RESOLVE)
    post(client, case, Verb.RESOLVE, cause=Cause.objects.get(slug="delay").pk)

    assert refused.context["form"].errors == {
        "cause": ["Choose what caused it, so that it can be fixed for good."]
    }
    assert Case.objects.get().state == CaseState.RESOLVED


@pytest.mark.parametrize(("answer", "state"), [("yes", "accepted"), ("no", "declined")])
def test_an_offer_is_answered_by_whoever_it_was_made_to(
    cast: Cast, sign_in: SignIn, just_now: datetime, answer: str, state: str
) -> None:
    case = open_case(cast, at=just_now)
    offer(case=case, by=cast.leader, receiver=cast.peer, reason="Yours.", now=clock_now())

    done = post(sign_in(cast.peer), case, Verb.ANSWER_OFFER, answer=answer)

    assert HandOver.objects.get().state == state
    assert done.headers["Location"] == (f"/cases/{case.pk}/" if answer == "yes" else "/")


def test_somebody_above_takes_a_case_over(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    post(sign_in(cast.director), case, Verb.TAKE_OVER, reason="Anna is ill.")

    assert Case.objects.get().leader == cast.director


def test_whoever_logged_it_may_give_within_their_authority(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    post(sign_in(cast.front_line), case, Verb.GIVE_RECOVERY, kind="goodwill", what="Bread", cost="5")

    recovery = Recovery.objects.get()
    assert (recovery.by, recovery.cost, recovery.state) == (cast.front_line, Decimal(5), "given")


@pytest.mark.parametrize(("answer", "state"), [("yes", "given"), ("no", "refused")])
def test_what_was_asked_for_is_decided_with_one_press(
    cast: Cast, sign_in: SignIn, just_now: datetime, answer: str, state: str
) -> None:
    case = open_case(cast, at=just_now)
    asked = give_recovery(
        case=case, by=cast.front_line, kind=RecoveryKind.REFUND, what="", cost=Decimal(90), now=clock_now()
    )

    post(sign_in(cast.director), case, Verb.DECIDE_RECOVERY, recovery=asked.pk, answer=answer)

    assert Recovery.objects.get().state == state


@pytest.mark.parametrize(("answer", "end"), [("yes", "no_case"), ("no", "")])
def test_a_proposed_end_is_answered_from_above(
    cast: Cast, sign_in: SignIn, just_now: datetime, answer: str, end: str
) -> None:
    case = open_case(cast, at=just_now)
    propose_end(case=case, by=cast.leader, end=End.NO_CASE, why="A test.", now=clock_now())

    post(sign_in(cast.director), case, Verb.ANSWER_END, answer=answer)

    assert Case.objects.get().end == end


def test_the_same_form_sent_twice_makes_one_promise(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case, client = open_case(cast, at=just_now), sign_in(cast.leader)
    tomorrow = (clock_now() + timedelta(days=1)).isoformat()
    fields = {"kind": "fix_by", "when": tomorrow, "words": "A cake", "once": "x1"}

    answers = [post(client, case, Verb.MAKE_PROMISE, **fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Promise.objects.count() == 1


def test_a_promise_named_in_the_address_is_chosen_already(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)
    now = clock_now()
    promises = [
        make_promise(
            case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=now + timedelta(days=day), now=now
        )
        for day in (1, 2)
    ]

    page = sign_in(cast.leader).get(f"{verb_url(case.pk, Verb.KEEP_PROMISE)}?promise={promises[1].pk}")

    assert page.context["form"]["promise"].value() == str(promises[1].pk)
