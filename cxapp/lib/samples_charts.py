"""Invented figures for the charts of the gallery. Not here: the other samples (`samples`)."""

from __future__ import annotations

from typing import Any

from cxapp.lib.charts import BarRow, Table, bars, spark, whisker
from cxapp.lib.charts_control import Point, basis_words, draw
from cxapp.lib.charts_funnel import FunnelDrawing, draw_funnel
from cxapp.lib.control_charts import Better, control_chart
from cxapp.lib.funnels import Unit, funnel_of
from cxapp.lib.statistics import Estimate

CALM = [
    31.0,
    38.0,
    27.0,
    35.0,
    30.0,
    33.0,
    39.0,
    26.0,
    34.0,
    29.0,
    32.0,
    37.0,
    28.0,
    36.0,
    30.0,
    31.0,
    38.0,
    27.0,
    35.0,
    30.0,
]
BETTER = [*CALM, 38.0, 41.0, 37.0, 44.0, 39.0, 42.0, 40.0, 45.0, 36.0]
ANSWERS = (2, 1, 1, 2, 3, 5, 6, 12, 19, 24, 31)


def _control(values: list[float], name: str, better: Better) -> Any:
    chart = control_chart(values, better=better, provisional=True)
    return draw(
        chart,
        [Point(f"week {at + 1}", value, 40 + at) for at, value in enumerate(values)],
        name=name,
        title=f"Score by week, {name}",
        description="The mean of the first 20 weeks is 32.",
        verdict=chart.verdict(),
        heads=("Week", "Score", "Answers"),
    )


def _fill(score: int) -> str:
    return "low" if score <= 6 else "middle" if score <= 8 else "high"


def _leaders() -> FunnelDrawing | None:
    """Thirteen made-up leaders: twelve keep about nine in ten, one keeps half."""
    dues = (4, 6, 9, 12, 14, 18, 22, 25, 31, 36, 44, 60)
    alike = [Unit(f"Leader {chr(65 + at)}", round(due * 0.9), due) for at, due in enumerate(dues)]
    found = funnel_of([*alike, Unit("Ivan Idle", 14, 28)])
    heads = ("Leader", "Tried in time", "promises due", "Where")
    title = "Promises tried in time"
    return (
        draw_funnel(found, name="sample-funnel", title=title, heads=heads, measure="Tried in time")
        if found
        else None
    )


def chart_samples() -> dict[str, Any]:
    """One of each chart, and a control chart on trial beside one that is confirmed."""
    shown = [BarRow(str(score), n, fill=_fill(score)) for score, n in enumerate(ANSWERS)]
    return {
        "control": _control(BETTER, "sample-better", Better.UP),
        "worse": _control(BETTER, "sample-worse", Better.DOWN),
        "trial": _control(CALM[:8], "sample-trial", Better.UP),
        "basis": basis_words(control_chart(CALM)),
        "bars": bars(
            title="How likely to recommend",
            description="106 customers answered; 55 gave 9 or 10.",
            rows=shown,
            table=Table("answers", "Answers by number", ["Number", "Answers"], list(enumerate(ANSWERS))),
            key=[("low", "Unhappy, 0 to 6"), ("middle", "Neither, 7 or 8"), ("high", "Happy, 9 or 10")],
        ),
        "funnel": bars(
            title="From customers to answers",
            description="106 of 310 asked customers answered.",
            rows=[
                BarRow("Could be asked", 400),
                BarRow("Asked", 310, "78 %"),
                BarRow("Answered", 106, "34 %"),
            ],
            table=Table(
                "funnel",
                "From customers to answers",
                ["Step", "Customers"],
                [["Asked", 310], ["Answered", 106]],
            ),
        ),
        "leaders": _leaders(),
        "marks": [
            {"x": "40%", "day": "1 Mar 2026", "words": "Second till on Saturdays (Anna Leader)", "url": ""}
        ],
        "whisker": whisker(
            Estimate(34, 21, 47, 106), title="Score", description="34, range 21 to 47.", scale=(-100, 100)
        ),
        "spark": spark(BETTER),
    }
