"""What Anna says to times that ran out on her, and what Dora decides: one set aside, one that stands, one still waiting.

Not here: how the times ran out (`arrivals`, the sweep).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.models import Miss, User
from cxapp.insights.enums import Ground, ReplyState
from cxapp.insights.models import Reply
from cxapp.insights.operations.replies import answer_miss, decide_reply


class Said(NamedTuple):
    """One answer: so many days before the end of the story, its words, what it asks for, what is decided and why."""

    days_ago: int
    words: str
    ground: str = ""
    decided: str = ""
    why: str = ""


SAID = (
    Said(
        40,
        "The telephones were out until noon.",
        Ground.DOWN,
        ReplyState.SET_ASIDE,
        "They were, in the whole street.",
    ),
    Said(
        25,
        "The number we had was that of a fax machine.",
        Ground.WRONG_NUMBER,
        ReplyState.STANDS,
        "Her letter had the right one on the second page.",
    ),
    Said(8, "I stood at the counter myself, two were ill."),
    Said(2, "The order was taken at the box, not at the station.", Ground.WRONG_LEADER),
)


def answer(*, now: datetime, until: datetime) -> None:
    """Each answer on its day, to the newest miss that has none; decided the day after."""
    if now < until - timedelta(days=SAID[0].days_ago):
        return
    anna, dora = (User.objects.get(sign_in_name=name) for name in ("anna", "dora"))
    said = set(Reply.objects.filter(person=anna).values_list("words__body", flat=True))
    for one in SAID:
        at = until - timedelta(days=one.days_ago)
        if at <= now and one.words not in said:
            miss = (
                Miss.objects.filter(person=anna, level=0, reply=None, at__lte=now)
                .order_by("-at", "pk")
                .first()
            )
            if miss is not None:
                answer_miss(miss=miss, by=anna, words=one.words, ground=one.ground, now=now)
        waits = Reply.objects.filter(words__body=one.words, state=ReplyState.ASKED, at__lt=now).first()
        if one.decided and waits is not None:
            aside = one.decided == ReplyState.SET_ASIDE
            decide_reply(reply=waits, by=dora, set_aside=aside, reason=one.why, now=now)
