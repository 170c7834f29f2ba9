"""What reaching customers may have kept: the arithmetic, its interval and its verdict."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cxapp.insights.rules.money import Group, Verdict, Worth, effect

THOUSAND_EACH = Worth(70, 70, Decimal(70_000))


def test_published_example_of_newcombe_gives_the_range() -> None:
    # Newcombe 1998, method 10: 56 of 70 and 48 of 80 differ by 0.2, with an interval from 0.0524 to 0.3339.
    found = effect(reached=Group(56, 14), others=Group(48, 32), worth=THOUSAND_EACH)

    assert found.verdict is Verdict.MORE_STAYED
    assert found.value == 14_000
    assert found.low == pytest.approx(Decimal(70_000) * Decimal("0.0524"), abs=4)
    assert found.high == pytest.approx(Decimal(70_000) * Decimal("0.3339"), abs=4)


def test_interval_that_includes_nothing_gained_is_no_clear_effect() -> None:
    found = effect(reached=Group(9, 1), others=Group(8, 2), worth=Worth(10, 10, Decimal(100)))

    assert found.verdict is Verdict.NO_CLEAR_EFFECT
    assert (found.low or 0) < 0 < (found.high or 0)


def test_fewer_of_those_reached_staying_is_said_as_it_is() -> None:
    found = effect(reached=Group(48, 32), others=Group(70, 2), worth=Worth(80, 80, Decimal(80)))

    assert found.verdict is Verdict.FEWER_STAYED


@pytest.mark.parametrize(
    ("known", "verdict"), [(4, Verdict.COUNTS_ONLY), (9, Verdict.TOO_FEW), (10, Verdict.MORE_STAYED)]
)
def test_the_smaller_group_decides_what_may_be_said(known: int, verdict: Verdict) -> None:
    found = effect(reached=Group(known, 0), others=Group(0, 40), worth=Worth(known, known, Decimal(known)))

    assert (found.verdict, found.value is None) == (verdict, verdict is not Verdict.MORE_STAYED)


def test_customers_of_whom_nothing_is_known_are_left_out_of_both_shares() -> None:
    known = effect(reached=Group(56, 14), others=Group(48, 32), worth=THOUSAND_EACH)
    more = effect(reached=Group(56, 14, 70), others=Group(48, 32, 79), worth=THOUSAND_EACH)

    assert (more.value, more.low, more.high) == (known.value, known.low, known.high)


@pytest.mark.parametrize(
    ("reached", "others"),
    [
        (Group(0, 14, 500), Group(48, 32)),
        (Group(56, 14), Group(0, 32, 33)),
        (Group(0, 14, 15), Group(0, 32, 33)),
    ],
)
def test_known_of_fewer_than_half_of_a_group_says_nothing(reached: Group, others: Group) -> None:
    found = effect(reached=reached, others=others, worth=THOUSAND_EACH)

    assert (found.verdict, found.value, found.low) == (Verdict.MOSTLY_UNKNOWN, None, None)


def test_mean_is_of_known_values_and_unknown_ones_are_never_nothing() -> None:
    half_known = Worth(70, 35, Decimal(35_000))

    assert (half_known.mean, half_known.unknown) == (Decimal(1000), 35)
    assert effect(reached=Group(56, 14), others=Group(48, 32), worth=half_known).value == 14_000


def test_without_enough_values_there_is_no_amount() -> None:
    few = Worth(70, 9, Decimal(9_000))

    found = effect(reached=Group(56, 14), others=Group(48, 32), worth=few)

    assert (found.verdict, found.value) == (Verdict.NO_VALUE, None)


def test_nobody_at_all_is_counts_only() -> None:
    assert effect(reached=Group(), others=Group(), worth=Worth()).verdict is Verdict.COUNTS_ONLY
