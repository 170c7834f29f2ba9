"""The private page of a signal: who is responsible, by when, what happened, what can be asked. Times in the place's zone.

A link that was only handed out gets the leader, the time and the sender's own words; everything else needs the mailed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import Clock, Event, User
from accounts.queries.house import house
from cxapp.lib.wording import clock_time
from feedback.access.standing import speaks_for
from feedback.enums import CaseState, End, ResponsibilityReason, SignalKind, Wish
from feedback.models import Case, ContactAttempt, CustomerWord, Message, Responsibility, Signal, Text
from feedback.queries.leaders import Reader, reader_of
from feedback.queries.promised import dues, open_promises, top_sentences
from feedback.rules.kinds import MAIN
from feedback.rules.told import CUSTOMER, sentence_of

PEOPLE = ("leader", "old", "to", "person")
OWN_EVENTS = ("joined", "customer_wrote", "customer_said")
PLACE_EVENTS = ("opened", "action")
"""What was done about a place is for everybody who pressed there."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what happened, ready for the timeline component."""

    at: datetime
    title: str
    kind: str
    icon: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """Everything the private page shows."""

    signal: Signal
    case: Case
    whole: bool
    reader: Reader
    zone: tzinfo
    live: bool
    late: bool
    heading: str
    promise: list[str] = field(default_factory=list)
    happened: list[Happened] = field(default_factory=list)
    asks_reached: bool = False
    asks_right: bool = False
    may_ask_for_other: bool = False
    said: CustomerWord | None = None

    @property
    def is_open(self) -> bool:
        return self.case.is_open

    @property
    def withdrawn(self) -> bool:
        return self.case.end == End.WITHDRAWN


def follow(*, signal: Signal, now: datetime) -> Follow:
    case = _present(signal.case)
    unit = case.place_id or case.department_id
    live = house().live_since(unit, now) is not None
    zone = ZoneInfo(house().calendar_of(unit).zone)
    whole = speaks_for(signal)
    reader = reader_of(case.leader, now)
    clock = _main(case)
    promises = open_promises(case)
    late = live and case.is_open and any(at <= now for at in dues(clock, promises))
    heard = case.state in (CaseState.CONTACTED, CaseState.RESOLVED)
    promised = case.wish in (Wish.CALL, Wish.VISIT, Wish.WRITE) and case.reachable and not case.is_place_case
    said = CustomerWord.objects.filter(signal=signal).order_by("-pk").first()
    return Follow(
        signal=signal,
        case=case,
        whole=whole,
        reader=reader,
        zone=zone,
        live=live,
        late=late,
        heading=_heading(case, signal),
        promise=top_sentences(case, clock, promises, reader, live, now, zone),
        happened=_happened(signal, case, whole, now, zone),
        asks_reached=promised and (heard or late or case.attempts > 0) and case.is_open,
        asks_right=heard or case.state == CaseState.CLOSED,
        may_ask_for_other=whole and case.is_open and not _asked_before(case),
        said=said if said is not None and said.cycle == case.cycle else None,
    )


def _present(case: Case) -> Case:
    """What the case was joined with, where it was."""
    seen = {case.pk}
    while case.merged_into is not None and case.merged_into.pk not in seen:
        case = case.merged_into
        seen.add(case.pk)
    return case


def _main(case: Case) -> Clock | None:
    rows = Clock.objects.filter(
        subject_kind="case", subject_id=case.pk, kind__in=MAIN, cycle=case.cycle, met_at=None, ended_at=None
    )
    return rows.first()


def _asked_before(case: Case) -> bool:
    return Responsibility.objects.filter(case=case, reason=ResponsibilityReason.SOMEONE_ELSE).exists()


def _heading(case: Case, signal: Signal) -> str:
    names = {"leader": case.leader.name}
    if not case.is_open:
        if signal.kind == SignalKind.SCORE:
            return _("%(leader)s was responsible for your answer") % names
        return _("%(leader)s was responsible for your complaint") % names
    if signal.kind == SignalKind.SCORE:
        return _("%(leader)s is responsible for your answer") % names
    return _("%(leader)s is responsible for your complaint") % names


def _happened(signal: Signal, case: Case, whole: bool, now: datetime, zone: tzinfo) -> list[Happened]:
    """Newest first, from the case's own history."""
    events = list(Event.objects.filter(subject_kind="case", subject_id=case.pk).order_by("-seq"))
    own = set(Message.objects.filter(signal=signal).values_list("pk", flat=True))
    words = set(CustomerWord.objects.filter(signal=signal).values_list("pk", flat=True))
    if not whole:
        shown = PLACE_EVENTS if case.is_place_case else ()
        events = [event for event in events if event.code in shown or _is_own(event, signal, own, words)]
    undone = set(
        ContactAttempt.objects.filter(case=case, withdrawn_at__isnull=False).values_list("pk", flat=True)
    )
    events = [event for event in events if event.data.get("attempt") not in undone]
    names, texts = _lookup(events)
    lines = (_line(event, names, texts, now, zone) for event in events)
    return [line for line in lines if line is not None]


def _is_own(event: Event, signal: Signal, own: set[int], words: set[int]) -> bool:
    data = event.data
    return event.code in OWN_EVENTS and (
        data.get("signal") == signal.pk or data.get("message") in own or data.get("word") in words
    )


def _lookup(events: list[Event]) -> tuple[dict[int, str], dict[int, str]]:
    people = {event.data[key] for event in events for key in PEOPLE if isinstance(event.data.get(key), int)}
    texts = {
        value["text"]
        for event in events
        for value in event.data.values()
        if isinstance(value, dict) and "text" in value
    }
    return (
        dict(User.objects.filter(pk__in=people).values_list("pk", "name")),
        dict(Text.objects.filter(pk__in=texts).values_list("pk", "body")),
    )


def _line(
    event: Event, names: Mapping[int, str], texts: Mapping[int, str], now: datetime, zone: tzinfo
) -> Happened | None:
    data = event.data
    if event.code == "customer_said":
        return Happened(event.at, _said(data), CUSTOMER, "chat-bubble-left", _text(data, "words", texts))
    found = sentence_of(event.code, data)
    if found is None:
        return None
    values: dict[str, Any] = {key: names.get(data.get(key, 0), _("somebody")) for key in PEOPLE}
    values["who"] = event.actor_name or _("Somebody")
    moment = parse_datetime(str(data.get("due_at") or data.get("until") or ""))
    values["at"] = clock_time(moment, now, zone) if moment else ""
    text = _text(data, found.text, texts) if found.text else ""
    return Happened(event.at, str(found.words) % values, found.kind, found.icon, text)


def _text(data: Mapping[str, Any], key: str, texts: Mapping[int, str]) -> str:
    value = data.get(key)
    return texts.get(value["text"], "") if isinstance(value, dict) and "text" in value else ""


def _said(data: Mapping[str, Any]) -> str:
    """What the customer answered to our two questions, as they would say it."""
    reached = {"yes": _("You said: we reached you"), "no": _("You said: we have not reached you yet")}
    right = {
        "yes": _("You said: it is put right"),
        "partly": _("You said: it is partly put right"),
        "no": _("You said: it is not put right"),
    }
    return right.get(data.get("right", "")) or reached.get(data.get("reached", "")) or _("You answered us")
