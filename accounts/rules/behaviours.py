"""The registry of behaviours: what leaders are measured by, always as done / due, each with the rows behind its numbers.

A behaviour is one entry here, made at start-up by the app whose rows it counts, and one query in that app. Pages, digests,
exports and the API read only from here. Not here: any counting, and who may read whose numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from cxapp.lib.periods import Period


class FivePractices(StrEnum):
    """The five practices by their names, as Kouzes and Posner gave them; used for grouping and for nothing else."""

    MODEL = "model"
    INSPIRE = "inspire"
    CHALLENGE = "challenge"
    ENABLE = "enable"
    ENCOURAGE = "encourage"


FIVE_PRACTICES: Mapping[FivePractices, Any] = {
    FivePractices.MODEL: _("Model the way"),
    FivePractices.INSPIRE: _("Inspire a shared vision"),
    FivePractices.CHALLENGE: _("Challenge the process"),
    FivePractices.ENABLE: _("Enable others to act"),
    FivePractices.ENCOURAGE: _("Encourage the heart"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a behaviour: of whom, for which periods, by which reader. Periods are half-open and in order."""

    reader: Any
    people: Collection[int]
    periods: Sequence[Period]
    now: datetime


@dataclass(frozen=True, slots=True)
class DoneDue:
    """One person's number for one period. `due` None: nothing is owed, the deed is simply counted (thanks given).

    `set_aside` misses are inside `due`; they are shown beside it. `beside` are numbers that stand next to `done` and are
    never added to it (reached in time, delegated, confirmed by the customer), by the name of their figure.
    """

    done: int = 0
    due: int | None = None
    set_aside: int = 0
    beside: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row behind a number: when it fell due or was done, in words, where it can be read, and whether it was done.

    `miss` is the id of the miss it left, where the leader may answer it; `notes` are what else is known of it, a few words
    each (reached in time, confirmed by the customer). `url` empty: the reader may read the number, not the row.
    """

    at: datetime
    words: Any
    url: str
    done: bool
    miss: int | None = None
    notes: tuple[Any, ...] = ()


Counted = Mapping[int, Sequence[DoneDue]]
"""For each person with anything to say, one number a period, in the order asked."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One thing leaders are measured by. `figure` names its entry in the figure registry, `beside` those next to it.

    `owed`: something falls due, so that the number is done / due; otherwise the deed is simply counted. `counted` answers
    all people and periods in as many queries whatever their number; `evidence` the rows behind one person's number in one
    period, newest first, as a sequence that can be sliced.
    """

    name: str
    label: Any
    sentence: Any
    group: FivePractices
    order: int
    figure: str
    counted: Callable[[Asked], Counted]
    evidence: Callable[[Asked], Sequence[Evidence]]
    practice: str = ""
    beside: tuple[str, ...] = ()
    owed: bool = True


def total(numbers: Iterable[DoneDue]) -> DoneDue:
    """Several numbers of one behaviour as one: of people of a line, or of periods that follow each other."""
    given = list(numbers)
    dues = [one.due for one in given if one.due is not None]
    beside: Counter[str] = Counter()
    for one in given:
        beside.update(one.beside)
    return DoneDue(
        sum(one.done for one in given),
        sum(dues) if dues else None,
        sum(one.set_aside for one in given),
        beside,
    )


behaviours: dict[str, Behaviour] = {}


def register_behaviour(behaviour: Behaviour) -> None:
    behaviours[behaviour.name] = behaviour


def switched_on(on: Collection[str]) -> list[Behaviour]:
    """The behaviours whose practice is on, in their order; what is off has no row, no column and no due count."""
    found = [one for one in behaviours.values() if not one.practice or one.practice in on]
    return sorted(found, key=lambda one: (one.order, one.name))
