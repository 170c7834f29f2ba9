"""What a board pack prints, as plain data: the boardroom's blocks, one idea a page, and the figures compared later.

Everything is text when it is frozen, so that a pack says the same for ever, however counting or wording change. What waits
now stands on the pages as of that moment; among the figures stand only those of the period. Not here: each page
(`pack_blocks`, `pack_appendix`), the seal (`rules.packs`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.queries import pack_blocks, pack_money
from cxapp.insights.queries.boardroom import boardroom
from cxapp.insights.queries.boardroom_data import Boardroom
from cxapp.insights.queries.pack_appendix import appendix, appendix_figures, count_behind
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.rules.spans import Span

FORM = 2
"""What a pack is made of. Packs of an older form are printed as they are and compared in what they counted (`rules.packs`)."""
LANGUAGE = "en"
Figure = dict[str, str]


def pack_content(*, reader: User, span: Span, now: datetime) -> dict[str, Any]:
    """One pack: texts and lists only, so that every database gives back exactly what it was given."""
    organisation = house().organisation
    with translation.override(LANGUAGE), timezone.override(ZoneInfo(organisation.zone)):
        room = boardroom(reader=reader, period=span.period, now=now)
        behind = count_behind(reader=reader, period=span.period, now=now)
        pages = [
            pack_blocks.in_short(room, span.label),
            pack_blocks.waiting(room),
            pack_blocks.happier(room),
            pack_blocks.complaints(room),
            pack_blocks.leaders(room),
            pack_money.money_page(room.money),
            pack_blocks.thanks(room),
            pack_blocks.unknown(room),
            *appendix(room, behind),
        ]
        return {
            "form": FORM,
            "language": LANGUAGE,
            "organisation": organisation.name,
            "title": _("Board pack, %(span)s") % {"span": span.label},
            "span": span.label,
            "pages": [page for page in pages if page is not None],
            "figures": [*_figures(room), *(_figure(*one) for one in appendix_figures(behind))],
        }


def _figures(room: Boardroom) -> Iterator[Figure]:
    """What belongs to the period and may be counted again: each with a key that stays."""
    yield _figure("complaints", _("Complaints"), room.complaint_count)
    for name, label, (k, n) in (
        ("promised", _("Promises with a date kept"), room.reached.promised),
        ("repeat", _("Second failures within 90 days"), room.reached.repeat),
    ):
        yield _figure(name, label, _("%(k)s of %(n)s") % {"k": k, "n": n})
    if room.score is not None:
        counts = room.score.counts
        yield _figure("answers", _("Answers"), sum(counts.values()))
        for score in sorted(counts):
            label = _("Answers of %(score)s") % {"score": score}
            yield _figure(f"answers:{score}", label, counts[score])
    for line in sorted(room.leaders, key=lambda line: (line.name, line.person)):
        for name in pack_blocks.OF_LEADERS:
            label = _("%(leader)s: %(figure)s") % {"leader": line.name, "figure": FIGURES[name].label}
            yield _figure(f"leader:{line.person}:{name}", label, getattr(line, name))
    for name, label, value in pack_money.money_figures(room.money):
        yield _figure(f"money:{name}", label, value)


def _figure(key: str, label: str, value: object) -> Figure:
    return {"key": key, "label": str(label), "value": str(value)}
