"""What hurts in the story: calls for help, answered or not, and unhappy customers who come faster than usual.

Laid in the hours before a start, so that a newcomer sees one call still open and one burst. Not here: the rule of a burst.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from cxapp.demo.story.company import WATCHED_PLACE
from cxapp.demo.story.desk import SETTLED_AFTER
from cxapp.demo.story.doors import press
from cxapp.demo.story.known import link_at, place_at
from cxapp.demo.story.plan import Act
from cxapp.demo.story.said import HELP, HELP_NOW, NOT_NOW
from feedback.enums import AlertAnswer, OpenLinkKind
from feedback.models import Alert, Case, Stage
from feedback.operations.alerts import answer_alert, ask_for_help, watch_places

Data = dict[str, int]
Doing = Callable[[Data, datetime, Random], list[Act]]

MINUTE = timedelta(minutes=1)
CALLS = (("greta", "harbour-street"), ("hana", "mill-lane"), ("ida", "old-market"))
"""Who calls for help, and where they work. At Old Market nobody answers."""
CALLS_BEFORE_END = (20, 12, 5)
PRESSES = (96, 81, 63, 47, 30, 16)
"""Minutes before a start at which somebody presses an unhappy face at the watched place."""
OPEN_CALL, LOOK = 34, 12


def day(at: datetime, *, left: int) -> list[Act]:
    """Calls for help of the last weeks; `left`: days until the story ends."""
    if left not in CALLS_BEFORE_END:
        return []
    return [Act(at + timedelta(hours=11, minutes=12), "help", {"n": CALLS_BEFORE_END.index(left)})]


def lay(*, until: datetime) -> list[Act]:
    """The last two hours before a start."""
    number = until.toordinal() * 100
    presses = [
        Act(until - ago * MINUTE, "press_low", {"n": number + n, "face": 1 + n % 2})
        for n, ago in enumerate(PRESSES)
    ]
    held = [Act(until - (200 + 7 * n) * MINUTE, "held", {"n": n}) for n in range(4)]
    call = Act(until - OPEN_CALL * MINUTE, "help_now", {"n": number})
    return [*held, *presses, call, Act(until - LOOK * MINUTE, "watch", {"n": number})]


def _press_low(data: Data, now: datetime, rng: Random) -> list[Act]:
    link = link_at(OpenLinkKind.KIOSK, WATCHED_PLACE)
    case = press(link, data["face"], "waiting", data["n"], now)
    if case is None:
        return []
    kept = {"case": case, "cycle": Case.objects.values_list("cycle", flat=True).get(pk=case)}
    return [Act(now + SETTLED_AFTER, "action", kept)]


def _help(data: Data, now: datetime, rng: Random) -> list[Act]:
    name, slug = CALLS[data["n"]]
    by, place = User.objects.get(sign_in_name=name), place_at(slug)
    alert = ask_for_help(
        place=place, by=by, stage=Stage.objects.get(slug="buy"), words=HELP[data["n"]], now=now
    )
    if slug == "old-market":
        return [Act(now + timedelta(hours=9), "watch", data)]
    answered = Act(now + rng.uniform(2, 9) * MINUTE, "help_answer", {"n": data["n"], "alert": alert.pk})
    return [answered, Act(now + timedelta(hours=3), "watch", data)]


def _help_answer(data: Data, now: datetime, rng: Random) -> list[Act]:
    alert = Alert.objects.select_related("leader").get(pk=data["alert"])
    answer, why = ((AlertAnswer.COMING, ""), (AlertAnswer.NOT_NOW, NOT_NOW))[data["n"] % 2]
    answer_alert(alert=alert, answer=answer, reason=why, by=alert.leader, now=now)
    return []


def _help_now(data: Data, now: datetime, rng: Random) -> list[Act]:
    by, place = User.objects.get(sign_in_name="fay"), place_at(WATCHED_PLACE)
    ask_for_help(place=place, by=by, stage=Stage.objects.get(slug="buy"), words=HELP_NOW, now=now)
    return []


def _watch(data: Data, now: datetime, rng: Random) -> list[Act]:
    watch_places(now=now)
    return []


DOING: dict[str, Doing] = {
    "help": _help,
    "help_answer": _help_answer,
    "help_now": _help_now,
    "press_low": _press_low,
    "watch": _watch,
}
