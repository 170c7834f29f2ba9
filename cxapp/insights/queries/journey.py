"""The journey at a glance: for each stage how much was said, how much of it unhappily, how many complaints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cxapp.insights.queries.tallies import Asking, of_periods
from cxapp.insights.rules.scores import LOW, SCALES
from cxapp.lib.at_once import together
from cxapp.lib.periods import Period
from feedback.models import Stage


@dataclass(frozen=True, slots=True)
class StageRow:
    """`volume`: answers and complaints together; `low`: unhappy answers of those with a score."""

    pk: int | None
    name: str
    answers: int
    scored: int
    low: int
    complaints: int

    @property
    def volume(self) -> int:
        return self.answers + self.complaints


def journey(*, reader: User, period: Period, now: datetime, place: int | None = None) -> list[StageRow]:
    """Every stage in its order, those without anything too; what has no stage stands last, where there is any."""
    where = {"place": str(place)} if place is not None else {}
    answers, complaints = together(
        [
            of_periods(reader=reader, asking=Asking(family, (period,), "stage", where), now=now)
            for family in ("answers", "complaints")
        ]
    )
    stages = list(Stage.objects.filter(is_active=True).order_by("order", "pk"))
    rows, seen = [], {"", *(str(stage.pk) for stage in stages)}
    unknown = [""]
    for stage in stages:
        if stage.slug == "none":
            unknown.append(str(stage.pk))
            continue
        rows.append(_row(stage.pk, stage.name, [str(stage.pk)], answers, complaints))
    unknown += [key for key in {*answers, *complaints} if key not in seen]
    rest = _row(None, "", unknown, answers, complaints)
    return [*rows, rest] if rest.volume else rows


def _row(
    pk: int | None,
    name: str,
    keys: Sequence[str],
    answers: dict[str, list[Counter[str]]],
    complaints: dict[str, list[Counter[str]]],
) -> StageRow:
    said: Counter[str] = Counter()
    for key in keys:
        said.update(answers.get(key, [Counter()])[0])
    scored, low = _low(said)
    n = sum(complaints.get(key, [Counter()])[0]["complaints"] for key in keys)
    return StageRow(pk, name, said["answers"], scored, low, n)


def _low(said: Counter[str]) -> tuple[int, int]:
    """How many gave a number on a scale with bands, and how many of those an unhappy one."""
    scored = low = 0
    for measure, n in said.items():
        kind, _colon, score = measure.partition(":")
        if score and kind in SCALES:
            scored += n
            low += n if SCALES[kind].band(int(score)) == LOW else 0
    return scored, low
