"""The registry of figures: what code shows stands in it, and each share says of what it is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.rules.behaviours import behaviours
from cxapp.insights.queries.recount import RECOUNT
from cxapp.insights.rules.exploring import SOURCES
from cxapp.insights.rules.families import families
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.rules.figures_service import CLOSED_LOOP_CONFIRMED, RECOVERY, SHARES, stops

CODE = Path(__file__).resolve().parents[2] / "cxapp"
WRITTEN = re.compile(r"""\bFIGURES\[["'](?P<name>\w+)["']\]""")


def names_in_code() -> Iterator[str]:
    """Every name in `FIGURES["…"]`, wherever it is written out."""
    for file in sorted(CODE.rglob("*.py")):
        for match in WRITTEN.finditer(file.read_text(encoding="utf-8")):
            yield match["name"]


def test_every_figure_used_is_in_the_registry() -> None:
    used = {*names_in_code(), *SOURCES}
    for behaviour in behaviours.values():
        used |= {behaviour.figure, *behaviour.beside}

    assert used <= set(FIGURES)


def test_every_denominator_that_is_a_figure_is_in_the_registry() -> None:
    assert {figure.of for figure in FIGURES.values() if figure.of} <= set(FIGURES)


def test_every_figure_says_what_it_counts_of_whom_when_and_from_which_rows() -> None:
    for figure in FIGURES.values():
        said = (
            figure.label,
            figure.sentence,
            figure.numerator,
            figure.population,
            figure.unit,
            figure.source,
        )
        assert all(str(part) for part in said), figure.name
        assert not figure.of or str(figure.denominator), figure.name


def test_every_share_is_made_of_a_family_that_is_counted_and_proved() -> None:
    assert {share.family for share in SHARES.values()} <= set(families) & set(RECOUNT)


def test_every_kept_family_is_counted_a_second_way() -> None:
    assert {family.name for family in families.values() if family.follows} == set(RECOUNT)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counter(right=6, asked_right=10), 0.6),
        (Counter(right=0, asked_right=4), 0.0),
        (Counter(closed=3), None),
    ],
)
def test_the_recovery_rate_is_of_all_who_were_asked(counts: Counter[str], expected: float | None) -> None:
    found = SHARES[RECOVERY].of(counts)

    assert (found.value if found else None) == expected


def test_who_did_not_answer_is_neither_reached_nor_denied() -> None:
    found = SHARES[CLOSED_LOOP_CONFIRMED].of(Counter(due=50, said=4, confirmed=3))

    assert found is not None
    assert (found.value, found.n) == (0.75, 4)


def test_stops_are_told_by_level() -> None:
    assert stops(Counter(due=9, climbed=3, stopped_1=2, stopped_3=1)) == {1: 2, 3: 1}
