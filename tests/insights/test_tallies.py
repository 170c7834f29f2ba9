"""Tallies: whatever happens, they come to the same as the rows they were counted from."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation
from cxapp.insights.models import Counting, StaleDay, Tally
from cxapp.insights.operations.tallies import EVER, forget, rebuild
from cxapp.insights.queries.tallies import by_day, counts
from cxapp.insights.rules.coverage import cover, spans
from cxapp.lib.periods import between, month_of
from cxapp.lib.readonly import reading_only
from feedback.enums import How, Outcome
from feedback.models import Case, Response
from feedback.operations.concerns import mark_concern
from feedback.operations.contacts import log_contact
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, respond
from tests.factories.signals import open_case
from tests.feedback.verbs import signal_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LATER = datetime(2026, 4, 6, 12, 0, tzinfo=NOW.tzinfo)
MARCH = month_of(NOW.date(), "UTC")
KEPT = ["answers", "promises", "complaints"]


def every_day(_day: date) -> bool:
    return True


def march(cast: Cast, family: str) -> Counter[str]:
    return counts(reader=cast.owner, family=family, periods=[MARCH], now=LATER)[""][0]


@pytest.fixture
def counted(cast: Cast) -> Cast:
    """A case and two answers in March, counted in April."""
    survey = make_survey()
    for day, score in ((NOW, 9), (NOW + 5 * DAY, 3)):
        respond(survey, cast, score, at=day)
    open_case(cast)
    rebuild(families_named=KEPT, now=LATER)
    return cast


def spoilt(family: str) -> None:
    """Tallies as no rows could have made them: whoever reads them shows it."""
    Tally.objects.filter(family=family).update(counts={"spoilt": 1})


def test_closed_days_are_read_from_tallies_and_not_counted_again(counted: Cast) -> None:
    spoilt("answers")
    assert march(counted, "answers") == {"spoilt": 1}


def test_the_present_day_is_counted_live(counted: Cast) -> None:
    spoilt("answers")
    respond(make_survey(), counted, 7, at=LATER)

    april = counts(reader=counted.owner, family="answers", periods=[month_of(LATER.date(), "UTC")], now=LATER)
    assert april[""][0] == {"answers": 1, "finished": 1, "nps:7": 1}


def test_what_happens_to_a_case_is_counted_at_once_and_kept_the_next_time(counted: Cast) -> None:
    case = Case.objects.get()
    log_contact(case=case, by=counted.leader, how=How.CALL, outcome=Outcome.REACHED, stated_at=NOW, now=LATER)
    spoilt("promises")
    assert march(counted, "promises") == {"due": 1}

    rebuild(families_named=["promises"], now=LATER + DAY)
    assert Tally.objects.get(family="promises", by="", grain="day").counts == {"due": 1}
    assert not StaleDay.objects.filter(family="promises").exists()


@pytest.mark.parametrize("by", ["", "leader"])
def test_a_month_is_read_less_what_was_kept_of_the_day_that_changed(counted: Cast, by: str) -> None:
    Tally.objects.filter(family="promises", grain="month").update(counts={"due": 10})
    Tally.objects.filter(family="promises", grain="day").update(counts={"due": 4})
    case = Case.objects.get()
    log_contact(case=case, by=counted.leader, how=How.CALL, outcome=Outcome.REACHED, stated_at=NOW, now=LATER)

    found = counts(reader=counted.owner, family="promises", periods=[MARCH], now=LATER, by=by)

    assert found == {str(counted.leader.pk) if by else "": [Counter(due=10 - 4 + 1)]}


def test_the_month_that_runs_holds_its_days_so_far(counted: Cast) -> None:
    respond(Response.objects.all()[0].version.survey, counted, 10, at=LATER - DAY)
    rebuild(families_named=KEPT, now=LATER)
    Tally.objects.filter(family="answers", grain="day").update(counts={"spoilt": 1})

    april = month_of(LATER.date(), "UTC")
    found = counts(reader=counted.owner, family="answers", periods=[april], now=LATER)

    assert found[""] == [Counter({"answers": 1, "finished": 1, "nps:10": 1})]


def test_an_answer_that_comes_in_late_is_counted_on_its_day(counted: Cast) -> None:
    respond(Response.objects.all()[0].version.survey, counted, 10, at=NOW + 2 * DAY)

    assert march(counted, "answers")["nps:10"] == 1


def test_an_answer_finished_after_its_day_makes_that_day_stale(counted: Cast) -> None:
    response = Response.objects.order_by("pk")[0]
    Response.objects.filter(pk=response.pk).update(state="partial")
    response.touched_at = LATER
    response.save(update_fields=["touched_at"])

    assert march(counted, "answers")["finished"] == 1


def test_an_answer_finished_on_its_day_writes_nothing_more(counted: Cast) -> None:
    response = Response.objects.order_by("pk")[0]
    response.touched_at = response.at + timedelta(minutes=5)
    response.save(update_fields=["touched_at"])

    assert not StaleDay.objects.exists()


def test_a_case_found_to_be_about_somebody_leaves_the_tallies_and_is_added_for_who_may_see_it(
    counted: Cast,
) -> None:
    mark_concern(signal=signal_of(Case.objects.get()), person=counted.peer, by=counted.director, now=LATER)
    for _moment in ("before", "after"):
        found = {
            reader: counts(reader=reader, family="complaints", periods=[MARCH], now=LATER)[""][0][
                "complaints"
            ]
            for reader in (counted.owner, counted.board)
        }
        assert found == {counted.owner: 1, counted.board: 0}
        rebuild(families_named=["complaints"], now=LATER)


def test_days_of_another_time_zone_are_not_read(counted: Cast) -> None:
    spoilt("answers")
    Organisation.objects.filter(pk=1).update(zone="Asia/Tokyo", mark="moved")

    assert march(counted, "answers")["answers"] == 2


def test_a_rebuild_that_was_stopped_goes_on(counted: Cast) -> None:
    forget(families_named=["answers"], now=LATER)

    def stop(_family: str, _number: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(families_named=["answers"], now=LATER, progress=stop)
    assert march(counted, "answers")["answers"] == 2
    rebuild(families_named=["answers"], now=LATER)

    assert Counting.objects.get(family="answers").first == EVER
    assert march(counted, "answers")["answers"] == 2


def test_one_period_by_its_days_never_reads_months(counted: Cast) -> None:
    found = by_day(reader=counted.owner, family="answers", period=MARCH, now=LATER)

    assert {day: counter["answers"] for day, counter in found.items()} == {
        NOW.date(): 1,
        (NOW + 5 * DAY).date(): 1,
    }


def test_a_cut_narrowed_to_a_place_is_read_from_the_tallies_of_places(counted: Cast) -> None:
    spoilt("answers")
    found = counts(
        reader=counted.owner,
        family="answers",
        periods=[MARCH],
        now=LATER,
        where={"place": str(counted.north.pk)},
    )
    assert found[""][0] == {"spoilt": 1}


def test_a_page_reads_a_year_of_a_family_in_one_query_and_the_rest_once(
    counted: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    months = [month_of(date(2025, 5 + n, 1), "UTC") for n in range(7)] + [MARCH]
    with reading_only():
        counts(reader=counted.owner, family="answers", periods=months, now=LATER)
        with django_assert_num_queries(2):  # how far it is counted, and its tallies
            counts(reader=counted.owner, family="promises", periods=months, now=LATER)


def test_a_cover_holds_every_day_once() -> None:
    period = between(date(2026, 1, 20), date(2026, 4, 10), "UTC")
    found = cover([period], lambda day: day != date(2026, 3, 9), every_day, by_day=True)

    assert found.months == [date(2026, 2, 1), date(2026, 3, 1)]
    assert found.live == found.without == [date(2026, 3, 9)]
    assert len(found.days) == period.days - 28 - 31


def test_without_months_a_changed_day_is_left_to_its_rows() -> None:
    period = between(date(2026, 3, 1), date(2026, 3, 31), "UTC")
    found = cover([period], lambda day: day != date(2026, 3, 9), every_day, by_day=True, by_month=False)

    assert (found.months, found.without, found.live) == ([], [], [date(2026, 3, 9)])
    assert len(found.days) == 30


def test_the_running_month_is_read_as_far_as_it_is_counted() -> None:
    today = date(2026, 3, 20)
    period = between(date(2026, 3, 1), today, "UTC")
    found = cover(
        [period],
        lambda day: day < today and day != date(2026, 3, 9),
        lambda day: day < today,
        by_day=True,
    )

    assert (found.months, found.days) == ([date(2026, 3, 1)], [])
    assert (found.without, found.live) == ([date(2026, 3, 9)], [date(2026, 3, 9), today])


def test_a_part_of_a_counted_month_is_read_by_its_days() -> None:
    period = between(date(2026, 3, 1), date(2026, 3, 20), "UTC")
    found = cover([period], every_day, every_day, by_day=True)

    assert (found.months, found.live, len(found.days)) == ([], [], 20)


def test_without_tallies_by_day_the_edges_are_live() -> None:
    found = cover([between(date(2026, 1, 31), date(2026, 3, 1), "UTC")], every_day, every_day, by_day=False)

    assert (found.months, found.days) == ([date(2026, 2, 1)], [])
    assert [(one.first_day, one.last_day) for one in spans(found.live, "UTC")] == [
        (date(2026, 1, 31), date(2026, 1, 31)),
        (date(2026, 3, 1), date(2026, 3, 1)),
    ]
