"""What keeps open forms usable: limits by address and place, a box for programs, a moment to read. Never a puzzle.

Nothing is thrown away: whoever is held back gets the page again with everything typed, and a sentence that says what to do.
Counters live in the cache; where it does not answer they are kept in this process.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from cxapp.lib.errors import Refused
from feedback.enums import HeldFor

log = logging.getLogger("cxapp.intake")

QUICKEST = timedelta(seconds=2)
"""Nobody reads a form and writes into it faster."""


class TooMany(Refused):
    """`wait`: the seconds until the next one counts from nothing again."""

    code = "too_many"
    status = 429

    def __init__(self, sentence: Any, *, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait


class TooQuick(Refused):
    code = "too_quick"


class ForPrograms(Refused):
    code = "for_programs"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` in `minutes`."""

    name: str
    most: int
    minutes: int


SENDS_BY_ADDRESS = Limit("send-address", 30, 10)
SENDS_AT_PLACE = Limit("send-place", 200, 10)
ANSWERS_ON_LINK = Limit("open-link", 40, 10)
ANSWERS_FROM_ADDRESS = Limit("open-address", 15, 10)
KEEPS_ON_LINK = Limit("keep-link", 600, 10)
KEEPS_FROM_ADDRESS = Limit("keep-address", 120, 10)
PRESSES_ON_KIOSK = Limit("kiosk", 120, 10)
"""As many as one device can send that rests five seconds after each press."""
PINS_ON_KIOSK = Limit("kiosk-pin", 5, 15)
ACTS_ON_LINK = Limit("act-link", 40, 10)
ANSWERS_BY_ADDRESS = Limit("answer-address", 120, 10)
CODES_BY_ADDRESS = Limit("code-address", 10, 15)
CODES_IN_ALL = Limit("code-all", 600, 15)
MISSES_BY_ADDRESS = Limit("miss-address", 30, 15)
"""Links of surveys, posters, kiosks, cases and mail choices that opened nothing; one that opens something never counts."""

_memory: dict[str, int] = {}
_lock = Lock()
MOST_IN_MEMORY = 10_000


def check_limit(*, limit: Limit, key: str, now: datetime) -> None:
    """Count one more and refuse where it is one too many. Counting is atomic: requests at the same instant count each."""
    if is_one_too_many(limit=limit, key=key, now=now):
        raise TooMany(
            _("Too many were sent from here in a short time. Wait %(minutes)s minutes and press Send again.")
            % {"minutes": limit.minutes},
            wait=_seconds_left(limit, now),
        )


def is_used_up(*, limit: Limit, key: str, now: datetime) -> bool:
    """Whether the limit has been reached, without counting."""
    name = _key(limit, key, now)
    try:
        shared = int(cache.get(name, 0))
    except Exception:
        shared = 0
    return max(shared, _memory.get(name, 0)) >= limit.most


def _seconds_left(limit: Limit, now: datetime) -> int:
    """Until the limit begins to count anew."""
    return limit.minutes * 60 - int(now.timestamp()) % (limit.minutes * 60)


def _key(limit: Limit, key: str, now: datetime) -> str:
    window = int(now.timestamp()) // (limit.minutes * 60)
    return f"intake:{limit.name}:{sha256(key.encode()).hexdigest()[:32]}:{window}"


def _count(name: str, seconds: int) -> int:
    """Counted here and in the shared cache; the larger holds, so that a cache that answers now and then loses nothing."""
    here = _count_here(name)
    try:
        shared = 1 if cache.add(name, 1, timeout=seconds) else int(cache.incr(name))
    except Exception:
        log.warning("the cache does not answer; counting in this process")
        return here
    return max(here, shared)


def forget() -> None:
    """Empty what this process has counted; for the beginning of a test."""
    _memory.clear()


def _count_here(name: str) -> int:
    with _lock:
        if len(_memory) > MOST_IN_MEMORY:
            _memory.clear()
        _memory[name] = _memory.get(name, 0) + 1
        return _memory[name]


def opened_mark(*, now: datetime) -> str:
    """When the form was shown, signed, for a hidden field."""
    return _signer().sign(str(int(now.timestamp())))


def check_person(*, opened: str, trap: str, now: datetime) -> None:
    """Hold back programs: the box people do not see was filled, or the form came back faster than anybody reads."""
    if trap.strip():
        raise ForPrograms(
            _("One box is for programs and must stay empty. It has been emptied. Press Send again.")
        )
    try:
        since = int(_signer().unsign(opened))
    except (BadSignature, ValueError):
        raise TooQuick(_ONCE_MORE) from None
    if now.timestamp() - since < QUICKEST.total_seconds():
        raise TooQuick(_ONCE_MORE)


def why_held(*, code: str, address: str, opened: str, trap: str, now: datetime) -> HeldFor | None:
    """Why an answer on an open link is held back for a person to look at; None where nothing speaks against it.

    Each is counted, also the one that is held for something else.
    """
    many = [is_one_too_many(limit=ANSWERS_ON_LINK, key=code, now=now)]
    many.append(is_one_too_many(limit=ANSWERS_FROM_ADDRESS, key=f"{code}:{address}", now=now))
    try:
        check_person(opened=opened, trap=trap, now=now)
    except ForPrograms:
        return HeldFor.TRAP
    except TooQuick:
        return HeldFor.QUICK
    return HeldFor.MANY if any(many) else None


def may_keep(*, code: str, address: str, opened: str, trap: str, now: datetime) -> bool:
    """Whether an answer that was not sent is kept. What a program may have typed waits for its Send, and is held then."""
    try:
        check_person(opened=opened, trap=trap, now=now)
        check_limit(limit=KEEPS_ON_LINK, key=code, now=now)
        check_limit(limit=KEEPS_FROM_ADDRESS, key=f"{code}:{address}", now=now)
    except Refused:
        return False
    return True


def is_one_too_many(*, limit: Limit, key: str, now: datetime) -> bool:
    """Count one more; whether it is more than the limit."""
    return _count(_key(limit, key, now), limit.minutes * 60) > limit.most


_ONCE_MORE: Any = _("That was very quick. Read it once more and press Send again.")


def _signer() -> Signer:
    return Signer(salt="feedback.intake")
