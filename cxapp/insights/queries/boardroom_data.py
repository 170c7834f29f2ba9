"""The shape of the boardroom: frozen, plain data, and as JSON for walls and packs. Not here: filling it (`boardroom`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cxapp.insights.queries.boardroom_live import Live, Waits
from cxapp.insights.rules.board_words import LeaderLine, Said
from cxapp.insights.rules.series import Series
from cxapp.lib.periods import Period


@dataclass(frozen=True, slots=True)
class Stop:
    """Where climbs stopped: at whom, and how many."""

    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Reached:
    """What reached the owner, what the owner keeps waiting, and what came of the rest."""

    live: Live
    due: int = 0
    climbed: int = 0
    stops: Sequence[Stop] = ()
    repeat: tuple[int, int] = (0, 0)
    promised: tuple[int, int] = (0, 0)
    witnesses: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """How many gave each number, in the period and in the one before, and the chart; `kind` names the question."""

    kind: str
    counts: Mapping[int, int]
    before: Mapping[int, int]
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class Boardroom:
    """`names`: whether customers are called by name; `open_period`: it is not over yet."""

    period: Period
    as_of: datetime
    open_period: bool
    reached: Reached
    place: int | None = None
    place_name: str = ""
    names: bool = True
    sentences: Sequence[Said] = ()
    score: ScoreBlock | None = None
    complaints: Series | None = None
    complaint_count: int = 0
    leaders: Sequence[LeaderLine] = ()
    money: Mapping[str, Any] | None = None
    thanks: Sequence[Said] = ()
    unknown: Sequence[Said] = ()

    def content(self, *, names: bool = True) -> dict[str, Any]:
        """Everything as plain data. Without `names` no customer is named and no case is linked."""
        reached = self.reached if names else replace(self.reached, live=_without_customers(self.reached.live))
        found = {name: _plain(getattr(self, name)) for name in self.__slots__ if name != "reached"}
        return found | {"reached": _plain(reached), "names": names and self.names}


def _without_customers(found: Live) -> Live:
    def bare(row: Waits) -> Waits:
        return replace(row, case=0, customer="", url="")

    return replace(
        found,
        came_up=[bare(row) for row in found.came_up],
        own=[bare(row) for row in found.own],
        oldest=found.oldest and bare(found.oldest),
    )


def _plain(value: Any) -> Any:
    """Only what JSON can carry."""
    if isinstance(value, Series):
        return value.content()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
