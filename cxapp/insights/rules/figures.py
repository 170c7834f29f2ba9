"""The figure registry: each figure once, with its sentence, numerator, denominator, population, source and small-number rule.

Pages, exports and the page of definitions read from here only. Adding a figure is one entry here and one query beside its
rows. Not here: how rows are counted (`queries.promises`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cxapp.lib.statistics import Grade, grade


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `of` names the figure that is its denominator (blank: it is a plain count).

    `population` says which rows belong to a period, `unit` what is counted, `source` the rows it is made of.
    """

    name: str
    label: Any
    sentence: Any
    numerator: Any
    denominator: Any
    population: Any
    unit: Any
    source: Any
    of: str = ""

    def small_number_rule(self, n: int) -> Grade:
        """What may be said about `n`: the same rule for every figure."""
        return grade(n)


_POPULATION = _("promises whose time ran out, or that were kept, by the day they fell due")
_CASES = _("unhappy customers")
_CONTACTS = _("contact clocks, contact attempts and misses")

DUE = Figure(
    "due",
    _("Due"),
    _("Unhappy customers this leader had promised to contact."),
    _("promises to contact"),
    "",
    _POPULATION,
    _CASES,
    _CONTACTS,
)
TRIED = Figure(
    "tried",
    _("Tried in person in time"),
    _("The leader tried to reach the customer in person before the promised time."),
    _("promises with an attempt by the leader in person before the promised time"),
    _("all promises due"),
    _POPULATION,
    _CASES,
    _CONTACTS,
    of="due",
)
REACHED = Figure(
    "reached",
    _("Reached in time"),
    _("Somebody reached the customer before the promised time."),
    _("promises met before the promised time, by whoever it was"),
    _("all promises due"),
    _POPULATION,
    _CASES,
    _CONTACTS,
    of="due",
)
DELEGATED = Figure(
    "delegated",
    _("Delegated"),
    _("A deputy, or someone it had climbed to, reached the customer."),
    _("promises met by somebody else than the leader"),
    _("all promises due"),
    _POPULATION,
    _CASES,
    _CONTACTS,
    of="due",
)
CONFIRMED = Figure(
    "confirmed",
    _("Confirmed by the customer"),
    _("The customer said that they were really reached."),
    _("promises whose customer answered yes to “Did … reach you?”"),
    _("all promises due"),
    _POPULATION,
    _CASES,
    _("the customer's answers on their private page"),
    of="due",
)
ESCALATED = Figure(
    "escalated",
    _("Went up the line"),
    _("The promised time passed and somebody above was told."),
    _("promises with at least one rung after a missed time"),
    _("all promises due"),
    _POPULATION,
    _CASES,
    _("rungs of the contact clock"),
    of="due",
)
LATE_NOW = Figure(
    "late_now",
    _("Late now"),
    _("Customers who are still waiting although the promised time has passed."),
    _("running promises whose time has passed"),
    "",
    _("as of now, whatever the period"),
    _CASES,
    _("contact clocks that still run"),
)

_ANSWERED = _("answers by the day they were given; those asked by the day they came up for being asked")
_ANSWERS = _("newest answers to the main question of a survey; not tests, not those held back")
_ASKED = _("occasions, invitations and the answers to them")
_ANSWER, _CUSTOMER = _("answers"), _("customers")

NPS = Figure(
    "nps",
    _("NPS"),
    _("Net Promoter Score, from −100 to 100, with its adjusted Wald interval."),
    _("answers of 9 and 10 minus answers of 0 to 6"),
    _("all answers from 0 to 10"),
    _ANSWERED,
    _ANSWER,
    _ANSWERS,
)
CSAT = Figure(
    "csat",
    _("Satisfied"),
    _("The share of 4 and 5 on a scale from 1 to 5, with Wilson's interval."),
    _("answers of 4 and 5"),
    _("all answers from 1 to 5"),
    _ANSWERED,
    _ANSWER,
    _ANSWERS,
)
CES = Figure(
    "ces",
    _("Found it easy"),
    _(
        "The share of 5 to 7 on a scale from 1 (hard) to 7 (easy), with Wilson's interval; the mean stands beside it."
    ),
    _("answers of 5, 6 and 7"),
    _("all answers from 1 to 7"),
    _ANSWERED,
    _ANSWER,
    _ANSWERS,
)
RESPONSE_RATE = Figure(
    "response_rate",
    _("Response rate"),
    _("How many of those who were reached by the question sent an answer."),
    _("invitations with a finished answer"),
    _("invitations that were delivered"),
    _ANSWERED,
    _CUSTOMER,
    _ASKED,
)
COVERAGE = Figure(
    "coverage",
    _("Coverage"),
    _("How many of those who could be asked were asked."),
    _("customers who were invited"),
    _("customers who came up for being asked"),
    _ANSWERED,
    _CUSTOMER,
    _ASKED,
)
LOW_WAITING = Figure(
    "low_waiting",
    _("Unhappy, still waiting"),
    _("Customers whose answer opened a case in which nobody has reached them yet."),
    _("answers whose case waits for a contact"),
    "",
    _ANSWERED,
    _CUSTOMER,
    _("answers and the cases they opened"),
)

SCORES = (NPS, CSAT, CES, RESPONSE_RATE, COVERAGE, LOW_WAITING)
"""The figures of the page Results."""

_ALERTED = _("alerts by the day they were raised, each with whoever led the place then")
_ALERT = _("alerts")
_ALERT_ROWS = _("bursts and calls for help, and the first answer to each")

ALERTS = Figure(
    "alerts",
    _("Alerts"),
    _("Bursts of unhappy customers and calls for help at this leader's places."),
    _("bursts and calls for help"),
    "",
    _ALERTED,
    _ALERT,
    _ALERT_ROWS,
)
ALERTS_ANSWERED = Figure(
    "alerts_answered",
    _("Alerts answered"),
    _("Alerts somebody answered, the leader or whoever stood in."),
    _("alerts with an answer, whatever it says"),
    _("all alerts"),
    _ALERTED,
    _ALERT,
    _ALERT_ROWS,
    of="alerts",
)
HURTS = (ALERTS, ALERTS_ANSWERED)
"""The figures of the page What hurts right now."""

FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (DUE, TRIED, REACHED, DELEGATED, CONFIRMED, ESCALATED, LATE_NOW, *SCORES, *HURTS)
}


def register(figures: Iterable[Figure]) -> None:
    """Later figures are added, never changed."""
    for figure in figures:
        if figure.name in FIGURES:
            raise ValueError(f"the figure {figure.name} exists already")
        FIGURES[figure.name] = figure
