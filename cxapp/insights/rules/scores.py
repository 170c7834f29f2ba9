"""What the numbers of each kind of question come to: the score, its interval, its bands, and what may be said of how few.

Pure: counts in, words and figures out. Not here: which answers are counted (`queries.scores`), and drawing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cxapp.lib.charts import whole
from cxapp.lib.statistics import Estimate, Grade, ces, csat, effective, gap, grade, mean_of, nps_of
from feedback.enums import QuestionKind
from feedback.rules.questions import KINDS

LOW, MIDDLE, HIGH = "low", "middle", "high"


@dataclass(frozen=True, slots=True)
class Scale:
    """How one kind is read. `low_to` and `high_from` bound the bands; `unit` follows the number; `name` comes before it."""

    figure: str
    name: Any
    unit: str
    ends: tuple[int, int]
    low_to: int
    high_from: int
    bands: tuple[Any, Any, Any]
    convention: Any

    def band(self, score: int) -> str:
        return LOW if score <= self.low_to else HIGH if score >= self.high_from else MIDDLE


_SHARE = (0, 100)
SCALES: Mapping[str, Scale] = {
    QuestionKind.NPS: Scale(
        "nps",
        gettext_lazy("NPS"),
        "",
        (-100, 100),
        6,
        9,
        (
            gettext_lazy("Unhappy, 0 to 6"),
            gettext_lazy("Neither, 7 or 8"),
            gettext_lazy("Happy, 9 or 10"),
        ),
        gettext_lazy("The share of 9 and 10 minus the share of 0 to 6, between −100 and 100."),
    ),
    QuestionKind.CSAT: Scale(
        "csat",
        gettext_lazy("Satisfied"),
        " %",
        _SHARE,
        2,
        4,
        (gettext_lazy("Unhappy, 1 or 2"), gettext_lazy("Neither, 3"), gettext_lazy("Satisfied, 4 or 5")),
        gettext_lazy("The share of 4 and 5 on the scale from 1 to 5."),
    ),
    QuestionKind.CES: Scale(
        "ces",
        gettext_lazy("Found it easy"),
        " %",
        _SHARE,
        3,
        5,
        (gettext_lazy("Hard, 1 to 3"), gettext_lazy("Neither, 4"), gettext_lazy("Easy, 5 to 7")),
        gettext_lazy(
            "The share of 5 to 7 on the scale from 1 (hard) to 7 (easy); the mean stands beside it."
        ),
    ),
    QuestionKind.EMOTION: Scale(
        "csat",
        gettext_lazy("Felt good"),
        " %",
        _SHARE,
        2,
        4,
        (gettext_lazy("Bad, 1 or 2"), gettext_lazy("Neither, 3"), gettext_lazy("Good, 4 or 5")),
        gettext_lazy("The share of 4 and 5 on the scale from 1 to 5."),
    ),
    QuestionKind.ATTITUDE: Scale(
        "csat",
        gettext_lazy("Treated well"),
        " %",
        _SHARE,
        2,
        4,
        (gettext_lazy("Badly, 1 or 2"), gettext_lazy("Neither, 3"), gettext_lazy("Well, 4 or 5")),
        gettext_lazy("The share of 4 and 5 on the scale from 1 to 5."),
    ),
    QuestionKind.SCALE5: Scale(
        "csat",
        gettext_lazy("Gave 4 or 5"),
        " %",
        _SHARE,
        2,
        4,
        (gettext_lazy("1 or 2"), gettext_lazy("3"), gettext_lazy("4 or 5")),
        gettext_lazy("The share of 4 and 5 on the scale from 1 to 5."),
    ),
}
"""Kinds with a score of their own. A number from 0 to 10 that is no recommendation has no agreed reading: only its bars."""


@dataclass(frozen=True, slots=True)
class Score:
    """One score: `estimate` on its own scale (NPS −100 to 100, shares 0 to 100), None of nothing."""

    kind: str
    counts: Mapping[int, float]
    n: int
    estimate: Estimate | None
    mean: float | None

    @property
    def scale(self) -> Scale:
        return SCALES[self.kind]

    @property
    def grade(self) -> Grade:
        return grade(self.n)

    @property
    def may_be_said(self) -> bool:
        """From ten answers on there is a number, always with its interval."""
        return self.estimate is not None and self.grade in (Grade.INTERVAL, Grade.HEADLINE)

    @property
    def is_small(self) -> bool:
        return self.grade is not Grade.HEADLINE

    def in_band(self, band: str) -> float:
        return sum(count for score, count in self.counts.items() if self.scale.band(score) == band)

    @property
    def text(self) -> str:
        """The number with its unit; the count where the number may not be said."""
        if not self.may_be_said or self.estimate is None:
            return self.counts_text
        return f"{whole(self.estimate.value)}{self.scale.unit}"

    @property
    def named(self) -> str:
        """The number with its name: "NPS 34", "Satisfied 82 %"."""
        return f"{self.scale.name} {self.text}" if self.may_be_said else self.text

    @property
    def range_text(self) -> str:
        if not self.may_be_said or self.estimate is None:
            return ""
        low, high = whole(self.estimate.low), whole(self.estimate.high)
        return _("range %(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def counts_text(self) -> str:
        """Few answers: how many there are, and from five on how many of them were good."""
        if self.grade is Grade.COUNTS_ONLY:
            return ngettext("%(n)s answer", "%(n)s answers", self.n) % {"n": self.n}
        words = str(self.scale.bands[2]).lower()
        return _("%(k)s of %(n)s: %(words)s") % {"k": whole(self.in_band(HIGH)), "n": self.n, "words": words}

    @property
    def note(self) -> str:
        """What stands beside the number."""
        if self.grade is Grade.COUNTS_ONLY:
            return _("too few to say more") if self.n else ""
        if self.grade is Grade.TOO_FEW:
            return _("too few to compare")
        answers = ngettext("%(n)s answer", "%(n)s answers", self.n) % {"n": whole(self.n)}
        return f"{self.range_text}, {answers}"


def score_of(kind: str, counts: Mapping[int, float], n: int | None = None) -> Score:
    """The score of these counts; `n` where they are weighted and rest on fewer or more answers."""
    total = round(sum(counts.values())) if n is None else n
    return Score(str(kind), dict(counts), total, _estimate(kind, counts), mean_of(counts))


def _estimate(kind: str, counts: Mapping[int, float]) -> Estimate | None:
    if kind == QuestionKind.NPS:
        return nps_of(counts)
    if kind == QuestionKind.CES:
        effort = ces(counts)
        return _points(effort.easy) if effort else None
    return _points(csat(counts))


def _points(part: Estimate | None) -> Estimate | None:
    return part and Estimate(100 * part.value, 100 * part.low, 100 * part.high, part.n)


def weighted_score(
    kind: str, weights: Mapping[int, float], squares: Mapping[int, float], n: int
) -> Score | None:
    """The same score with weights, as sure as the answers they are worth (Kish); None without any."""
    total, worth = sum(weights.values()), effective(sum(weights.values()), sum(squares.values()))
    if not total:
        return None
    return score_of(kind, {score: weight * worth / total for score, weight in weights.items()}, n)


def change(now: Score, before: Score) -> Estimate | None:
    """How far it moved, where both may be said."""
    if now.estimate is None or before.estimate is None or not (now.may_be_said and before.may_be_said):
        return None
    return gap(now.estimate, before.estimate)


def change_words(now: Score, before: Score) -> str:
    """What changed, or that nothing clearly did. A direction only where the interval leaves out nought."""
    moved = change(now, before)
    if moved is None:
        return _("Too few answers to compare with the time before.")
    was = {"before": before.text, "low": whole(moved.low), "high": whole(moved.high)}
    if moved.low > 0:
        return _("Up %(points)s points from %(before)s (range %(low)s to %(high)s).") % {
            **was,
            "points": whole(moved.value),
        }
    if moved.high < 0:
        return _("Down %(points)s points from %(before)s (range %(low)s to %(high)s).") % {
            **was,
            "points": whole(-moved.value),
            "low": whole(-moved.high),
            "high": whole(-moved.low),
        }
    return _("No clear change from the time before (%(before)s).") % was


def withheld(sizes: Mapping[Any, int], *, least: int = 5) -> set[Any]:
    """The groups whose score is kept back: those under five, and then the next smallest until what is hidden is five or more.

    Otherwise the total minus the rows shown would tell what a small row hides.
    """
    ordered = sorted((n, str(key), key) for key, n in sizes.items() if n)
    hidden = [(n, key) for n, _name, key in ordered if n < least]
    for n, _name, key in ordered:
        if not hidden or sum(size for size, _key in hidden) >= least:
            break
        if n >= least:
            hidden.append((n, key))
    return {key for _n, key in hidden}


def all_numbers(kind: str) -> range:
    """Every number somebody could have given."""
    row = KINDS[QuestionKind(kind)]
    return range(row.low or 0, (row.high or 0) + 1)
