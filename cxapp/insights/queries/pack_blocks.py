"""The pages of a board pack, each one question with one idea: texts, tables and drawn charts made of the boardroom's blocks.

Called in the pack's language and the organisation's zone. Not here: putting them together (`pack_pages`), money
(`pack_money`), the appendix (`pack_appendix`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxapp.insights.queries.boardroom_data import Boardroom
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.rules.scores import SCALES, change_words, score_of
from cxapp.insights.rules.series import Series

Page = dict[str, Any]
OF_LEADERS = ("due", "tried", "reached", "delegated", "confirmed")
BEFORE_MEDIAN = 5
"""From so many cases on a median of hours is said."""


def page(title: str, idea: str = "", **parts: Any) -> Page:
    """`idea` is the one sentence of the page; then lines, charts, tables, a note."""
    empty: Page = {"lines": [], "charts": [], "tables": [], "note": "", "source": ""}
    return {"title": title, "idea": idea, **empty, **parts}


def table(
    caption: Any, heads: Sequence[Any], rows: Sequence[Sequence[Any]], *, words: bool = False
) -> dict[str, Any]:
    """`words`: its cells are sentences, not numbers."""
    return {
        "words": words,
        "caption": str(caption),
        "heads": [str(head) for head in heads],
        "rows": [["" if cell is None else str(cell) for cell in row] for row in rows],
    }


def chart(series: Series) -> dict[str, Any]:
    """A control chart as it was drawn, with the words that stand in for it."""
    found: dict[str, Any] = _plain(asdict(series.drawing()))
    return found | {
        "alt": " ".join([found["verdict"], found["description"], *found["findings"]]),
        "note": series.basis,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value)


def in_short(room: Boardroom, label: str) -> Page:
    lines = [said.text for said in room.sentences]
    return page(
        _("%(span)s in short") % {"span": label[:1].upper() + label[1:]},
        lines=lines or [_("Nothing was recorded in this period.")],
        note=_("No customer is named in this pack, and cases about somebody are not counted in it."),
        source=_("sentences written by rule from the counts on these pages"),
    )


# -- What waits, as of the moment of freezing -----------------------------------------------------
def waiting(room: Boardroom) -> Page:
    late = sorted(room.reached.live.late.values(), key=lambda one: (-one.n, one.name))
    total = sum(one.n for one in late)
    words = ngettext(
        "%(n)s customer waits past the promised time.", "%(n)s customers wait past the promised time.", total
    )
    tables = []
    if late:
        heads = [_("Leader"), _("Late now"), _("Over a day"), _("Oldest promise")]
        rows = [[one.name, one.n, one.over_a_day, _when(one.oldest)] for one in late]
        tables.append(table(_("Who keeps customers waiting"), heads, rows))
    if room.reached.stops:
        rows = [[stop.name, stop.n] for stop in room.reached.stops]
        tables.append(table(_("Where climbs stopped"), [_("At whom"), _("Cases")], rows))
    return page(
        _("What waits, and what reached the top"),
        words % {"n": total} if total else _("No customer is waiting past the promised time."),
        lines=list(_waiting_lines(room)),
        tables=tables,
        source=_("running promises to contact, and the rungs of the line"),
    )


def _when(moment: datetime) -> str:
    """With its date: what is read years later knows no yesterday."""
    return str(format_date(timezone.localtime(moment), "j M Y H:i"))


def _waiting_lines(room: Boardroom) -> Iterator[str]:
    reached = room.reached
    came, own = reached.live.came_up_count, reached.live.own_count
    words = ngettext(
        "%(n)s case came up to the owner and is open.", "%(n)s cases came up to the owner and are open.", came
    )
    yield words % {"n": came} if came else _("No case that came up to the owner is open.")
    words = ngettext(
        "%(n)s customer waits for the owner in person, past the promised time.",
        "%(n)s customers wait for the owner in person, past the promised time.",
        own,
    )
    yield words % {"n": own} if own else _("No customer waits for the owner in person.")
    if reached.promised[1]:
        k, n = reached.promised
        yield _("Promises with a date: %(k)s of %(n)s kept.") % {"k": k, "n": n}
    if reached.repeat[1]:
        k, n = reached.repeat
        yield _("A second failure within 90 days: %(k)s of %(n)s.") % {"k": k, "n": n}
    if reached.witnesses:
        yield _("What the owner keeps waiting is seen by %(names)s.") % {
            "names": ", ".join(reached.witnesses)
        }
    else:
        yield _("Nobody but the owner sees what the owner keeps waiting.")


# -- Scores and complaints ------------------------------------------------------------------------
def happier(room: Boardroom) -> Page:
    title, source = (
        _("Are customers happier?"),
        _("newest answers to the main question, by the day they were given"),
    )
    block = room.score
    if block is None or block.kind not in SCALES:
        return page(title, _("Too few answers were given to say."), source=source)
    score, before = score_of(block.kind, block.counts), score_of(block.kind, block.before)
    return page(
        title,
        _("%(score)s (%(note)s).") % {"score": score.named, "note": score.note}
        if score.n
        else _("No answers."),
        lines=[change_words(score, before)],
        charts=[chart(block.series)] if block.series and block.series.steps else [],
        note=str(score.scale.convention),
        source=source,
    )


def complaints(room: Boardroom) -> Page:
    count, series = room.complaint_count, room.complaints
    words = ngettext("%(n)s complaint was made.", "%(n)s complaints were made.", count) % {"n": count}
    verdict = f" {series.verdict_words}" if series and series.steps else ""
    return page(
        _("Are complaints falling?"),
        words + verdict,
        charts=[chart(series)] if series and series.steps else [],
        note=_(
            "Fewer than last month is no proof: with nothing changed it comes true in over 40 % of months."
        ),
        source=_("complaints in words, by the day they arrived"),
    )


# -- Leaders ----------------------------------------------------------------------------------------
def leaders(room: Boardroom) -> Page:
    due, tried = sum(line.due for line in room.leaders), sum(line.tried for line in room.leaders)
    rows = [
        [
            line.name,
            *(getattr(line, name) for name in OF_LEADERS),
            line.late_now,
            "" if line.hours is None else round(line.hours, 1),
        ]
        for line in room.leaders
    ]
    heads = [_("Leader"), *(FIGURES[name].label for name in (*OF_LEADERS, "late_now")), _("Median hours")]
    return page(
        _("Do leaders keep promises?"),
        _("Of %(due)s promises to contact a customer, %(tried)s were tried in person in time.")
        % {"due": due, "tried": tried},
        tables=[table(_("Promises to contact, by leader"), heads, rows)] if rows else [],
        note=_(
            "Listed by what is late, then by name; nobody is ranked. What leaders did and what customers got are never merged. "
            "For talking and helping. Tied to pay, these counts stop being true."
        ),
        source=_("promises by the day they fell due; “late now” as of the moment below"),
    )


def thanks(room: Boardroom) -> Page | None:
    if not room.thanks:
        return None
    return page(
        _("Thanks, and ideas put to work"),
        lines=[said.text for said in room.thanks],
        source=_("thanks between colleagues, customers' compliments, what was changed"),
    )


def unknown(room: Boardroom) -> Page:
    lines = [said.text for said in room.unknown]
    return page(
        _("What we do not know"),
        "" if lines else _("Nothing that these pages rest on is missing."),
        lines=lines,
        source=_("response rates, places without data, values not known"),
    )
