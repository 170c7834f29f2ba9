"""Counts by period and cut: what each family counts, and for whom. Not here: keeping them as tallies (`test_tallies`)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from accounts.operations.sweep import sweep
from cxapp.insights.queries.tallies import counts
from cxapp.lib.periods import Period, day_of, month_of
from feedback.enums import End, How, Outcome, QuestionKind
from feedback.models import Case
from feedback.operations.concerns import mark_concern
from feedback.operations.contacts import log_contact
from tests.cast import NOW, Cast, person
from tests.factories.responses import make_survey, respond
from tests.factories.signals import clock_of, open_case
from tests.feedback.verbs import signal_of

pytestmark = pytest.mark.django_db

MARCH = month_of(NOW.date(), "UTC")
LATER = NOW + timedelta(days=3)


def whole(cast: Cast, family: str, *, reader: User | None = None, **asked: Any) -> Counter[str]:
    found = counts(reader=reader or cast.owner, family=family, periods=[MARCH], now=LATER, **asked)
    return found[""][0]


def by(cast: Cast, family: str, cut: str, **asked: Any) -> dict[str, Counter[str]]:
    found = counts(reader=cast.owner, family=family, periods=[MARCH], now=LATER, by=cut, **asked)
    return {key: counters[0] for key, counters in found.items()}


def contact(case: Case, by: User, outcome: Outcome = Outcome.REACHED) -> None:
    log_contact(case=case, by=by, how=How.CALL, outcome=outcome, stated_at=NOW, now=NOW)


def test_a_complaint_counts_once_by_the_day_it_was_received(cast: Cast) -> None:
    open_case(cast)
    days = [day_of(NOW.date() + timedelta(days=back), "UTC") for back in (-1, 0, 1)]

    found = counts(reader=cast.owner, family="complaints", periods=days, now=LATER)

    assert [day["complaints"] for day in found[""]] == [0, 1, 0]


def test_what_was_no_case_counts_by_itself(cast: Cast) -> None:
    case = open_case(cast)
    Case.objects.filter(pk=case.pk).update(state="closed", end=End.NO_CASE, closed_at=NOW)

    assert whole(cast, "complaints") == {"no_case": 1}


def test_a_promise_counts_for_who_was_responsible_when_it_fell_due(cast: Cast) -> None:
    contact(open_case(cast), cast.leader)

    found = by(cast, "promises", "leader")

    assert found == {str(cast.leader.pk): Counter(due=1, tried=1, reached=1)}


def test_a_climb_counts_where_it_stopped(cast: Cast) -> None:
    case = open_case(cast)
    sweep(now=clock_of(case).due_at)

    assert whole(cast, "climbs") == Counter(due=1, climbed=1, stopped_1=1)
    assert by(cast, "climbs", "stopped")[str(cast.director.pk)]["climbed"] == 1


def test_answers_count_by_what_they_gave(cast: Cast) -> None:
    survey = make_survey()
    for score in (9, 9, 3, None):
        respond(survey, cast, score)

    assert whole(cast, "answers") == {"answers": 4, "finished": 4, "nps:9": 2, "nps:3": 1}


def test_of_an_answer_changed_after_send_the_newest_counts(cast: Cast) -> None:
    response = respond(make_survey(), cast, 3)
    first = response.answers.get(kind=QuestionKind.NPS)
    response.answers.create(question=first.question, kind=first.kind, score=8, revision=2)
    type(response).objects.filter(pk=response.pk).update(revision=2)

    assert whole(cast, "answers") == {"answers": 1, "finished": 1, "nps:8": 1}


def test_a_unit_holds_all_below_it(cast: Cast) -> None:
    survey = make_survey()
    respond(survey, cast, 9)
    respond(survey, cast, 9, place=None)

    assert whole(cast, "answers", where={"place": str(cast.leeds.pk)})["answers"] == 1
    assert whole(cast, "answers", where={"place": ""})["answers"] == 1
    assert set(by(cast, "answers", "place")) == {"", str(cast.leeds.pk)}


def test_a_case_about_somebody_is_counted_only_for_who_may_see_it(cast: Cast) -> None:
    board = person("bo", "Bo Board", Role.BOARD)
    case = open_case(cast)
    mark_concern(signal=signal_of(case), person=cast.leader, by=cast.director, now=NOW)

    readers = (cast.owner, cast.director, cast.leader, board)
    found = [whole(cast, "complaints", reader=reader)["complaints"] for reader in readers]

    assert found == [1, 1, 0, 0]


def test_a_leader_counts_what_they_may_see(cast: Cast) -> None:
    open_case(cast)
    stranger = person("sid", "Sid Stranger", Role.LEADER, reports_to=cast.owner)

    assert whole(cast, "cases", reader=cast.leader)["opened"] == 1
    assert whole(cast, "cases", reader=stranger)["opened"] == 0


def test_a_cut_a_family_does_not_have_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="is not cut by weather"):
        counts(reader=cast.owner, family="asked", periods=[MARCH], now=NOW, by="weather")


def test_without_periods_there_is_nothing_to_count(cast: Cast) -> None:
    none: list[Period] = []
    assert counts(reader=cast.owner, family="asked", periods=none, now=NOW) == {"": []}
