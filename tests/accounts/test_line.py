"""Who is above: the line as a value. Ids tell the story: 1 owns, higher numbers stand lower."""

from __future__ import annotations

from accounts.rules.line import ABSENT, BROKEN, CONCERNED, INACTIVE, Above, Line, Person


def line(
    *above: int | None,
    inactive: tuple[int, ...] = (),
    away: dict[int, int | None] | None = None,
    owner: int | None = 1,
) -> Line:
    """The n-th argument is whom person n reports to."""
    people = {
        number: Person(number, f"P{number}", reports_to, number not in inactive)
        for number, reports_to in enumerate(above, start=1)
    }
    return Line(people, away or {}, owner)


def test_in_a_house_of_two_the_owner_is_above() -> None:
    assert line(None, 1).who_is_above(2) == Above(1)


def test_nobody_is_above_the_owner() -> None:
    assert line(None, 1).who_is_above(1) is None


def test_the_line_climbs_fifty_levels_one_by_one() -> None:
    deep = line(None, *range(1, 51))
    told: list[int] = []
    while (above := deep.who_is_above(51, told=told)) is not None:
        told.append(above.person)

    assert told == list(range(50, 0, -1))


def test_somebody_inactive_is_passed_over_with_the_reason() -> None:
    assert line(None, 1, 2, inactive=(2,)).who_is_above(3) == Above(1, None, ((2, INACTIVE),))


def test_somebody_concerned_is_passed_over_with_the_reason() -> None:
    assert line(None, 1, 2).who_is_above(3, excluded={2}) == Above(1, None, ((2, CONCERNED),))


def test_somebody_away_without_a_deputy_is_passed_over_with_the_reason() -> None:
    assert line(None, 1, 2, away={2: None}).who_is_above(3) == Above(1, None, ((2, ABSENT),))


def test_a_deputy_is_told_for_the_person_away() -> None:
    assert line(None, 1, 2, 1, away={2: 4}).who_is_above(3) == Above(2, 4)


def test_a_deputy_who_is_away_too_is_followed_by_their_own_deputy() -> None:
    assert line(None, 1, 2, 1, 1, away={2: 4, 4: 5}).who_is_above(3) == Above(2, 5)


def test_deputies_in_a_circle_count_as_nobody() -> None:
    assert line(None, 1, 2, 1, away={2: 4, 4: 2}).who_is_above(3) == Above(1, None, ((2, ABSENT),))


def test_a_deputy_who_left_counts_as_nobody() -> None:
    assert line(None, 1, 2, 1, inactive=(4,), away={2: 4}).who_is_above(3) == Above(1, None, ((2, ABSENT),))


def test_a_deputy_whom_it_concerns_counts_as_nobody() -> None:
    found = line(None, 1, 2, 1, away={2: 4}).who_is_above(3, excluded={4})

    assert found == Above(1, None, ((2, ABSENT),))


def test_nobody_stands_in_for_their_own_superior_against_themselves() -> None:
    assert line(None, 1, 2, away={2: 3}).who_is_above(3) == Above(1, None, ((2, ABSENT),))


def test_with_everybody_away_the_owner_is_told() -> None:
    found = line(None, 1, 2, away={1: None, 2: None, 3: None}).who_is_above(3)

    assert found == Above(1, None, ((2, ABSENT), (1, ABSENT)))


def test_the_owner_away_is_told_through_their_deputy() -> None:
    assert line(None, 1, 1, away={1: 3}).who_is_above(2) == Above(1, 3)


def test_whoever_was_told_is_not_told_again() -> None:
    assert line(None, 1, 2, 3).who_is_above(4, told={3}) == Above(2)


def test_the_climb_goes_on_above_everybody_told_also_where_one_was_left_out() -> None:
    assert line(None, 1, 2, 3).who_is_above(4, told={2}) == Above(1)


def test_with_everybody_told_nobody_is_left() -> None:
    assert line(None, 1, 2).who_is_above(3, told={1, 2}) is None


def test_what_concerns_the_owner_goes_to_nobody_on_the_line() -> None:
    assert line(None, 1).who_is_above(2, excluded={1}) is None


def test_a_higher_base_begins_with_the_second_who_can_be_told() -> None:
    assert line(None, 1, 2, 3, inactive=(3,)).who_is_above(4, nth=2) == Above(1, None, ((3, INACTIVE),))


def test_a_base_above_the_line_is_the_owner() -> None:
    assert line(None, 1, 2).who_is_above(3, nth=7) == Above(1)


def test_somebody_reporting_to_nobody_has_the_owner_above() -> None:
    assert line(None, None).who_is_above(2) == Above(1)


def test_a_manager_who_does_not_exist_means_the_owner() -> None:
    found = line(None, 9).who_is_above(2)

    assert found is not None
    assert found.person == 1


def test_a_circle_is_walked_once_then_goes_to_the_owner() -> None:
    circle = line(None, 3, 2)

    assert circle.who_is_above(2, told={3}) == Above(1, None, ((2, BROKEN),))


def test_a_circle_is_told_as_the_reason() -> None:
    assert line(None, 3, 2, inactive=(3,)).who_is_above(2) == Above(1, None, ((2, BROKEN), (3, INACTIVE)))


def test_without_an_owner_the_last_of_the_line_has_nobody_above() -> None:
    assert line(None, 1, owner=None).who_is_above(2, told={1}) is None


def test_the_path_says_whether_it_reaches_the_owner() -> None:
    broken = line(None, 1, 4, None)

    assert [broken.path(2), broken.path(3)] == [([1], False), ([4], True)]
