"""What the board's pages add elsewhere: their item in the menu, and a family of counts. Called once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.rules import navigation
from accounts.rules.kinds import register_notice
from accounts.rules.navigation import WITNESS, Item
from cxapp.insights.notices.witnesses import KINDS
from cxapp.insights.queries.raw.contact_times import contact_times
from cxapp.insights.queries.raw.promises import KEYS
from cxapp.insights.queries.touched import ON_CLOCKS
from cxapp.insights.rules.families import UNITS_ONLY, Family, register_families
from cxapp.insights.rules.sections import BOARD

COVERED = ("/leaders/", "/journey/", "/celebrate/", "/explore/")
"""Pages under Board whose addresses begin otherwise."""


def connect() -> None:
    for kind in KINDS:
        register_notice(kind)
    navigation.add(
        Item("boardroom", _("Board"), "presentation-chart-bar", 50, BOARD | {WITNESS}, covers=COVERED)
    )
    register_families([Family("contact_times", tuple(KEYS), contact_times, UNITS_ONLY, follows=ON_CLOCKS)])
