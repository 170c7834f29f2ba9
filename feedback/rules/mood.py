"""The mood of an English comment and how sure that is. Pure.

VADER sums what ten people felt about each of 7,500 words, so how far they disagreed is known as well: the interval is that
spread, carried through the same sum and widened by what was seen on labelled comments. A hint, never a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import vaderSentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

METHOD = "vader 3.3.2, raters' spread"
LANGUAGES = frozenset({"en"})
ALPHA = 15.0
"""VADER's own: a sum of feelings s becomes s / sqrt(s² + 15)."""
WIDER = 1.75
"""Times the spread to each side; with it the sign was right in nine of ten comments where it is called."""
OFF_WORDS = 1.0
"""Spread of what no word said: irony, and words the list does not know."""


@dataclass(frozen=True, slots=True)
class Mood:
    """From -1 (unhappy) to 1 (happy), between `low` and `high`."""

    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out the middle."""
        return self.low > 0 or self.high < 0


@cache
def _analyser() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@cache
def _spreads() -> dict[str, float]:
    """Of each word, how far its raters were apart."""
    lines = (
        Path(vaderSentiment.__file__).with_name("vader_lexicon.txt").read_text(encoding="utf-8").splitlines()
    )
    return {parts[0]: float(parts[2]) for line in lines if len(parts := line.split("\t")) > 2}


def mood_of(body: str) -> Mood | None:
    """None where no word of the comment carries a feeling."""
    spreads = [_spreads()[word] for word in _known(body)]
    if not spreads:
        return None
    value = float(_analyser().polarity_scores(body)["compound"])
    total = value * sqrt(ALPHA / max(1 - value * value, 1e-6))
    half = WIDER * sqrt(OFF_WORDS**2 + sum(spread * spread for spread in spreads))
    return Mood(value, _felt(total - half), _felt(total + half))


def value_of(body: str) -> float | None:
    """The mood alone, for a part of a comment."""
    return float(_analyser().polarity_scores(body)["compound"]) if _known(body) else None


def _known(body: str) -> list[str]:
    words = (word.strip(".,;:!?()\"'").lower() for word in body.split())
    return [word for word in words if word in _spreads()]


def _felt(total: float) -> float:
    return total / sqrt(total * total + ALPHA)
