"""Loading the line: everybody above, deputies and their deputies, also where raw SQL made a circle."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from accounts.models import Absence, User
from accounts.queries.line import line_of
from accounts.rules.line import ABSENT, Above
from tests.cast import NOW, Cast, person


def away(who: User, deputy: User | None, *, days: int = 1) -> None:
    Absence.objects.create(
        person=who, deputy=deputy, starts=NOW - timedelta(days=1), ends=NOW + timedelta(days=days)
    )


def test_the_line_holds_everybody_above_and_nobody_beside(cast: Cast) -> None:
    line = line_of(people=[cast.front_line.pk], now=NOW)

    assert set(line.people) == {cast.front_line.pk, cast.leader.pk, cast.director.pk, cast.owner.pk}


def test_the_owner_is_there_even_where_the_line_does_not_reach_them(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(reports_to=None)

    line = line_of(people=[cast.leader.pk], now=NOW)

    assert line.owner == cast.owner.pk


def test_an_inactive_owner_is_no_owner(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)

    assert line_of(people=[cast.leader.pk], now=NOW).owner is None


def test_deputies_beside_the_line_are_loaded_with_their_own_deputies(cast: Cast) -> None:
    away(cast.director, cast.outsider)
    away(cast.outsider, cast.board)

    assert line_of(people=[cast.leader.pk], now=NOW).who_is_above(cast.leader.pk) == Above(
        cast.director.pk, cast.board.pk
    )


def test_an_absence_that_is_over_counts_no_longer(cast: Cast) -> None:
    Absence.objects.create(person=cast.director, deputy=None, starts=NOW - timedelta(days=2), ends=NOW)

    assert line_of(people=[cast.leader.pk], now=NOW).who_is_above(cast.leader.pk) == Above(cast.director.pk)


def test_an_absence_counts_from_its_first_moment(cast: Cast) -> None:
    Absence.objects.create(person=cast.director, deputy=None, starts=NOW, ends=NOW + timedelta(days=1))

    assert line_of(people=[cast.leader.pk], now=NOW).away == {cast.director.pk: None}


def test_of_two_absences_the_one_with_a_deputy_counts(cast: Cast) -> None:
    away(cast.director, cast.outsider, days=5)
    away(cast.director, None, days=2)

    assert line_of(people=[cast.leader.pk], now=NOW).away == {cast.director.pk: cast.outsider.pk}


def test_a_circle_written_past_the_pages_ends_at_the_owner(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET reports_to_id = %s WHERE id = %s", [cast.leader.pk, cast.director.pk]
        )
    line = line_of(people=[cast.leader.pk], now=NOW)

    above = line.who_is_above(cast.leader.pk, told={cast.director.pk})

    assert above is not None
    assert above.person == cast.owner.pk


def test_with_the_whole_line_away_the_owner_is_told(cast: Cast) -> None:
    for who in (cast.owner, cast.director):
        away(who, None)

    above = line_of(people=[cast.leader.pk], now=NOW).who_is_above(cast.leader.pk)

    assert above == Above(cast.owner.pk, None, ((cast.director.pk, ABSENT), (cast.owner.pk, ABSENT)))


def test_fifty_levels_are_loaded_with_as_many_queries_as_two(
    cast: Cast, django_assert_num_queries: object
) -> None:
    above = cast.outsider
    for number in range(50):
        above = person(f"deep{number}", f"Deep {number}", reports_to=above)

    with django_assert_num_queries(1):  # type: ignore[operator]
        line = line_of(people=[above.pk], now=NOW)

    assert len(line.path(above.pk)[0]) == 51
