"""The sentences the boardroom opens with, written by rule from counts, and the lines of leaders they speak of. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxapp.lib.charts import whole
from cxapp.lib.wording import PERCENT_FROM

GAP = 3
"""From so many customers on that a leader says were reached and who did not confirm it, the page begins with it."""
SENTENCES = 3
NAMED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and where its evidence is: an address, or a part of the page. `kind` names the rule that wrote it."""

    text: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """What one leader did, and what customers got: counts side by side. `hours`: the median, from five cases on.

    `waiting`: due in the period and not reached until now; `late_now`: of any period.
    """

    person: int
    name: str
    due: int = 0
    tried: int = 0
    reached: int = 0
    delegated: int = 0
    confirmed: int = 0
    waiting: int = 0
    late_now: int = 0
    hours: float | None = None

    @property
    def late(self) -> int:
        """Reached too late, or ended without."""
        return max(self.due - self.reached - self.waiting, 0)

    @property
    def gap(self) -> int:
        """How many more were reached, by the log, than say so themselves."""
        return self.reached - self.confirmed


class Late(Protocol):
    """What one leader keeps waiting."""

    @property
    def name(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def over_a_day(self) -> int: ...


def opening_sentences(
    *, leaders: Sequence[LeaderLine], late: Sequence[Late], more: Sequence[Said] = ()
) -> list[Said]:
    """At most three: a gap between log and customers first, then who waits, then what the charts say (`more`)."""
    return list(islice(_opening(leaders, late, more), SENTENCES))


def _opening(leaders: Sequence[LeaderLine], late: Sequence[Late], more: Sequence[Said]) -> Iterator[Said]:
    gaps = sorted((line for line in leaders if line.gap >= GAP), key=lambda line: line.name)
    if gaps:
        yield Said(gap_words(gaps), "#leaders", "gap")
    yield Said(waiting_words(late), "#reached", "waiting")
    yield from more


def gap_words(gaps: Sequence[LeaderLine]) -> str:
    """Names one leader with both counts, several by name."""
    if len(gaps) == 1:
        line = gaps[0]
        return _(
            "%(name)s reached %(reached)s customers in time by the log; %(confirmed)s of them confirmed it."
        ) % {"name": line.name, "reached": line.reached, "confirmed": line.confirmed}
    reached, confirmed = sum(line.reached for line in gaps), sum(line.confirmed for line in gaps)
    return _(
        "%(names)s reached %(reached)s customers in time by the log; %(confirmed)s of them confirmed it."
    ) % {"names": names_of([line.name for line in gaps]), "reached": reached, "confirmed": confirmed}


def names_of(names: Sequence[str]) -> str:
    """The first few by name, the others as a number."""
    if len(names) <= NAMED:
        return str(get_text_list(list(names), _("and")))
    others = len(names) - NAMED
    return ngettext("%(names)s and %(n)s other", "%(names)s and %(n)s others", others) % {
        "names": ", ".join(names[:NAMED]),
        "n": others,
    }


def waiting_words(late: Sequence[Late]) -> str:
    """Who keeps customers waiting for more than a day past the promised time, by name."""
    over = sorted((one for one in late if one.over_a_day), key=lambda one: (-one.over_a_day, one.name))
    total = sum(one.over_a_day for one in over)
    if not over:
        n = sum(one.n for one in late)
        if not n:
            return _("No customer is waiting past the promised time.")
        return ngettext(
            "%(n)s customer is waiting past the promised time, less than a day.",
            "%(n)s customers are waiting past the promised time, none of them for a day.",
            n,
        ) % {"n": n}
    if len(over) == 1:
        return ngettext(
            "%(total)s customer of %(name)s has waited more than a day past the promised time.",
            "%(total)s customers of %(name)s have waited more than a day past the promised time.",
            total,
        ) % {"total": total, "name": over[0].name}
    return _(
        "%(total)s customers have waited more than a day past the promised time; %(most)s are with %(name)s."
    ) % {"total": total, "most": over[0].over_a_day, "name": over[0].name}


def complaints_words(n: int, verdict: str) -> str:
    """How many complaints the period brought, and what the chart says about them."""
    counted = ngettext("%(n)s complaint in this period.", "%(n)s complaints in this period.", n) % {
        "n": whole(n)
    }
    return f"{counted} {verdict}".strip()


def median_hours(found: Mapping[str, int], *, least: int = 5) -> float | None:
    """Half of the customers were reached within so many hours; those still waiting are in it. None for under five, and
    where more than half are not reached yet."""
    times = sorted(
        (int(measure.removeprefix("h:")), n) for measure, n in found.items() if measure.startswith("h:")
    )
    everybody = sum(found.values())
    if everybody < least:
        return None
    places = ((everybody - 1) // 2, everybody // 2)
    middle = [hours for place in places if (hours := _at(times, place)) is not None]
    return sum(middle) / 2 if len(middle) == 2 else None


def _at(times: Sequence[tuple[int, int]], place: int) -> int | None:
    """The value at this place of the ordered list; None where those still waiting stand."""
    seen = 0
    for hours, n in times:
        seen += n
        if place < seen:
            return hours
    return None


def response_words(asked: int, finished: int) -> str:
    """How many of those asked did not answer."""
    return _(
        "%(silent)s of %(asked)s customers who got the question did not answer%(share)s. What they think is not known."
    ) % {
        "silent": whole(asked - finished),
        "asked": whole(asked),
        "share": _(" (response rate %(percent)s %%)") % {"percent": whole(100 * finished / asked)}
        if asked >= PERCENT_FROM
        else "",
    }


def silent_words(places: Sequence[str]) -> str:
    """Places from which nothing was heard."""
    return ngettext(
        "%(n)s place sent neither an answer nor a complaint: %(names)s.",
        "%(n)s places sent neither an answer nor a complaint: %(names)s.",
        len(places),
    ) % {"n": len(places), "names": names_of(places)}


def values_words(unknown: int, of: int) -> str:
    return ngettext(
        "The yearly value of %(n)s of %(of)s customer with an open case is not known.",
        "The yearly value of %(n)s of %(of)s customers with an open case is not known.",
        of,
    ) % {"n": unknown, "of": of}
