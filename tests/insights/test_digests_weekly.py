"""The weekly digest: who is late, who was answered since, and what never climbs the line."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from feedback.enums import How, Outcome
from feedback.models import Case
from feedback.operations.contacts import log_contact
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.insights.digesting import DAY, MONDAY, letters, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_mail(settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True


@pytest.fixture
def case(cast: Cast) -> Case:
    """Maria Moss waits for Anna, from Tuesday ten o'clock on; promised within eight working hours."""
    return open_case(cast, at=NOW, name="Maria Moss")


def test_the_weekly_digest_says_who_is_late(cast: Cast, case: Case) -> None:
    run(MONDAY)

    [letter] = letters(cast.director, "digest_weekly")
    assert letter.subject == "Your people: 1 customer late now"
    assert "- Anna Leader: 1 customer, promised by Wed 10:00" in letter.body
    assert f"/cases/?view=late&leader={cast.leader.pk}" in letter.body
    assert "Last week 1 promise of theirs fell due. 1 customer was not reached in time." in letter.body


def test_when_all_is_well_the_weekly_digest_says_so(cast: Cast) -> None:
    run(MONDAY)

    [letter] = letters(cast.director, "digest_weekly")
    assert letter.subject == "Your people: all well"
    assert "All well: no customer of your people waits past the promised time." in letter.body


def test_the_weekly_digest_counts_what_was_answered_since(cast: Cast, case: Case) -> None:
    log_contact(
        case=case,
        by=cast.leader,
        how=How.CALL,
        outcome=Outcome.REACHED,
        stated_at=NOW + 2 * DAY,
        now=NOW + 2 * DAY,
    )
    run(MONDAY)

    [letter] = letters(cast.director, "digest_weekly")
    assert letter.subject == "Your people: all well"
    assert "1 customer was not reached in time. 1 of them has been answered since." in letter.body


def test_what_never_climbs_is_told_to_the_one_above(cast: Cast, case: Case) -> None:
    run(MONDAY)

    [letter] = letters(cast.director, "digest_weekly")
    assert "Anna Leader\n- Unhappy customers tried in person in time: 0 of 1" in letter.body
