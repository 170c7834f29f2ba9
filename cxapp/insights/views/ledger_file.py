"""The ledger as a file: a line for each person, behaviour and figure beside it, so that a new behaviour needs no new column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accounts.rules.behaviours import DoneDue
from cxapp.insights.queries.ledger import behaviours_now
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.rules.figures_ledger import figure_of
from cxapp.lib.periods import Period


def heads() -> list[str]:
    return [_("Leader"), _("Behaviour"), _("Figure"), _("From"), _("To"), _("Done"), _("Due"), _("Set aside")]


def ledger_rows(
    names: Mapping[int, str], numbers: Mapping[int, Mapping[str, DoneDue]], period: Period
) -> Iterator[list[object]]:
    """What `numbers` hold, by person and behaviour."""
    for pk, name in names.items():
        for behaviour in behaviours_now():
            number = numbers.get(pk, {}).get(behaviour.name)
            if number is None:
                continue
            when: list[object] = [period.first_day, period.last_day]
            first: list[object] = [name, str(behaviour.label)]
            label = str(figure_of(behaviour).label)
            yield [
                *first,
                label,
                *when,
                number.done,
                number.due,
                number.set_aside if behaviour.owed else None,
            ]
            for beside in behaviour.beside:
                told = str(FIGURES[beside].label) if beside in FIGURES else beside
                yield [*first, told, *when, number.beside.get(beside, 0), number.due, None]
