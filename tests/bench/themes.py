"""Judges the starter themes on comments that people labelled by hand: `python -m tests.bench.themes FILE`.

FILE is the patient survey of NHS England in the shape of the Strategy Unit's text-mining project. Words were chosen by looking
at even rows; what is printed is counted on odd ones, which nobody looked at. Prints figures only, never a comment.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cxapp.lib.statistics import wilson
from feedback.enums import Tone
from feedback.rules.mood import mood_of, value_of
from feedback.rules.starter_themes import STARTERS
from feedback.rules.themes import Finder

Row = Mapping[str, str]

LABELS: Mapping[str, tuple[str, ...]] = {
    "cared": ("Staff manner & personal attributes",),
    "explained": ("Information directly from staff during care", "Information provision & guidance"),
    "listened": ("Staff listening, understanding & involving patients",),
    "informed": ("Being kept informed, clarity & consistency of information",),
    "waiting": ("Timeliness of care", "Staff responsiveness"),
    "delivery": ("Transport to/ from services",),
    "reach": ("Contacting services",),
    "appointment": ("Appointment arrangements", "Appointment method"),
    "skilled": ("Competence & training",),
    "staffing": ("Number & deployment of staff",),
    "clean": ("Cleanliness, tidiness & infection control",),
    "place": ("Environment & Facilities", "Parking", "Service location"),
    "food": ("Food & drink provision & facilities",),
    "helped": ("Impact of treatment/ care",),
}
"""Our themes and the labels of the file that mean the same; the others have none there."""
COMMENT, SENTIMENT = "FFT answer", "Comment sentiment"


def read(path: Path, *, odd: bool) -> list[Row]:
    """The labelled rows with a comment, either the odd or the even ones of the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for place, row in enumerate(rows, start=1) if place % 2 == odd and row[COMMENT].strip()]


def predicted(rows: Iterable[Row]) -> Iterator[set[str]]:
    """The themes found in each comment, by their short names."""
    slugs = dict(enumerate(starter.slug for starter in STARTERS))
    finder = Finder("en", {place: starter.words for place, starter in enumerate(STARTERS)})
    for row in rows:
        found = finder.find(row[COMMENT], mood_of=value_of, else_tone=Tone.NEUTRAL)
        yield {slugs[one.theme] for one in found}


def labelled(row: Row) -> set[str]:
    return {slug for slug, names in LABELS.items() if any(row[name].strip() == "1" for name in names)}


def table(rows: list[Row]) -> Iterator[str]:
    """Precision with its interval, recall and how often, a line a theme."""
    right, said, true = Counter[str](), Counter[str](), Counter[str]()
    for row, found in zip(rows, predicted(rows), strict=True):
        truth = labelled(row)
        said.update(found)
        true.update(truth)
        right.update(found & truth)
    for slug in LABELS:
        low, high = wilson(right[slug], said[slug])
        precision = right[slug] / (said[slug] or 1)
        recall = right[slug] / (true[slug] or 1)
        yield (
            f"| {slug} | {true[slug]} | {said[slug]} | {precision:.2f} ({low:.2f} to {high:.2f}) | {recall:.2f} |"
            f" {'applied' if precision >= 0.6 else 'offered'} |"
        )


def moods(rows: list[Row]) -> str:
    """How often the mood is called, and how often its side is the one people gave (1, 2 happy; 4, 5 unhappy)."""
    called = right = asked = 0
    for row in rows:
        if row[SENTIMENT] not in {"1", "2", "4", "5"}:
            continue
        asked += 1
        mood = mood_of(row[COMMENT])
        if mood is not None and mood.is_sure:
            called += 1
            right += (mood.value > 0) == (row[SENTIMENT] in {"1", "2"})
    low, high = wilson(right, called)
    return f"{asked} comments with a side, called {called}, right {right / (called or 1):.2f} ({low:.2f} to {high:.2f})"


def main(path: Path, *, odd: bool) -> None:
    rows = read(path, odd=odd)
    out = sys.stdout.write
    out(f"{len(rows)} comments ({'odd' if odd else 'even'} rows)\n\n")
    out("| theme | labelled by people | found | precision | recall | so it is |\n|---|---|---|---|---|---|\n")
    out("\n".join(table(rows)) + "\n\n" + moods(rows) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), odd="--even" not in sys.argv)
