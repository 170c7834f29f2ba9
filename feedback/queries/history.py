"""The timeline of a case in sentences: one table from event codes to words. Free text is read from its erasable rows.

An event nobody has words for is shown by its code, so that nothing that happened is ever left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import Event, User
from cxapp.lib.kept import Among, Kept
from cxapp.lib.wording import clock_time, money
from feedback.models import Case, Signal, Text
from feedback.queries.sentences import LINES, Line

CUSTOMER, US, SYSTEM = "customer", "us", "system"
FILTERS = (CUSTOMER, US, SYSTEM)
MOST = 200
TEXTS = ("note", "words", "why", "reason")
PEOPLE = ("leader", "to", "receiver", "person", "old", "new", "approver")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, ready for the timeline component."""

    at: datetime
    title: str
    kind: str
    icon: str = ""
    who: str = ""
    text: str = ""
    struck: bool = False
    url: str = ""


@dataclass(slots=True)
class Lookup:
    """The rows events point to: names, texts, the words of signals."""

    now: datetime
    names: Mapping[int, str] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)
    signals: Mapping[int, str] = field(default_factory=dict)


def history_of(case: Case, now: datetime, *, show: str = "", until: datetime | None = None) -> list[Told]:
    """Newest first. `show` keeps one side only; `until` is where a former holder stops reading."""
    events = Event.objects.filter(subject_kind="case", subject_id=case.pk)
    if until is not None:
        events = events.filter(at__lte=until)
    if show in FILTERS:
        events = events.filter(_side(show))
    rows = list(events.order_by("-seq")[:MOST])
    around = _look_up(rows, now)
    return [_told(event, around) for event in rows]


def _side(show: str) -> Q:
    if show == CUSTOMER:
        return Q(actor_key="customer") | Q(code__in=["opened", "joined"])
    return Q(actor_key__startswith="person:") if show == US else Q(actor_key="system")


def _kind(event: Event) -> str:
    if event.actor_key == "customer":
        return CUSTOMER
    return SYSTEM if event.actor_key == "system" else US


def _look_up(events: Sequence[Event], now: datetime) -> Lookup:
    people, texts, signals = set(), set(), set()
    for event in events:
        for key, value in event.data.items():
            if key in PEOPLE and isinstance(value, int):
                people.add(value)
            elif isinstance(value, dict) and "text" in value:
                texts.add(value["text"])
            elif key == "signal" and isinstance(value, int):
                signals.add(value)
    words = Signal.objects.filter(pk__in=signals).values_list("pk", "text__body") if signals else ()
    return Lookup(
        now,
        dict(_NAMES(people=people)) if people else {},
        dict(_TEXTS(texts=texts)) if texts else {},
        {pk: body or "" for pk, body in words},
    )


_NAMES = Kept(lambda: User.objects.filter(Among("pk", "people")).values_list("pk", "name"))
_TEXTS = Kept(lambda: Text.objects.filter(Among("pk", "texts")).values_list("pk", "body"))


def _told(event: Event, around: Lookup) -> Told:
    line = LINES.get(event.code) or Line(event.code.replace("_", " ").capitalize())
    values = {name: _value(event.data.get(name), make, around) for name, make in line.values.items()}
    text, struck = _words(event, around)
    return Told(
        at=event.at,
        title=str(line.choose(event.data)) % values,
        kind=_kind(event),
        icon=line.icon,
        who=_who(event),
        text=text,
        struck=struck,
    )


def _who(event: Event) -> str:
    if event.actor_key == "customer":
        return _("the customer")
    if event.actor_key == "system":
        return _("by itself")
    return event.actor_name or _("somebody who is protected")


def _value(value: Any, make: Any, around: Lookup) -> str:
    if make == "person":
        return around.names.get(value, _("somebody")) if isinstance(value, int) else _("nobody")
    if make == "moment":
        moment = parse_datetime(value) if isinstance(value, str) else None
        return clock_time(moment, around.now, timezone.get_current_timezone()) if moment else _("not known")
    if make == "money":
        return money(value)
    if value in (None, ""):
        return _("not said")
    return str(make(value).label) if value in make.values else str(value)


def _words(event: Event, around: Lookup) -> tuple[str, bool]:
    """The free text of an event; the old one, struck, where it replaced another."""
    if event.code == "joined":
        return around.signals.get(event.data.get("signal", 0), ""), False
    for name in TEXTS:
        value = event.data.get(name)
        if isinstance(value, dict) and "text" in value:
            return around.texts.get(value["text"]) or _("(these words were erased)"), False
    return "", False
