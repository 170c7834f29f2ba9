"""Plain counts that stand in the registry so that they can be explored."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cxapp.insights.rules.figures import Figure

COMPLAINTS = Figure(
    "complaints",
    _("Complaints"),
    _("Complaints in words, through whatever channel."),
    _("complaints in words; not what turned out to be no case"),
    "",
    _("complaints by the day they were received"),
    _("complaints"),
    _("signals of customers"),
)
CASES_OPENED = Figure(
    "cases_opened",
    _("Cases opened"),
    _("Unhappy customers for whom a case was opened."),
    _("cases; not those that were no case, nor those merged into another"),
    "",
    _("cases by the day they were received"),
    _("unhappy customers"),
    _("cases"),
)
EXPLORED = (COMPLAINTS, CASES_OPENED)
