"""The figures of the behaviours leaders are measured by, beside those of promises (`figures`) and reading (`reading`).

A behaviour that names no figure of the registry is its own definition (`figure_of`).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.rules.behaviours import Behaviour
from cxapp.insights.rules.figures import FIGURES, Figure

_ASKED_NOT = _("customers who asked not to be contacted, by the day the decision fell due")
_CUSTOMERS = _("unhappy customers")
_DECISIONS = _("decision clocks, and the decisions written for the customer's private page")

DECISIONS_DUE = Figure(
    "decisions_due",
    _("Decisions due"),
    _("Customers who asked not to be contacted, and for whom a written decision fell due."),
    _("decisions that fell due"),
    "",
    _ASKED_NOT,
    _CUSTOMERS,
    _DECISIONS,
)
DECIDED = Figure(
    "decided",
    _("Decided in writing in time"),
    _("What we do about it was decided in writing in time, for a customer who asked not to be contacted."),
    _("decisions written before the promised time"),
    _("all decisions due"),
    _ASKED_NOT,
    _CUSTOMERS,
    _DECISIONS,
    of="decisions_due",
)
RECOGNISED = Figure(
    "people_recognised",
    _("People recognised"),
    _("Colleagues this leader thanked for something particular; nothing is owed here."),
    _("colleagues thanked, each time anew; not what was taken down"),
    "",
    _("thanks by the day they were given"),
    _("colleagues"),
    _("thanks between colleagues"),
)
SET_ASIDE = Figure(
    "set_aside",
    _("Set aside"),
    _(
        "Misses that somebody above set aside with a reason. They stay in what was due, and are shown beside it."
    ),
    _("misses set aside"),
    _("all misses of the same behaviour"),
    _("promises by the day they fell due"),
    _("misses"),
    _("leaders' replies to misses, and what was decided"),
)
LEDGER = (DECISIONS_DUE, DECIDED, RECOGNISED, SET_ASIDE)


def figure_of(behaviour: Behaviour) -> Figure:
    """The entry of the registry a behaviour names; for one that brings none, what it says of itself."""
    found = FIGURES.get(behaviour.figure)
    if found is not None:
        return found
    return Figure(behaviour.figure, behaviour.label, behaviour.sentence, behaviour.sentence, "", "", "", "")
