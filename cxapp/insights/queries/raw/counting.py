"""Makes the families' questions ready to be asked, with SQL that is kept. Not here: what they ask (the other modules)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo
from functools import lru_cache
from typing import Any

from django.db.models import DateTimeField

from cxapp.insights.queries.raw.answers import main_questions
from cxapp.insights.rules.families import Counted, Family, Part, Sight, Wanted
from cxapp.lib.at_once import Asked, Question, Row, question, together
from cxapp.lib.kept import Given
from cxapp.lib.periods import Period
from feedback.access.cases import anybody_concerned

Made = Sequence[tuple[Part, Question]]


def counted(family: Family, wanted: Wanted) -> Counted:
    """What the rows themselves come to. One statement."""
    [found] = together([counting(family, wanted)])
    rows: Counted = found
    return rows


def counting(family: Family, wanted: Wanted) -> Asked[Counted]:
    """The questions of a family, to be asked with others.

    What everybody may read is asked the same way again and again: its SQL is made once, making it costs more than asking.
    """
    if wanted.sight is not Sight.SHARED:
        return _asked([(part, question(part.rows)) for part in family.raw(wanted)])
    where = tuple(sorted(wanted.where.items()))
    basis = (anybody_concerned(), tuple(main_questions()[0]) if family.answers else ())
    made = _kept(family, wanted.by, where, wanted.zone, len(wanted.spans), basis)
    values = {"now": wanted.now}
    for number, span in enumerate(wanted.spans):
        values |= {f"start{number}": span.start, f"end{number}": span.end}
    return _asked([(part, one.filled(values)) for part, one in made])


@lru_cache(maxsize=256)
def _kept(
    family: Family, by: str, where: tuple[tuple[str, str], ...], zone: tzinfo, spans: int, _basis: Any
) -> Made:
    """The questions with a `Given` in place of every moment. `_basis`: what else they are made from."""

    def given(name: str) -> Any:
        return Given(name, DateTimeField())

    periods = [Period(date.min, date.min, given(f"start{n}"), given(f"end{n}")) for n in range(spans)]
    wanted = Wanted(periods, given("now"), zone, by, dict(where))
    return [(replace(part, rows=None), question(part.rows)) for part in family.raw(wanted)]


def _asked(made: Made) -> Asked[Counted]:
    def come_to(rows: list[list[Row]]) -> Counted:
        found: Counted = defaultdict(Counter)
        for (part, _question), answers in zip(made, rows, strict=True):
            for day, key, *values in answers:
                counter = found[day, key]
                for measure, n in part.fold(dict(zip(part.columns, values, strict=True))):
                    if n:
                        counter[measure] += n
        return found

    return Asked([one for _part, one in made], come_to)
