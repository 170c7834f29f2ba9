"""What leaders do, registered at start-up: the behaviours of insights with their figures, the right of reply with its clock
and notices, the blocks on Today, the links in menus.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import RUNNING, Clock, User
from accounts.rules import kinds, navigation
from accounts.rules.behaviours import Behaviour, FivePractices, register_behaviour
from accounts.rules.navigation import LEADS, MANAGES, OWNER, Item
from cxapp.insights.models import Reply
from cxapp.insights.notices.replies import KINDS
from cxapp.insights.queries import contacting, read_answers
from cxapp.insights.queries.misses import to_decide
from cxapp.insights.queries.passed_over import passed_over
from cxapp.insights.rules.figures import FIGURES, register
from cxapp.insights.rules.figures_ledger import LEDGER
from cxapp.insights.rules.replies import SET_ASIDE
from cxapp.lib.kept import Kept
from feedback.queries.today import BLOCKS, Block

SHOWN = 3
_WAITING = Kept(lambda: Clock.objects.filter(RUNNING, subject_kind="reply").values_list("pk")[:1])

CONTACT = Behaviour(
    "contact",
    _("Unhappy customers tried in person in time"),
    _("Customers whom you tried to reach in person before the promised time."),
    FivePractices.MODEL,
    10,
    "tried",
    contacting.contacted,
    contacting.contact_rows,
    practice="contact",
    beside=contacting.BESIDE,
)
DECISION = Behaviour(
    "decision",
    _("Decided for those who want no contact"),
    _("Customers who asked not to be contacted, and for whom you decided in writing in time what we do."),
    FivePractices.MODEL,
    15,
    "decided",
    contacting.decided,
    contacting.decision_rows,
    practice="contact",
)
READING = Behaviour(
    "reading",
    _("Answers read"),
    _("Customers' answers on your desk that you opened."),
    FivePractices.CHALLENGE,
    20,
    "answers_read",
    read_answers.read,
    read_answers.reading_rows,
    practice="reading",
)


def my_month(user: User, now: datetime) -> Block | None:
    """How am I doing: fetched after the customers are on the page, so that Today waits for no count."""
    return Block(_("My month"), "insights/ledger/_today.html", {}, order=60)


def decisions(user: User, now: datetime) -> Block | None:
    """Leaders who asked to have a miss set aside, and whom this person answers."""
    rows = list(to_decide(user, now)[:SHOWN]) if _WAITING() else []
    if not rows:
        return None
    return Block(_("Answers to misses"), "insights/ledger/_today_replies.html", {"rows": rows}, order=30)


def connect() -> None:
    _measure()
    kinds.register_subject(kinds.SubjectKind("reply", Reply, excluded=passed_over))
    kinds.register_clock(kinds.ClockKind(SET_ASIDE, "reply", kinds.TO_OWNER, opens=True))
    for notice in KINDS:
        kinds.register_notice(notice)
    for block in (my_month, decisions):
        if block not in BLOCKS:
            BLOCKS.append(block)
    mine = Item("my_month", _("My month"), "chart-bar-square", 13, LEADS | {OWNER})
    people = Item("my_people", _("My people"), "user-group", 14, LEADS | MANAGES | {OWNER})
    for item in (mine, people):
        navigation.add(item, to=navigation.personal)


def _measure() -> None:
    for behaviour in (CONTACT, DECISION, READING):
        register_behaviour(behaviour)
    if LEDGER[0].name not in FIGURES:
        register(LEDGER)
