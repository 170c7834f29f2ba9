"""What the boardroom says of one period: plain data from which the page, the wall and the pack draw.

Not here: its shape (`boardroom_data`), what waits now (`boardroom_live`), counts of the period (`boardroom_counts`),
sentences (`rules.board_words`), drawing (`views`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import UnitKind
from accounts.models import User
from accounts.queries.house import house
from accounts.queries.practices import is_on
from cxapp.insights.access.board import BoardSight, board_sight
from cxapp.insights.queries.board_more import MORE, thanks_given
from cxapp.insights.queries.boardroom_counts import BoardCounts, board_counts, within
from cxapp.insights.queries.boardroom_data import Boardroom, Reached, ScoreBlock, Stop
from cxapp.insights.queries.boardroom_live import (
    Live,
    late_by_leader,
    promised_and_kept,
    shown_cases,
    waiting,
    witness_names,
)
from cxapp.insights.queries.money import beside, money, readable
from cxapp.insights.rules.board_series import complaint_series, main_kind, score_series, scores_in
from cxapp.insights.rules.board_words import (
    LeaderLine,
    Said,
    complaints_words,
    median_hours,
    opening_sentences,
    response_words,
    silent_words,
    values_words,
)
from cxapp.insights.rules.celebrating import answer_less, silent_channels
from cxapp.insights.rules.money_words import unknown as unknown_values
from cxapp.insights.rules.scores import change_words, score_of
from cxapp.insights.rules.series import Mark, Series
from cxapp.lib.at_once import Asked, together
from cxapp.lib.periods import Period, today
from feedback.queries.improvements import changes

MARKED = timedelta(days=364)
COUNTED = ("due", "tried", "reached", "delegated", "confirmed", "waiting")


__all__ = ["Boardroom", "boardroom"]


def boardroom(*, reader: User, period: Period, now: datetime, place: int | None = None) -> Boardroom:
    """The whole page for one reader."""
    cases = shown_cases(reader=reader, place=place, now=now)
    with_money = is_on("money")
    counted, late, promised, witnesses, thanks, changed, *beside_money = together(
        [
            board_counts(reader=reader, period=period, now=now, place=place),
            late_by_leader(cases, now),
            promised_and_kept(cases, period.start, period.end, now),
            witness_names(),
            thanks_given(period=period, place=place),
            marks_of(min(period.last_day, today(now, house().organisation.zone)), place),
            *([beside(readable(reader, now, place), period)] if with_money else ()),
        ]
    )
    waits = waiting(late, reader=reader, place=place, now=now)
    names = _names({*counted.promises, *counted.stopped, *waits.late})
    leaders = _leaders(counted, waits, names)
    less_heard = heard_less(counted, period)
    complaints = _complaints(counted, changed, less_heard, now)
    score = _score(counted, period, less_heard, now)
    n = within(counted.complaints, period.first_day, counted.last_day)["complaints"]
    units = house().units
    worth = None
    if with_money:
        known = beside_money[0]
        worth = money(reader=reader, period=period, now=now, place=place, known=known).content()
    return Boardroom(
        period=period,
        as_of=now,
        open_period=now < period.end,
        reached=_reached(counted, waits, names, promised, witnesses),
        place=place,
        place_name=units[place].name if place is not None and place in units else "",
        names=board_sight(reader) is BoardSight.FULL,
        sentences=opening_sentences(
            leaders=leaders, late=list(waits.late.values()), more=_charts_say(n, complaints, score)
        ),
        score=score,
        complaints=complaints,
        complaint_count=n,
        leaders=leaders,
        money=worth,
        thanks=[*thanks, *_more(reader, period, now)],
        unknown=[*_unknown(counted, place), *_values(worth)],
    )


def _names(people: set[int]) -> dict[int, str]:
    return dict(User.objects.filter(pk__in=people).values_list("pk", "name"))


def _leaders(counted: BoardCounts, waits: Live, names: Mapping[int, str]) -> list[LeaderLine]:
    """A line for each leader with any promise, by open late cases, then by name."""
    found = []
    for person in {*counted.promises, *waits.late}:
        row = counted.promises.get(person, Counter())
        late = waits.late.get(person)
        found.append(
            LeaderLine(
                person,
                names.get(person, ""),
                late_now=late.n if late else 0,
                hours=median_hours(counted.times.get(person, {})),
                **{name: row.get(name, 0) for name in COUNTED},
            )
        )
    return sorted(found, key=lambda line: (-line.late_now, line.name))


def heard_less(counted: BoardCounts, period: Period) -> bool:
    """Whether a channel fell silent, or clearly fewer of those asked answer than in the period before."""
    before, after = counted.channels
    share = max((counted.last_day - period.first_day).days + 1, 1)
    silent = silent_channels(before, after, days_before=period.days, days_after=share)
    asked = [(min(one["finished"], one["delivered"]), one["delivered"]) for one in counted.asked]
    return bool(silent) or answer_less(before=asked[0], after=asked[1])


def _complaints(
    counted: BoardCounts, marks: Sequence[Mark], less_heard: bool, now: datetime
) -> Series | None:
    zone = house().organisation.zone
    return complaint_series(
        counted.complaints,
        last=counted.last_day,
        now_day=today(now, zone),
        zone=zone,
        less_heard=less_heard,
        marks=marks,
    )


def marks_of(last: date, place: int | None) -> Asked[list[Mark]]:
    """What was changed in the year the chart shows, with its keeper."""
    rows = changes(first=last - MARKED, last=last, place=place).select_related(None).order_by()
    return Asked(
        [rows.values_list("in_use_on", "pk", "name", "keeper__name")], lambda found: _marks(found[0])
    )


def _marks(rows: Sequence[tuple[Any, ...]]) -> list[Mark]:
    return [
        Mark(day, _("%(what)s (%(who)s)") % {"what": name, "who": keeper}, reverse("change", args=[pk]))
        for day, pk, name, keeper in sorted(rows)
    ]


def _score(counted: BoardCounts, period: Period, less_heard: bool, now: datetime) -> ScoreBlock | None:
    """The kind of question most answered in the period; beside it the same time before."""
    answers = within(counted.answers, period.first_day, counted.last_day)
    kind = main_kind(answers)
    if not kind:
        return None
    length = timedelta(days=period.days)
    before = within(counted.answers, period.first_day - length, period.last_day - length)
    zone = house().organisation.zone
    series = score_series(
        counted.answers,
        kind=kind,
        last=counted.last_day,
        now_day=today(now, zone),
        zone=zone,
        less_heard=less_heard,
    )
    return ScoreBlock(kind, scores_in(answers, kind), scores_in(before, kind), series)


def _charts_say(n: int, complaints: Series | None, score: ScoreBlock | None) -> list[Said]:
    """One sentence for complaints, one for the score."""
    verdict = complaints.verdict_words if complaints else _("Can people complain? Try the form yourself.")
    said = [Said(complaints_words(n, verdict), reverse("board_complaints"), "complaints")]
    if score is None:
        return [*said, Said(_("No customer answered a survey in this period."), "#score", "score")]
    now, before = score_of(score.kind, score.counts), score_of(score.kind, score.before)
    if not now.may_be_said:
        return [
            *said,
            Said(_("%(answers)s: too few for a score.") % {"answers": now.text}, "#score", "score"),
        ]
    text = f"{now.named} ({now.range_text}). {change_words(now, before)}"
    return [*said, Said(text, "#score", "score")]


def _reached(
    counted: BoardCounts,
    waits: Live,
    names: Mapping[int, str],
    promised: tuple[int, int],
    witnesses: Sequence[str],
) -> Reached:
    stops = [
        Stop(names.get(person, ""), row["climbed"])
        for person, row in counted.stopped.items()
        if row["climbed"]
    ]
    return Reached(
        waits,
        due=sum(row["due"] for row in counted.promises.values()),
        climbed=sum(stop.n for stop in stops),
        stops=sorted(stops, key=lambda stop: stop.name),
        repeat=(counted.cases["repeat"], counted.cases["closed"]),
        promised=promised,
        witnesses=witnesses,
    )


def _more(reader: User, period: Period, now: datetime) -> list[Said]:
    return [said for make in MORE if (said := make(reader, period, now)) is not None]


def _values(worth: Mapping[str, Any] | None) -> list[Said]:
    """Customers at risk without a yearly value."""
    missing = unknown_values(worth["at_risk"]) if worth else 0
    if not worth or not missing:
        return []
    return [Said(values_words(missing, worth["at_risk"]["customers"]), reverse("retained"), "values")]


def _unknown(counted: BoardCounts, place: int | None) -> list[Said]:
    """What the page cannot say."""
    found = []
    asked, finished = counted.asked[1]["delivered"], counted.asked[1]["finished"]
    if asked > finished:
        found.append(Said(response_words(asked, finished), reverse("results"), "response"))
    units = house().units
    parents = {unit.parent for unit in units.values()}
    silent = [
        unit.name
        for unit in units.values()
        if unit.kind == UnitKind.PLACE
        and unit.is_active
        and unit.live_at is not None
        and unit.id not in parents
        and unit.id not in counted.heard
        and (place is None or house().within(unit.id, place))
    ]
    if silent:
        found.append(Said(silent_words(sorted(silent)), "", "silent"))
    return found
