"""A funnel plot as places on a drawing and as words: a point a unit, the limits that widen where cases are few.

Not here: the limits (`funnels`), and what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cxapp.lib.charts import Table, percent, whole
from cxapp.lib.charts_control import Dot, Line, Words
from cxapp.lib.funnels import Bounds, Funnel, Lies, bounds

STEPS = 24
LEFT, RIGHT, TOP, BOTTOM = 0.10, 0.98, 0.05, 0.88
WHERE = {
    Lies.WITHIN: gettext_lazy("within the limits"),
    Lies.LOW: gettext_lazy("below the 95 % limit"),
    Lies.HIGH: gettext_lazy("above the 95 % limit"),
    Lies.FAR_LOW: gettext_lazy("below the 99.8 % limit"),
    Lies.FAR_HIGH: gettext_lazy("above the 99.8 % limit"),
}
LOOKS = {
    Lies.WITHIN: ("dot", "ordinary"),
    Lies.LOW: ("down", "worse"),
    Lies.HIGH: ("up", "better"),
    Lies.FAR_LOW: ("down", "worse"),
    Lies.FAR_HIGH: ("up", "better"),
}


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    name: str
    title: Any
    verdict: str
    description: str
    dots: tuple[Dot, ...]
    limits: tuple[tuple[str, tuple[Line, ...]], ...]
    """Each limit by its look, in short lines."""
    mean: str
    words: tuple[Words, ...]
    table: Table


def draw_funnel(
    funnel: Funnel, *, name: str, title: Any, heads: tuple[Any, Any, Any, Any], measure: Any
) -> FunnelDrawing:
    """`heads` are those of its table: who, how many done, of how many, where; `measure` says what the share is of."""
    most = max(unit.n for unit in funnel.units)
    dots = tuple(
        Dot(percent(_across(unit.n, most)), percent(_down(unit.share)), *LOOKS[where])
        for unit, where in zip(funnel.units, funnel.lies, strict=True)
    )
    return FunnelDrawing(
        name,
        title,
        verdict_words(funnel),
        _description(funnel, measure),
        dots,
        _limits(funnel.share, most),
        percent(_down(funnel.share)),
        _words(funnel, most, heads[2]),
        _table(funnel, name, title, heads),
    )


def verdict_words(funnel: Funnel) -> str:
    """Whether anybody differs from the others by more than chance, by name."""
    outside = funnel.outside
    if not outside:
        return _("Nobody differs from the others by more than chance.")
    named = [f"{unit.name} ({WHERE[where]})" for unit, where in sorted(outside, key=lambda one: one[0].name)]
    names = str(get_text_list(named, _("and")))
    return ngettext(
        "One differs by more than chance: %(names)s.",
        "%(n)s differ by more than chance: %(names)s.",
        len(named),
    ) % {
        "n": len(named),
        "names": names,
    }


def _description(funnel: Funnel, measure: Any) -> str:
    return _(
        "%(measure)s: all of them together %(share)s %%. Each point is one of %(n)s; the fewer cases, the wider the limits."
    ) % {"measure": measure, "share": whole(100 * funnel.share), "n": len(funnel.units)}


def _across(n: float, most: int) -> float:
    return LEFT + (RIGHT - LEFT) * n / (most * 1.05)


def _down(share: float) -> float:
    return TOP + (BOTTOM - TOP) * (1 - share)


def _limits(share: float, most: int) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """The four limits over the numbers of cases there are."""
    ns = sorted({max(round(most * 1.05 * step / STEPS), 1) for step in range(1, STEPS + 1)})
    found = [(n, bounds(n, share)) for n in ns]

    def lines(side: str) -> tuple[Line, ...]:
        places = [(percent(_across(n, most)), percent(_down(_side(limits, side)))) for n, limits in found]
        return tuple(Line(*here, *there) for here, there in pairwise(places))

    looks = (("far", "far_low"), ("near", "low"), ("near", "high"), ("far", "far_high"))
    return tuple((look, lines(side)) for look, side in looks)


def _side(limits: Bounds, side: str) -> float:
    found: float = getattr(limits, side)
    return found


def _words(funnel: Funnel, most: int, label: Any) -> tuple[Words, ...]:
    together = _("together %(share)s %%") % {"share": whole(100 * funnel.share)}
    return (
        Words(percent(0), percent(_down(1.0)), "start", "100 %"),
        Words(percent(0), percent(_down(0.0)), "start", "0 %"),
        Words(percent(_across(0, most)), "100%", "start", f"0 {label}"),
        Words(percent(RIGHT), "100%", "end", f"{whole(most)} {label}"),
        Words(percent(RIGHT), percent(_down(funnel.share) - 0.02), "end", together),
    )


def _table(funnel: Funnel, name: str, title: Any, heads: Sequence[Any]) -> Table:
    rows = [
        [unit.name, unit.k, unit.n, str(WHERE[where])]
        for unit, where in sorted(zip(funnel.units, funnel.lies, strict=True), key=lambda one: one[0].name)
    ]
    return Table(name, title, heads, rows)
