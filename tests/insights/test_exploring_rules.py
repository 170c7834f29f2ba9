"""What an address of Explore may ask for, what is refused with which sentence, and what a row may say."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from cxapp.insights.rules.exploring import CUTS_OF, SOURCES, Exploring, Step, Unclear, read, sources
from cxapp.insights.rules.exploring_lines import Line, hours_taken, line_of
from cxapp.insights.rules.families import families
from cxapp.lib.periods import between

TODAY = date(2026, 3, 3)
SPAN = between(date(2026, 3, 1), date(2026, 3, 31), "UTC")


def asked(**query: str) -> Exploring:
    return read(query, today=TODAY)


def refusal(**query: str) -> str:
    with pytest.raises(Unclear) as refused:
        asked(**query)
    return str(refused.value)


def test_without_a_word_the_last_twelve_months_are_shown_by_month() -> None:
    found = asked(figure="complaints")

    assert (found.step, found.first, found.last) == (Step.MONTH, date(2025, 4, 1), TODAY)
    assert len(found.spans("UTC")) == 12


def test_the_address_says_what_was_asked_and_nothing_usual() -> None:
    query = {"figure": "tried", "step": "week", "from": "2026-01-05", "to": "2026-02-01", "place": "7"}

    assert asked(**query).address() == "?figure=tried&step=week&from=2026-01-05&to=2026-02-01&place=7"
    assert asked(figure="tried").address() == "?figure=tried"


def test_an_address_reads_back_as_it_was_written() -> None:
    found = asked(figure="tried", by="leader", place="7")

    assert asked(figure="tried", by="leader", place="7").address(place="") == "?figure=tried&by=leader"
    assert found.address() == "?figure=tried&by=leader&place=7"


def test_what_another_figure_is_not_cut_by_falls_away() -> None:
    assert asked(figure="tried", by="leader", leader="7").address(figure="nps") == "?figure=nps"


def test_choosing_another_figure_in_the_form_drops_what_it_is_not_cut_by() -> None:
    found = asked(figure="nps", was="tried", by="leader", leader="7", place="3")

    assert found.address() == "?figure=nps&place=3"


def test_the_first_and_the_last_row_are_cut_to_the_days_asked_for() -> None:
    spans = asked(figure="due", step="month", **{"from": "2026-01-15", "to": "2026-02-10"}).spans("UTC")

    assert [(span.first_day, span.last_day) for span in spans] == [
        (date(2026, 1, 15), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 10)),
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"figure": "charm"}, "There is no figure “charm” to explore."),
        ({"figure": "due", "step": "day"}, "A row covers a week, a month or a quarter."),
        ({"figure": "due", "from": "yesterday"}, "“yesterday” is no day."),
        ({"figure": "due", "from": "9999-12-31"}, "“9999-12-31” is no day."),
        ({"figure": "due", "from": "2026-03-03", "to": "2026-03-01"}, "The last day comes before the first."),
        ({"figure": "due", "place": "Leeds"}, "“Leeds” is no place."),
        ({"figure": "nps", "by": "leader"}, "“NPS” is not shown by leader"),
        ({"figure": "csat", "leader": "7"}, "“Satisfied” is not shown by leader"),
        ({"figure": "due", "by": "channel"}, "“Due” is not counted by channel."),
        ({"figure": "due", "by": "charm"}, "“Due” is not counted by “charm”."),
        ({"figure": "due", "step": "week", "from": "2020-01-01"}, "That is more than 120 rows."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(query: dict[str, str], words: str) -> None:
    assert refusal(**query).startswith(words)


def test_no_score_is_ever_cut_by_leader() -> None:
    assert [name for name, source in sources().items() if source.scale and "leader" in source.cuts] == []


def test_every_source_counts_what_its_family_knows() -> None:
    assert {source.family for source in SOURCES.values()} <= set(families)
    assert [name for name, cuts in CUTS_OF.items() if not set(cuts) <= set(families[name].cuts)] == []


def line(counter: dict[str, int], figure: str) -> Line:
    facts: dict[str, Any] = {"key": "", "name": "", "span": SPAN}
    return line_of(SOURCES[figure], Counter(counter), **facts)


@pytest.mark.parametrize(("n", "said"), [(4, False), (9, False), (10, True), (30, True)])
def test_a_share_is_said_from_ten_on(n: int, said: bool) -> None:
    assert (line({"due": n, "tried": n // 2}, "tried").estimate is not None) is said


def test_a_share_carries_its_interval() -> None:
    found = line({"due": 10, "tried": 9}, "tried").estimate

    assert found is not None
    assert [round(one) for one in (found.value, found.low, found.high)] == [90, 60, 98]


def test_a_score_is_made_of_the_numbers_of_its_kind() -> None:
    found = line({"nps:10": 20, "nps:7": 5, "nps:0": 5, "csat:5": 9}, "nps")

    assert (found.n, found.estimate and round(found.estimate.value)) == (30, 50)


def test_a_plain_count_has_no_share() -> None:
    assert (line({"complaints": 40}, "complaints").k, line({"complaints": 40}, "complaints").estimate) == (
        40,
        None,
    )


@pytest.mark.parametrize(
    ("times", "how", "hours"),
    [
        ({"h:1": 2, "h:4": 1, "h:9": 2}, "median", 4),
        ({"h:2": 3, "h:5": 3}, "median", 3.5),
        ({"h:1": 9, "h:30": 1}, "p90", 1),
        ({"h:1": 8, "h:30": 2}, "p90", 30),
        ({"h:1": 3, "open": 2}, "median", 1),
        ({"h:1": 2, "open": 3}, "median", None),
        ({"h:1": 8, "open": 2}, "p90", None),
        ({"h:1": 4}, "median", None),
        ({}, "p90", None),
    ],
)
def test_who_still_waits_counts_as_longer(times: dict[str, int], how: str, hours: float | None) -> None:
    assert hours_taken(Counter(times), how) == hours


def test_a_time_stands_beside_how_many_were_reached_in_time() -> None:
    counter = Counter({"h:2": 6, "h:9": 4, "due": 10, "reached": 6})

    line = line_of(SOURCES["first_contact_median"], counter, key="", name="", span=SPAN)

    assert (line.timed, line.hours, line.k, line.n) == (True, 2, 6, 10)
