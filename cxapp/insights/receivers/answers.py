"""What answers and themes add elsewhere: a block on Today, links in the menus, two figures. Called once at start-up."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries.practices import is_on
from accounts.rules import navigation
from accounts.rules.navigation import LEADS, MANAGES, OWNER, Item
from cxapp.insights.queries.answers import cards, desk
from cxapp.insights.rules.figures import FIGURES, register
from cxapp.insights.rules.reading import DRAWN, READ
from cxapp.insights.views.answers import shown
from feedback.queries.today import BLOCKS, Block

SHOWN = 3


def unread_answers(user: User, now: datetime) -> Block | None:
    """The newest unread answers on this person's desk; nothing where all are read."""
    if not is_on("reading"):
        return None
    rows = desk(user, now, read=False)
    count = rows.count()
    if not count:
        return None
    newest = list(rows.select_related("version__survey", "customer", "place", "stage")[:SHOWN])
    context = {"rows": [shown(card) for card in cards(newest, user, now)], "count": count}
    title = _("Unread answers (%(n)s)") % {"n": count}
    return Block(title, "insights/answers/_today.html", context, order=20)


def connect() -> None:
    if unread_answers not in BLOCKS:
        BLOCKS.append(unread_answers)
    navigation.add(Item("answers", _("Answers"), "chat-bubble-left-right", 30, LEADS | MANAGES | {OWNER}))
    navigation.add(
        Item("themes", _("Themes"), "tag", 51, MANAGES | {OWNER}, practice="themes"), to=navigation.personal
    )
    if READ.name not in FIGURES:
        register((DRAWN, READ))
