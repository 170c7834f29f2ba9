"""Exploring figures: which figure is made of which counts, what an address may ask for, and what a row of the answer says.

Pure: the address in, the address out. A figure that can be explored is one entry of `SOURCES`. Leaders
are a cut of what leaders do, never of what customers score. Not here: what a row says (`exploring_lines`), counting
(`queries.exploring`), drawing and wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxapp.insights.rules.figures import FIGURES, Figure
from cxapp.insights.rules.figures_service import SHARES
from cxapp.lib.control_charts import Better
from cxapp.lib.errors import Refused
from cxapp.lib.periods import Period, Zone, between, months, quarters, weeks


class Step(StrEnum):
    """How much time one row covers."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


STEPS = {
    Step.WEEK: gettext_lazy("Week"),
    Step.MONTH: gettext_lazy("Month"),
    Step.QUARTER: gettext_lazy("Quarter"),
}
CUTS = {
    "place": gettext_lazy("Place"),
    "department": gettext_lazy("Department"),
    "stage": gettext_lazy("Stage"),
    "channel": gettext_lazy("Channel"),
    "survey": gettext_lazy("Survey"),
    "leader": gettext_lazy("Leader"),
}
MOST_ROWS = 120
USUAL = timedelta(days=365)
FIRST_YEAR, LAST_YEAR = 2000, 2100
ACTIONS = "promises"
"""The family that counts what leaders do."""
TIMES = "contact_times"
"""The family of how long customers waited; beside it stands how many of `ACTIONS` were reached in time."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one figure is made of: `k` of `n` in a family (blank n: a plain count), or the spread of a kind of question.

    `time`: the figure is how many hours it took, the `median` or the `p90` of the `n`; `k` of them were reached in time.
    """

    figure: str
    family: str
    k: str = ""
    n: str = ""
    scale: str = ""
    time: str = ""
    better: Better | None = None

    @property
    def cuts(self) -> tuple[str, ...]:
        return tuple(cut for cut in CUTS if cut in CUTS_OF[self.family])


_WHERE = ("place", "department", "stage")
CUTS_OF: Mapping[str, tuple[str, ...]] = {
    "complaints": (*_WHERE, "channel"),
    "cases": _WHERE,
    "promises": (*_WHERE, "leader"),
    "climbs": _WHERE,
    TIMES: _WHERE,
    "answers": (*_WHERE, "channel", "survey"),
    "asked": (*_WHERE, "survey"),
}
_BETTER = {
    "loop_confirmed": Better.UP,
    "recovery_rate": Better.UP,
    "repeat_failure": Better.DOWN,
    "came_up_to_owner": Better.DOWN,
}
_ELSEWHERE = ("loop_logged", "reopened")
"""The same numbers as `reached`; and a count beside the cases closed, of which it is no part."""
SOURCES: Mapping[str, Source] = {
    source.figure: source
    for source in (
        Source("complaints", "complaints", "complaints", better=Better.DOWN),
        Source("cases_opened", "cases", "opened", better=Better.DOWN),
        Source("due", ACTIONS, "due"),
        Source("tried", ACTIONS, "tried", "due", better=Better.UP),
        Source("reached", ACTIONS, "reached", "due", better=Better.UP),
        Source("delegated", ACTIONS, "delegated", "due"),
        Source("confirmed", ACTIONS, "confirmed", "due", better=Better.UP),
        Source("escalated", ACTIONS, "escalated", "due", better=Better.DOWN),
        Source("first_contact_median", TIMES, "reached", "due", time="median", better=Better.DOWN),
        Source("first_contact_p90", TIMES, "reached", "due", time="p90", better=Better.DOWN),
        Source("nps", "answers", scale="nps", better=Better.UP),
        Source("csat", "answers", scale="csat", better=Better.UP),
        Source("ces", "answers", scale="ces", better=Better.UP),
        Source("response_rate", "asked", "finished", "delivered", better=Better.UP),
        Source("coverage", "asked", "invited", "eligible", better=Better.UP),
        Source("closed", "cases", "closed"),
        Source("reopened", "cases", "reopened"),
        *(
            Source(figure.name, made.family, made.k, made.n, better=_BETTER.get(figure.name))
            for figure, made in SHARES.items()
            if figure.name not in _ELSEWHERE
        ),
    )
}


def sources() -> dict[str, Source]:
    """Those whose figure stands in the registry, in its order."""
    return {name: SOURCES[name] for name in FIGURES if name in SOURCES}


class Unclear(Refused):
    """An address asks for something that cannot be; the sentence says what can."""

    code = "unclear"


