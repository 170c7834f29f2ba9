"""Posters and tablets of the story: who scans, who presses a face, and what of it is held back until somebody has looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from uuid import UUID

from cxapp.demo.story import surveys
from cxapp.demo.story.known import link_at
from cxapp.demo.story.plan import Act, chance
from cxapp.demo.story.said import HAPPY, SO_SO, UNHAPPY, comment
from feedback.enums import HeldFor, OpenLinkKind
from feedback.models import OpenLink, Response
from feedback.operations.answering import send
from feedback.operations.quarantine import release, set_aside
from feedback.queries.answering import door_of_link
from feedback.rules.answering import Given

Data = dict[str, int]
Doing = Callable[[Data, datetime, Random], list[Act]]

SHOPS = ("station-hall", "harbour-street", "mill-lane", "old-market", "riverside")
BUSY = (34, 18, 17, 17, 14)
STARS = (1, 2, 3, 4, 5)
FACES = (3, 4, 10, 33, 50)
CALM = 9
"""So many days before the end nobody is unhappy at the watched tablet, so that its burst opens a place case of its own."""


def _press(data: Data, now: datetime, rng: Random) -> list[Act]:
    link = link_at(OpenLinkKind.KIOSK, surveys.KIOSKS[data["kiosk"]])
    face = rng.choices(STARS, FACES)[0]
    if data["left"] < CALM and not data["kiosk"]:
        face = max(face, 3)
    return then(press(link, face, "waiting" if rng.random() < 0.5 else "goods", data["n"], now), now)


def press(link: OpenLink, face: int, about: str, number: int, now: datetime) -> int | None:
    """A face pressed at a tablet; whoever is not happy says what it was about. Answers the case it opened or joined."""
    door = door_of_link(link, _key("press", number, now))
    if door is None:
        return None
    answers: dict[str, object] = {"today": face}
    if face <= 2:
        answers["about"] = [about]
    signal = send(door=door, given=Given(answers), now=now).signal
    return signal.case_id if signal is not None else None


def _scan(data: Data, now: datetime, rng: Random) -> list[Act]:
    """The poster at the door: a recommendation, a reason, rarely a name."""
    link = link_at(OpenLinkKind.QR, rng.choices(SHOPS, BUSY)[0])
    door = door_of_link(link, _key("scan", data["n"], now), "de" if rng.random() < 0.3 else "en")
    if door is None:
        return []
    score = rng.choices(range(11), (1, 0, 1, 1, 1, 2, 3, 10, 18, 28, 35))[0]
    felt = HAPPY if score > 8 else SO_SO if score > 6 else UNHAPPY
    signal = send(
        door=door,
        given=Given({"recommend": score, "reason": comment(door.language, felt, rng.random())}),
        now=now,
    ).signal
    return then(signal.case_id if signal is not None else None, now)


def _held(data: Data, now: datetime, rng: Random) -> list[Act]:
    """Faster than anybody reads, or too many from one place: a person decides."""
    n = data["n"]
    link = link_at(OpenLinkKind.QR, SHOPS[n % 2])
    door = door_of_link(link, _key("held", n, now))
    if door is not None:
        given = Given(
            {"recommend": (0, 10, 0, 9)[n % 4], "reason": ("spam spam spam", "", "zzz", "Top")[n % 4]}
        )
        why = HeldFor.MANY if n % 3 == 2 else HeldFor.QUICK
        send(door=door, given=given, now=now, held_for=why)
    return []


def _judge_held(data: Data, now: datetime, rng: Random) -> list[Act]:
    """Carl sets two aside and lets the one through that a person wrote."""
    waiting = list(Response.objects.filter(state="held").order_by("pk"))
    happy = [row.pk for row in waiting if row.answers.filter(score__gte=9).exists()]
    release(responses=happy, by=surveys.manager(), now=now)
    set_aside(responses=[row.pk for row in waiting if row.pk not in happy], by=surveys.manager(), now=now)
    return []


def _key(*words: object) -> UUID:
    """The number of a form, the same whenever the story is played."""
    return UUID(int=chance(*words).getrandbits(128), version=4)


def then(case: int | None, now: datetime) -> list[Act]:
    """What happens to a case that an answer opened is decided where all cases are."""
    return [Act(now, "case_opened", {"n": case})] if case is not None else []


DOING: dict[str, Doing] = {
    "press": _press,
    "scan": _scan,
    "held": _held,
    "judge_held": _judge_held,
}
