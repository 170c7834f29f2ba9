"""What money and data health add at start-up: figures, and a link in the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.rules import navigation
from accounts.rules.navigation import MANAGES, OWNER, Item
from cxapp.insights.rules.figures import FIGURES, register
from cxapp.insights.rules.figures_money import MONEY


def connect() -> None:
    navigation.add(
        Item("data_health", _("Data health"), "clipboard-document-check", 52, MANAGES | {OWNER}),
        to=navigation.personal,
    )
    if MONEY[0].name not in FIGURES:
        register(MONEY)
