"""Drawings: where bars, whiskers and points lie, what they are called, and that their table says the same numbers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.test import RequestFactory
from django.utils.translation import override

from cxapp.lib.charts import BarRow, Table, bars, spark, whisker, whole
from cxapp.lib.charts_control import Point, draw, verdict_words
from cxapp.lib.control_charts import Better, ControlChart, Verdict, control_chart
from cxapp.lib.samples_charts import BETTER, CALM, chart_samples
from cxapp.lib.statistics import Estimate
from tests.repository.test_design import LARGE, TEXT, colours, contrast

NONE = Table("none", "", [], [])
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates/components/charts").glob("[a-z]*.html"))


def drawn(values: list[float], *, better: Better = Better.UP, provisional: bool = False) -> Any:
    chart: ControlChart = control_chart(values, better=better, provisional=provisional)
    points = [Point(f"w{at}", value, 30) for at, value in enumerate(values)]
    return draw(
        chart, points, name="c", title="T", description="D.", verdict=chart.verdict(), heads=("W", "S", "N")
    )


def rendered(name: str, **context: Any) -> str:
    return Engine.get_default().get_template(f"components/charts/{name}.html").render(Context(context))


def test_bars_start_at_nought_and_the_longest_fills_the_drawing() -> None:
    chart = bars(title="T", description="D", rows=[BarRow("a", 5), BarRow("b", 20)], table=NONE)

    assert [bar.width for bar in chart.bars] == ["25.00%", "100.00%"]


def test_bars_of_nothing_have_no_length() -> None:
    chart = bars(title="T", description="D", rows=[BarRow("a", 0)], table=NONE)

    assert [bar.width for bar in chart.bars] == ["0.00%"]


def test_a_whisker_stays_on_its_scale_and_marks_nought_where_there_are_two_signs() -> None:
    score = whisker(Estimate(50, 20, 130, 9), title="", description="", scale=(-100, 100))
    part = whisker(Estimate(50, 20, 80, 9), title="", description="", scale=(0, 100), unit=" %")

    assert (score.low, score.value, score.high, score.zero) == ("60.00%", "75.00%", "100.00%", "50.00%")
    assert (part.zero, part.ends) == ("", ("0 %", "100 %"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-12.4, "−12"),
        (0.3, "0"),
        (62.5, "63"),
        (-62.5, "−63"),
        (-0.3, "0"),
        (9999, "9999"),
        (-1234567, "−1\u202f234\u202f567"),
    ],
)
def test_whole_numbers_have_a_true_minus_sign_and_thin_spaces(value: float, text: str) -> None:
    assert whole(value) == text


def test_a_small_trend_needs_two_values_and_passes_over_gaps() -> None:
    assert spark([1.0, None]).points == ""
    assert spark([1.0, None, 3.0]).points == "3.0,21.0 93.0,3.0"


def test_a_point_of_a_signal_has_a_shape_of_its_own_and_the_last_open_one_is_hollow() -> None:
    looks = [(dot.shape, dot.tone) for dot in drawn([*CALM, 60.0, 5.0, 30.0], provisional=True).dots]

    assert looks[19:] == [("dot", "ordinary"), ("up", "better"), ("down", "worse"), ("ring", "ordinary")]


def test_higher_points_stand_higher() -> None:
    first, second = drawn([10.0, 20.0]).dots

    assert float(second.y.rstrip("%")) < float(first.y.rstrip("%"))


def test_a_signal_is_labelled_at_its_point_and_told_in_a_sentence() -> None:
    chart = drawn([*CALM, 60.0])

    assert [label.text for label in chart.labels] == ["above the upper limit"]
    assert chart.findings == ("w20: above the upper limit.",)


def test_a_run_is_told_once_by_its_strongest_rule() -> None:
    chart = drawn([*CALM, *[38.0, 40.0] * 4])

    assert [finding for finding in chart.findings if "running" in finding] == [
        "w20 to w27: 8 running above the mean."
    ]


def test_the_table_has_the_same_numbers_as_the_points_and_says_what_was_found() -> None:
    table = drawn([*CALM, 60.0, 30.0], provisional=True).table

    assert table.heads == ["W", "S", "N", "Signal"]
    assert [row[1] for row in table.rows] == [whole(value) for value in [*CALM, 60.0, 30.0]]
    assert [row[3] for row in table.rows[-2:]] == ["above the upper limit", "not over yet"]


def test_limits_on_trial_say_how_much_is_missing() -> None:
    assert drawn(CALM[:7]).verdict == "Too early to tell: trial limits, 7 of 12 points."


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.TOO_EARLY])
def test_every_verdict_is_a_sentence(verdict: Verdict) -> None:
    assert verdict_words(control_chart(CALM), verdict).endswith(".")


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0]])
def test_a_chart_of_hardly_anything_can_be_drawn(values: list[float]) -> None:
    assert len(drawn(values).dots) == len(values)


def test_a_control_chart_has_a_name_a_sentence_a_table_and_a_file() -> None:
    html = rendered("control", chart=chart_samples()["control"], csv_url="?csv")

    assert '<title id="sample-better-title">Score by week, sample-better</title>' in html
    assert '<desc id="sample-better-words">Confirmed better. The mean' in html
    assert html.count('<svg class="control" role="img"') == 1
    assert html.count("<tr>") == 1 + len(BETTER)
    assert "Show as table" in html
    assert 'href="?csv"' in html


def test_three_kinds_of_answers_differ_in_the_shape_of_their_fill() -> None:
    html = rendered("bars", chart=chart_samples()["bars"])

    assert re.findall(r"bars__(low|middle|high)\"", html.split("chart__key")[1].split("</ul>")[0]) == [
        "low", "middle", "high"
    ]  # fmt: skip
    assert html.count("bars__striped") == 3


def test_a_small_trend_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in rendered("sparkline", chart=chart_samples()["spark"])


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_chart_stands_in_the_gallery(path: Path) -> None:
    gallery = (path.parents[2] / "gallery/_charts.html").read_text()

    assert f"components/charts/{path.name}" in gallery


@pytest.mark.parametrize("language", ["en", "de"])
def test_places_on_a_drawing_never_have_a_decimal_comma(language: str) -> None:
    with override(language):
        page = Engine.get_default().get_template("gallery/page.html")
        html = page.render(Context({"shell": {}, "request": RequestFactory().get("/")}))

    assert re.findall(r'\b(?:x|y|cx|cy|x1|x2|y1|y2|width)="[\d.]*,', html) == []


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", ["page", "surface", "card"])
def test_the_colours_of_charts_can_be_read_as_words_and_seen_as_shapes(theme: int, ground: str) -> None:
    roles = colours()
    words = [contrast(roles[f"chart-{role}"][theme], roles[ground][theme]) for role in ("better", "worse")]
    shapes = [
        contrast(roles[role][theme], roles[ground][theme])
        for role in ("chart-ordinary", "chart-special", "input-line", "text")
    ]

    assert (min(words) >= TEXT, min(shapes) >= LARGE) == (True, True)
