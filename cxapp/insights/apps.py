"""Start-up of insights."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "cxapp.insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.rules import navigation
        from accounts.rules.navigation import LEADS, MANAGES, OWNER, Item
        from cxapp.insights.receivers import (
            answers,
            board,
            celebrations,
            digests,
            explore,
            ledger,
            money,
            tallies,
        )

        navigation.add(
            Item("results", _("Results"), "presentation-chart-line", 16, LEADS | MANAGES | {OWNER}),
            to=navigation.personal,
        )
        answers.connect()
        tallies.connect()
        digests.connect()
        ledger.connect()
        board.connect()
        money.connect()
        celebrations.connect()
        explore.connect()
