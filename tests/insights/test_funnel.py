"""From customers who could be asked to those who answered: each step, why not, and who reads which of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from cxapp.insights.queries.funnel import Funnel, fell, funnel
from cxapp.insights.rules.filters import Filters
from cxapp.insights.views.results_charts import why_not
from cxapp.lib.periods import last_days
from feedback.models import Survey
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion, respond

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def counted(survey: Survey, reader: User, **filters: int) -> Funnel:
    return funnel(
        reader=reader,
        survey=survey,
        filters=Filters(**filters),  # type: ignore[arg-type]
        period=last_days(90, NOW, "UTC"),
        now=NOW,
    )


def steps(found: Funnel) -> tuple[int | None, ...]:
    return found.eligible, found.invited, found.delivered, found.opened, found.answered, found.finished


def test_each_step_counts_those_who_came_so_far(cast: Cast) -> None:
    survey = make_survey()
    occasion(survey, cast, passed_over="lately")
    occasion(survey, cast)
    occasion(survey, cast, delivered_at=NOW)
    occasion(survey, cast, delivered_at=NOW, opened_at=NOW)
    for state in ("partial", "complete"):
        asked = occasion(survey, cast, delivered_at=NOW, opened_at=NOW)
        respond(survey, cast, 9, invitation=asked.invitation, state=state)

    assert steps(counted(survey, cast.owner)) == (6, 5, 4, 3, 2, 1)


def test_whoever_answered_had_it_delivered_and_opened_whatever_was_seen_of_it(cast: Cast) -> None:
    survey = make_survey()
    asked = occasion(survey, cast, bounced_at=NOW)
    respond(survey, cast, 9, invitation=asked.invitation)

    found = counted(survey, cast.owner)

    assert (steps(found), found.bounced) == ((1, 1, 1, 1, 1, 1), 0)


def test_a_held_answer_and_a_test_count_as_nothing(cast: Cast) -> None:
    survey = make_survey()
    held = occasion(survey, cast, delivered_at=NOW)
    respond(survey, cast, 9, invitation=held.invitation, state="held", held_for="many")
    occasion(survey, cast, is_test=True, delivered_at=NOW)

    assert steps(counted(survey, cast.owner))[1:] == (1, 1, 0, 0, 0)


def test_it_is_the_day_of_the_occasion_that_counts_however_late_the_answer(cast: Cast) -> None:
    survey = make_survey()
    early = occasion(survey, cast, at=NOW - 91 * DAY, delivered_at=NOW)
    respond(survey, cast, 9, invitation=early.invitation)

    assert steps(counted(survey, cast.owner)) == (0, 0, 0, 0, 0, 0)


def test_why_not_is_told_in_words_the_most_frequent_first(cast: Cast) -> None:
    survey = make_survey()
    for reason in ("lately", "lately", "no_address"):
        occasion(survey, cast, passed_over=reason)
    for _each in range(3):
        occasion(survey, cast, delivered_at=NOW)
    occasion(survey, cast, bounced_at=NOW)

    assert why_not(counted(survey, cast.owner)) == [
        ("Delivered, not opened", 3),
        ("Asked not long ago", 2),
        ("No e-mail address known", 1),
        ("The mail came back", 1),
    ]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("owner", (3, 2)),
        ("cx_manager", (3, 2)),
        ("director", (None, 2)),
        ("leader", (None, 1)),
        ("peer", (None, 1)),
    ],
)
def test_leaders_count_those_they_were_responsible_for_when_the_link_was_sent(
    cast: Cast, who: str, seen: tuple[int | None, int]
) -> None:
    survey = make_survey()
    occasion(survey, cast)
    occasion(survey, cast, place=cast.york, leader=cast.peer)
    occasion(survey, cast, passed_over="unwilling")

    found = counted(survey, getattr(cast, who))

    assert (found.eligible, found.invited) == seen


def test_a_place_narrows_every_step(cast: Cast) -> None:
    survey = make_survey()
    occasion(survey, cast)
    occasion(survey, cast, passed_over="lately", place=cast.york)

    assert steps(counted(survey, cast.owner, place=cast.york.pk))[:2] == (1, 0)


def test_rates_are_completed_of_delivered_and_invited_of_eligible() -> None:
    found = Funnel(eligible=200, invited=100, delivered=80, opened=60, answered=50, finished=40)

    assert found.response_rate is not None
    assert found.coverage is not None
    assert (found.response_rate.value, found.coverage.value) == (0.5, 0.5)


def test_a_rate_of_nothing_is_unknown() -> None:
    nothing = Funnel(eligible=0, invited=0, delivered=0, opened=0, answered=0, finished=0)

    assert (nothing.response_rate, nothing.coverage, fell(nothing, nothing)) == (None, None, False)


@pytest.mark.parametrize(("finished", "clearly"), [(20, True), (38, False), (60, False)])
def test_less_is_heard_where_clearly_fewer_of_those_asked_answer(finished: int, clearly: bool) -> None:
    before = Funnel(100, 100, 100, 60, 40, 40)

    assert fell(Funnel(100, 100, 100, 60, finished, finished), before) is clearly
