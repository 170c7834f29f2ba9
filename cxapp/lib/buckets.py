"""Which of several periods a row lies in, said to the database, so that one question answers all of them.

Not here: which periods (`periods`) and what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, IntegerField, Value, When

from cxapp.lib.periods import Period


def number_of(column: str, periods: Sequence[Period], *, dates: bool = False) -> Case:
    """The number of the period a moment lies in, from 0; nothing outside all of them. `dates`: the column holds days."""
    return Case(
        *(
            When(
                **{
                    f"{column}__gte": one.first_day if dates else one.start,
                    f"{column}__lte" if dates else f"{column}__lt": one.last_day if dates else one.end,
                },
                then=Value(number),
            )
            for number, one in enumerate(periods)
        ),
        output_field=IntegerField(),
    )


def hull(periods: Sequence[Period]) -> Period:
    """From the start of the first to the end of the last; the gaps between belong to it too."""
    first, last = periods[0], periods[-1]
    return Period(first.first_day, last.last_day, first.start, last.end)
