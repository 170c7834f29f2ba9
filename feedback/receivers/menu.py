"""Links of feedback in everybody's own menu. Called once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.rules import navigation
from accounts.rules.navigation import ADMINISTERS, LEADS, MANAGES, OWNER, Item


def add() -> None:
    navigation.add(
        Item("enquiries", _("Visitors' questions"), "question-mark-circle", 15, LEADS | MANAGES | {OWNER}),
        to=navigation.personal,
    )
    navigation.add(
        Item("alerts", _("What hurts right now"), "hand-raised", 12, practice="help_here"),
        to=navigation.personal,
    )
    navigation.add(
        Item("surveys", _("Surveys"), "chat-bubble-bottom-center-text", 51, MANAGES | {OWNER}),
        to=navigation.personal,
    )
    navigation.add(Item("held", _("Held answers"), "shield-exclamation", 52, MANAGES), to=navigation.personal)
    navigation.add(
        Item("customer_accounts", _("Accounts"), "briefcase", 52, MANAGES | {OWNER}), to=navigation.personal
    )
    navigation.add(
        Item("file_imports", _("Import"), "arrow-up-tray", 53, MANAGES | ADMINISTERS),
        to=navigation.personal,
    )
