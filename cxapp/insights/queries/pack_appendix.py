"""The appendix of a board pack: the numbers behind the charts, channels and causes of complaints, what leaders did, definitions.

Not here: the pages before it (`pack_blocks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.rules.behaviours import Behaviour, DoneDue
from cxapp.insights.queries.board_complaints import Complaints, complaints_in_time
from cxapp.insights.queries.boardroom_data import Boardroom, ScoreBlock
from cxapp.insights.queries.ledger import behaviours_now, ledger
from cxapp.insights.queries.pack_blocks import OF_LEADERS, Page, page, table
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.rules.own_trend import count_words
from cxapp.insights.rules.scores import SCALES, all_numbers
from cxapp.insights.rules.series import Series
from cxapp.lib.periods import Period

DEFINED = (*OF_LEADERS, "late_now", "nps", "csat", "ces")
ACROSS = 4
"""So many behaviours stand side by side in one table on paper."""
Numbers = dict[str, DoneDue]


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the pages, counted for the same reader: complaints, and by leader what they did."""

    complaints: Complaints
    behaviours: Sequence[Behaviour]
    leaders: Sequence[tuple[User, Numbers]]


def count_behind(*, reader: User, period: Period, now: datetime) -> Behind:
    """Leaders by name, those without any number left out."""
    shown = Q(grants__role=Role.LEADER) | Q(is_owner=True)
    people = {person.pk: person for person in User.objects.filter(shown).distinct().order_by("name", "pk")}
    found = ledger(reader=reader, people=people, periods=[period], now=now)
    numbers = {pk: {name: one for name, [one] in found[pk].items()} for pk in people}
    leaders = [
        (person, numbers[pk])
        for pk, person in people.items()
        if any(one.done or one.due for one in numbers[pk].values())
    ]
    return Behind(complaints_in_time(reader=reader, period=period, now=now), behaviours_now(), leaders)


def appendix(room: Boardroom, behind: Behind) -> Iterator[Page]:
    tables = [_series_table(series) for series in _all_series(room)]
    if room.score is not None and room.score.kind in SCALES:
        tables.append(_answers_table(room.score))
    if tables:
        yield page(
            _("Appendix: the numbers behind the charts"),
            tables=tables,
            source=_("the same counts as the charts"),
        )
    if behind.complaints.channels or behind.complaints.causes:
        yield _complaints_page(behind.complaints)
    if behind.leaders:
        yield _ledger_page(behind)
    rows = [[FIGURES[name].label, FIGURES[name].sentence] for name in DEFINED if name in FIGURES]
    rows += [[one.label, one.sentence] for one in behind.behaviours]
    yield page(
        _("Appendix: how each figure is counted"),
        tables=[table(_("Figures of this pack"), [_("Figure"), _("What it says")], rows, words=True)],
        source=_("the register of figures"),
    )


def appendix_figures(behind: Behind) -> Iterator[tuple[str, str, object]]:
    """What of it may be counted again, as key, label and value. What leaders tried stands among the figures of leaders."""
    for channel in behind.complaints.channels:
        yield (
            f"channel:{channel.name}",
            _("Complaints through “%(channel)s”") % {"channel": channel.name},
            channel.now,
        )
    for name, n in behind.complaints.causes:
        yield f"cause:{name}", _("Cases caused by “%(cause)s”") % {"cause": name}, n
    for person, numbers in behind.leaders:
        for one in behind.behaviours:
            number = numbers[one.name]
            if one.figure not in OF_LEADERS and (number.done or number.due):
                label = _("%(leader)s: %(figure)s") % {"leader": person.name, "figure": one.label}
                yield f"behaviour:{person.pk}:{one.name}", label, count_words(number)


def _complaints_page(found: Complaints) -> Page:
    channels = [[row.name, row.now, row.before, _("silent") if row.silent else ""] for row in found.channels]
    heads = [_("Channel"), _("This period"), _("The time before"), _("Note")]
    tables = [table(_("Complaints by channel"), heads, channels)] if channels else []
    if found.causes:
        tables.append(table(_("Causes"), [_("Cause"), _("Cases")], found.causes))
    without = _("%(n)s cases of this period have no cause yet.") % {"n": found.without_cause}
    return page(
        _("Appendix: channels and causes of complaints"),
        lines=[without] if found.without_cause else [],
        tables=tables,
        source=_("complaints by the day they arrived; causes as leaders named them"),
    )


def _ledger_page(behind: Behind) -> Page:
    """Counts alone, as done of due; a miss that was set aside stays in what was due."""
    return page(
        _("Appendix: what leaders did"),
        tables=[
            _ledger_table(behind.behaviours[at : at + ACROSS], behind.leaders)
            for at in range(0, len(behind.behaviours), ACROSS)
        ],
        note=_(
            "By name; nobody is ranked. Misses that were set aside stay in what was due and stand beside it. "
            "For talking and helping. Tied to pay, these counts stop being true."
        ),
        source=_("what leaders did by the day it fell due; thanks by the day they were given"),
    )


def _ledger_table(part: Sequence[Behaviour], leaders: Sequence[tuple[User, Numbers]]) -> dict[str, Any]:
    rows = [[person.name, *(_cell(numbers[one.name]) for one in part)] for person, numbers in leaders]
    return table(_("Done of due, by leader"), [_("Leader"), *(one.label for one in part)], rows)


def _cell(number: DoneDue) -> str:
    if not number.set_aside:
        return count_words(number)
    return _("%(count)s, %(n)s set aside") % {"count": count_words(number), "n": number.set_aside}


def _all_series(room: Boardroom) -> Iterator[Series]:
    if room.complaints is not None and room.complaints.steps:
        yield room.complaints
    if room.score is not None and room.score.series is not None and room.score.series.steps:
        yield room.score.series


def _series_table(series: Series) -> dict[str, Any]:
    drawn = series.drawing().table
    return table(drawn.caption, drawn.heads, drawn.rows)


def _answers_table(block: ScoreBlock) -> dict[str, Any]:
    rows = [
        [number, block.counts.get(number, 0), block.before.get(number, 0)]
        for number in all_numbers(block.kind)
    ]
    heads = [_("Answer"), _("In this period"), _("In the one before")]
    return table(_("How many gave each answer"), heads, rows)
