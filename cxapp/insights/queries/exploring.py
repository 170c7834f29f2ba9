"""Counts what an address asks for: by time, or by one cut over the whole time. Everything comes from `tallies`.

So it is made only of what the reader may see. Not here: what an address may ask for (`rules.exploring`), wording, drawing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.enums import UnitKind
from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.access.figures import leaders_for
from cxapp.insights.access.whole import reads_whole
from cxapp.insights.queries.tallies import counts, house_zone
from cxapp.insights.rules.celebrating import answer_less, silent_channels
from cxapp.insights.rules.exploring import ACTIONS, CUTS, TIMES, Exploring, Unclear
from cxapp.insights.rules.exploring_lines import Line, line_of, with_held_back
from cxapp.insights.rules.scores import withheld
from cxapp.lib.periods import Period, between
from feedback.enums import ResponseSource, SignalChannel
from feedback.models import Stage, Survey

MOST_CHOICES = 300
Choices = Mapping[str, Mapping[str, str]]
"""For each cut its keys with their names, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class Explored:
    """The rows of one answer, by time in order, or by name. `less_heard`: fewer channels or answers in the second half."""

    asking: Exploring
    lines: tuple[Line, ...]
    less_heard: bool = False


def explore(*, reader: User, asking: Exploring, names: Choices, now: datetime) -> Explored:
    """The answer to what was asked, for this reader."""
    source, spans = asking.source, asking.spans(house_zone())
    where = dict(asking.where)
    if "leader" in where and where["leader"] not in names["leader"]:
        raise Unclear(_("There is no such leader among those whose figures you read."), field="leader")
    found = _counted(reader, asking, spans, now)
    if asking.by:
        return Explored(asking, tuple(_by_key(asking, found, names, spans[0])))
    lines = tuple(
        line_of(source, counter, key="", name="", span=span, open_end=span.end > now)
        for span, counter in zip(spans, found[""], strict=True)
    )
    quieter = source.better is not None and source.family not in (ACTIONS, TIMES)
    return Explored(asking, lines, quieter and _less_heard(reader, asking, now))


def _counted(
    reader: User, asking: Exploring, spans: Sequence[Period], now: datetime
) -> Mapping[str, Sequence[Counter[str]]]:
    """By key of the cut one counter a row. Beside how long it took stands what was due and reached in time."""
    family, where = asking.source.family, dict(asking.where) or None
    found: Mapping[str, Sequence[Counter[str]]] = counts(
        reader=reader, family=family, periods=spans, by=asking.by, where=where, now=now
    )
    if family != TIMES:
        return found
    kept = counts(reader=reader, family=ACTIONS, periods=spans, by=asking.by, where=where, now=now)
    return {
        key: [times + acts for times, acts in zip(found[key], kept[key], strict=True)]
        for key in found
        if key in kept
    }


def _by_key(
    asking: Exploring, found: Mapping[str, Sequence[Counter[str]]], names: Choices, span: Period
) -> list[Line]:
    """By name; a leader whose figures the reader may not see has no row. Where little was said the score is kept back."""
    known = names[asking.by]
    lines = [
        line_of(asking.source, counters[0], key=key, name=known.get(key, "") or _("Not known"), span=span)
        for key, counters in found.items()
        if asking.by != "leader" or key in known
    ]
    told = sorted(
        (line for line in lines if line.k or line.n), key=lambda line: (line.name.lower(), line.key)
    )
    if not asking.source.scale:
        return told
    return with_held_back(told, withheld({line.key: line.n or 0 for line in told}))


def _less_heard(reader: User, asking: Exploring, now: datetime) -> bool:
    """Whether a channel fell silent or fewer answered in the second half of the time."""
    middle = asking.first + (asking.last - asking.first) / 2
    if middle in (asking.first, asking.last):
        return False
    halves = [
        between(asking.first, middle, house_zone()),
        between(middle.fromordinal(middle.toordinal() + 1), asking.last, house_zone()),
    ]
    where = {cut: key for cut, key in asking.where if cut in ("place", "department", "stage")} or None
    heard = counts(reader=reader, family="complaints", periods=halves, by="channel", where=where, now=now)
    before, after = ({channel: row[half]["complaints"] for channel, row in heard.items()} for half in (0, 1))
    if silent_channels(before, after, days_before=halves[0].days, days_after=halves[1].days):
        return True
    [asked] = counts(reader=reader, family="asked", periods=halves, where=where, now=now).values()
    rates = [(half["finished"], max(half["delivered"], half["finished"])) for half in asked]
    return answer_less(before=rates[0], after=rates[1])


def choices(*, reader: User, family: str) -> Choices:
    """What may be chosen and how it is called: units, stages, channels, surveys, and the leaders this reader reads of."""
    units = sorted(house().units.values(), key=lambda unit: unit.name.lower())
    doors = ResponseSource if family == "answers" else SignalChannel
    found: dict[str, dict[str, str]] = {
        "place": {str(unit.id): unit.name for unit in units if unit.kind == UnitKind.PLACE},
        "department": {str(unit.id): unit.name for unit in units if unit.kind == UnitKind.DEPARTMENT},
        "stage": {str(pk): name for pk, name in _stages()},
        "channel": {str(value): str(label) for value, label in doors.choices},
        "survey": {str(pk): name for pk, name in Survey.objects.order_by("name").values_list("pk", "name")},
        "leader": _leaders(reader) if family == ACTIONS else {},
    }
    return {cut: found[cut] for cut in CUTS}


def _stages() -> list[tuple[int, str]]:
    rows = Stage.objects.exclude(slug="none").order_by("order", "name")
    return list(rows.values_list("pk", "name"))


def _leaders(reader: User) -> dict[str, str]:
    people = User.objects.all() if reads_whole(reader) else leaders_for(reader)
    leading = people.filter(grants__role="leader").order_by("name", "pk").values_list("pk", "name")
    return {str(pk): name for pk, name in leading[:MOST_CHOICES]}
