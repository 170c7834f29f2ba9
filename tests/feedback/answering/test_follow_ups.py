"""What follows from answers: which number opens the case, a word to the leader, what a test would open."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Notice
from feedback.enums import QuestionKind
from feedback.models import Case, Customer, Response, Signal
from feedback.notices.answering import KINDS
from feedback.notices.surveys import survey_path
from feedback.operations.answering import send
from feedback.operations.asking import invite_tester
from feedback.queries.answering import door_of
from feedback.rules.answering import Given, unhappiest
from tests.cast import NOW, Cast
from tests.feedback.answering.questions import NPS, REASON, questions

FELT = {"code": "felt", "kind": QuestionKind.EMOTION, "texts": {"en": "How did it feel?"}}
TREATED = {
    "code": "treated",
    "kind": QuestionKind.ATTITUDE,
    "texts": {"en": "How were you treated?"},
    "low_at": 2,
}


def scale_of(answers: dict[str, int], *rows: dict[str, Any]) -> str | None:
    found = unhappiest(questions(*rows), answers)
    return found.code if found is not None else None


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"recommend": 3, "treated": 5}, "recommend"),
        ({"recommend": 9, "treated": 2}, "treated"),
        ({"recommend": 6, "treated": 1}, "treated"),
        ({"recommend": 1, "treated": 1}, "recommend"),
        ({"recommend": 9, "treated": 3}, None),
    ],
)
def test_the_worst_answer_opens_the_case(answers: dict[str, int], code: str | None) -> None:
    assert scale_of(answers, NPS, TREATED) == code


def test_how_it_felt_opens_nothing_where_the_survey_does_not_say_so() -> None:
    assert (scale_of({"felt": 1}, FELT), scale_of({"felt": 1}, {**FELT, "low_at": 2})) == (None, "felt")


def test_the_limit_of_the_question_decides(survey: Any, invited: Any) -> None:
    invitation = invited(survey({**NPS, "low_at": 3}))
    send(door=door_of(invitation), given=Given({"recommend": 5}), now=NOW)
    assert Case.objects.count() == 0


def test_a_rude_word_about_our_people_opens_a_case_on_its_own_scale(survey: Any, invited: Any) -> None:
    send(door=door_of(invited(survey(NPS, TREATED))), given=Given({"recommend": 9, "treated": 1}), now=NOW)
    signal = Signal.objects.get()
    assert (signal.scale, signal.score) == ("attitude", 1)


@pytest.mark.parametrize(
    ("score", "words", "soft", "told"),
    [
        (7, "Nearly", True, 1),
        (8, "Nearly", True, 1),
        (9, "Nearly", True, 0),
        (7, "", True, 0),
        (7, "Nearly", False, 0),
    ],
)
def test_a_seven_or_eight_with_words_is_told_to_the_leader_where_the_survey_says_so(
    cast: Cast, survey: Any, invited: Any, score: int, words: str, soft: bool, told: int
) -> None:
    invitation = invited(survey(NPS, REASON, soft_alert=soft))
    send(door=door_of(invitation), given=Given({"recommend": score, "reason": words}), now=NOW)
    found = Notice.objects.filter(kind="answer_soft", recipient_id=cast.leader.pk)
    assert (found.count(), Case.objects.count()) == (told, 0)


def test_the_word_to_the_leader_says_what_they_wrote_and_not_where_it_changed(
    cast: Cast, survey: Any, invited: Any
) -> None:
    invitation = invited(survey(NPS, REASON, soft_alert=True))
    send(door=door_of(invitation), given=Given({"recommend": 7, "reason": "Nearly there"}), now=NOW)
    [kind], data = KINDS, {"response": Response.objects.get().pk}
    before = kind.render(cast.leader, data, NOW)
    changed = Given({"recommend": 9, "reason": "Nearly there"}, based_on=1)
    send(door=door_of(invitation), given=changed, now=NOW)
    assert before is not None
    assert (
        "Nearly there" in before.body,
        kind.render(cast.leader, data, NOW),
        kind.render(cast.peer, data, NOW),
    ) == (
        True,
        None,
        None,
    )


def test_a_test_says_which_case_it_would_open_and_keeps_nothing_of_it(
    cast: Cast, survey: Any, clock: Any, visitor: Client
) -> None:
    invitation = invite_tester(version=survey(NPS, REASON), person=cast.cx_manager, language="en", now=NOW)
    before = Notice.objects.count()
    page = visitor.post(survey_path(invitation), {"q-recommend": "2", "q-reason": "Late", "based_on": "0"})
    would = page.context["would"]
    assert (would.leader.name in page.content.decode(), would.due_at > NOW, would.severity) == (
        True,
        True,
        "high",
    )
    assert (
        Case.objects.count(),
        Signal.objects.count(),
        Customer.objects.count(),
        Notice.objects.count(),
    ) == (0, 0, 0, before)
    assert [row.is_test for row in Response.objects.all()] == [True]


def test_a_test_of_a_place_names_its_leader(cast: Cast, survey: Any, clock: Any, visitor: Client) -> None:
    values = {"version": survey(NPS), "person": cast.cx_manager, "language": "en", "now": NOW}
    found = []
    for place in (cast.leeds, cast.york):
        path = survey_path(invite_tester(place=place, **values))
        asked = visitor.get(path).context["reader"].person
        would = visitor.post(path, {"q-recommend": "2", "based_on": "0"}).context["would"]
        found.append((asked, would.leader))
    assert found == [(cast.leader, cast.leader), (cast.peer, cast.peer)]


def test_a_happy_test_opens_nothing(cast: Cast, survey: Any, clock: Any, visitor: Client) -> None:
    invitation = invite_tester(version=survey(NPS), person=cast.cx_manager, language="en", now=NOW)
    page = visitor.post(survey_path(invitation), {"q-recommend": "10", "based_on": "0"})
    assert page.context["would"] is None