@dataclass(frozen=True, slots=True)
class Exploring:
    """What an address asks for, understood."""

    figure: str
    step: Step
    first: date
    last: date
    by: str = ""
    where: tuple[tuple[str, str], ...] = ()
    usual: tuple[date, date] = (date.min, date.min)

    @property
    def source(self) -> Source:
        return SOURCES[self.figure]

    @property
    def entry(self) -> Figure:
        return FIGURES[self.figure]

    def address(self, **changes: Any) -> str:
        """The part of an address behind the question mark; what is usual is not written. A filter is taken away by a blank."""
        where = dict(self.where) | {cut: changes.pop(cut) for cut in CUTS if cut in changes}
        now = replace(self, **changes)
        parts = {
            "figure": now.figure,
            "step": "" if now.step is Step.MONTH else now.step,
            "from": "" if (now.first, now.last) == self.usual else now.first.isoformat(),
            "to": "" if (now.first, now.last) == self.usual else now.last.isoformat(),
            "by": now.by,
            **{cut: where[cut] for cut in CUTS if where.get(cut) and cut in now.source.cuts},
        }
        if now.by not in now.source.cuts:
            parts["by"] = ""
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    def spans(self, zone: Zone) -> list[Period]:
        """The rows in order, cut to the days asked for; with a cut the whole time at once."""
        if self.by:
            return [between(self.first, self.last, zone)]
        cut = {Step.WEEK: weeks, Step.MONTH: months, Step.QUARTER: quarters}[self.step]
        return [
            between(max(span.first_day, self.first), min(span.last_day, self.last), zone)
            for span in cut(self.first, self.last, zone)
        ]


def read(asked: Mapping[str, str], *, today: date) -> Exploring:
    """What an address asks for. What cannot be is refused with a sentence."""
    known = sources()
    figure = asked.get("figure") or next(iter(known), "")
    if figure not in known:
        raise Unclear(
            _("There is no figure “%(name)s” to explore. Choose one of the list.") % {"name": figure[:40]},
            field="figure",
        )
    step = asked.get("step") or Step.MONTH
    if step not in list(Step):
        raise Unclear(_("A row covers a week, a month or a quarter."), field="step")
    first, last = _days(asked, today)
    cuts = known[figure].cuts
    if asked.get("was", figure) != figure:
        asked = _without(asked, cuts)
    by = asked.get("by", "")
    for cut in (by, *(cut for cut in CUTS if asked.get(cut))):
        if cut and cut not in cuts:
            raise Unclear(_not_cut(figure, cut), field="by")
    usual = (_a_year_before(today), today)
    found = Exploring(figure, Step(step), first, last, by, _where(asked), usual)
    if len(found.spans("UTC")) > MOST_ROWS:
        sentence = _("That is more than %(most)s rows. Choose a shorter time, or months or quarters.")
        raise Unclear(sentence % {"most": MOST_ROWS}, field="step")
    return found


def _without(asked: Mapping[str, str], cuts: tuple[str, ...]) -> dict[str, str]:
    """The form of another figure (`was`): what this one is not cut by falls away, and so do channels, which differ."""
    kept = {name: value for name, value in asked.items() if name not in CUTS or name in cuts}
    kept.pop("channel", None)
    if kept.get("by", "") not in cuts:
        kept.pop("by", None)
    return kept


def _where(asked: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = []
    for cut in CUTS:
        key = asked.get(cut, "")
        if not key:
            continue
        if cut != "channel" and not (key.isascii() and key.isdigit() and len(key) < 18):
            raise Unclear(
                _("“%(key)s” is no %(cut)s. Choose one of the list.")
                % {"key": key[:40], "cut": str(CUTS[cut]).lower()},
                field=cut,
            )
        found.append((cut, key))
    return tuple(found)


def _not_cut(figure: str, cut: str) -> str:
    label = FIGURES[figure].label
    if cut == "leader":
        return _(
            "“%(figure)s” is not shown by leader: leaders are seen by what they do, not by what customers say."
        ) % {"figure": label}
    if cut in CUTS:
        return _("“%(figure)s” is not counted by %(cut)s.") % {
            "figure": label,
            "cut": str(CUTS[cut]).lower(),
        }
    return _("“%(figure)s” is not counted by “%(cut)s”.") % {"figure": label, "cut": cut[:40]}


def _days(asked: Mapping[str, str], today: date) -> tuple[date, date]:
    last = _day(asked.get("to", ""), "to") or today
    first = _day(asked.get("from", ""), "from") or _a_year_before(last)
    if last < first:
        raise Unclear(_("The last day comes before the first."), field="to")
    return first, last


def _a_year_before(day: date) -> date:
    """The first of the month eleven months before: twelve months with this one."""
    month = day.year * 12 + day.month - 1 - 11
    return date(month // 12, month % 12 + 1, 1)


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unclear(_("“%(text)s” is no day. Write it as 2026-03-31.") % {"text": text[:40]}, field=field)
    return day
