"""The figures of Money: revenue at risk and kept, what it cost, who stayed, and what reaching customers may have kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cxapp.insights.rules.figures import Figure

_VALUES = _("open and closed cases, and the yearly value and leaving date of their customers")
_YEARLY = _("money a year, of distinct customers; unknown values are counted, never taken for 0")
_CLOSED = _("cases by the day they were closed")
_OVER = _("customers by the day on which 90 days since they complained were over")
_CUSTOMERS = _("customers")

AT_RISK = Figure(
    "revenue_at_risk",
    _("Revenue at risk"),
    _("What customers with an open case are worth a year, those who left already not counted."),
    _("yearly value of distinct customers with an open case"),
    "",
    _("as of now, whatever the period"),
    _YEARLY,
    _VALUES,
)
KEPT = Figure(
    "revenue_kept",
    _("Revenue kept, confirmed"),
    _("What customers are worth a year who said it was put right, are still ours and have no open case."),
    _("yearly value of distinct customers who said it was put right"),
    "",
    _CLOSED,
    _YEARLY,
    _VALUES,
)
KEPT_LOGGED = Figure(
    "revenue_kept_logged",
    _("Revenue kept, only logged"),
    _("The same of customers whom we call put right and who did not answer for seven days."),
    _("yearly value of distinct customers who were silent when asked whether it is right"),
    "",
    _CLOSED,
    _YEARLY,
    _VALUES,
)
COST = Figure(
    "recovery_cost",
    _("Recovery cost"),
    _("What was given to put things right."),
    _("cost of recoveries given"),
    "",
    _("recoveries by the day they were entered"),
    _("money"),
    _("recoveries that were given, not those asked for or refused"),
)
RETENTION = Figure(
    "retention",
    _("Stayed"),
    _(
        "Unhappy customers who are still with us 90 days later. Those of whom it is not known are left out; where they are "
        "more than half, no share is shown."
    ),
    _("customers known to be with us 90 days or more after they complained"),
    _("those, and the customers who left"),
    _OVER,
    _CUSTOMERS,
    _("leaving dates, outcomes of cases, and lists of customers brought in later"),
)
ATTRIBUTABLE = Figure(
    "revenue_attributable",
    _("Revenue kept, attributable"),
    _(
        "What reaching customers may have kept a year, as a range with Newcombe's interval. Not a trial. When the range "
        "includes 0 there is no clear effect."
    ),
    _(
        "customers reached × (share of them who stayed − share who stayed of those not reached) × mean yearly value"
    ),
    "",
    _OVER,
    _("money a year"),
    _VALUES,
)
MONEY = (AT_RISK, KEPT, KEPT_LOGGED, COST, RETENTION, ATTRIBUTABLE)
"""The figures of the page Money."""
