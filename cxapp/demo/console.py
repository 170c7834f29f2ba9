"""What the console says while the demonstration runs: a line in plain words whenever something happens on a case."""

from __future__ import annotations

import sys
from collections.abc import Callable
from zoneinfo import ZoneInfo

from accounts.models import Event, User
from accounts.queries.house import house
from feedback.models import Case

_seen: dict[str, int] = {}


def tell(write: Callable[[str], object] = sys.stdout.write) -> int:
    """Say what has happened since the last call in this process. The first call only looks where history ends."""
    last = _seen.get("event")
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    _seen["event"] = newest
    if last is None:
        return 0
    events = Event.objects.filter(
        pk__gt=last, pk__lte=newest, subject_kind="case", code__in=SENTENCES
    ).order_by("pk")
    told, zone = 0, ZoneInfo(house().organisation.zone)
    for event in events:
        case = Case.objects.select_related("customer", "leader").get(pk=event.subject_id)
        moment = event.at.astimezone(zone).strftime("%H:%M")
        write(f"  {moment} {SENTENCES[event.code](event, case)}\n")
        told += 1
    if told:
        sys.stdout.flush()
    return told


def _customer(case: Case) -> str:
    return str(case.customer) if case.customer is not None else "a customer without a name"


def _escalated(event: Event, case: Case) -> str:
    told = User.objects.get(pk=event.data.get("deputy") or event.data["to"])
    if event.data.get("reason") == "again":
        return f"{_customer(case)} was let down before: {told.name} has been told at once."
    if event.data["clock"] == "promise":
        return f"{case.leader.name} did not keep a promise to {_customer(case)}: {told.name} has been told."
    return f"{case.leader.name} did not reach {_customer(case)} in time: {told.name} has been told."


def _contact(event: Event, case: Case) -> str:
    if event.data.get("met"):
        return f"{event.actor_name} has been in touch with {_customer(case)}: the climb has stopped."
    return f"{event.actor_name} tried to reach {_customer(case)}."


def _said(event: Event, case: Case) -> str:
    return f"{_customer(case)} has answered on their own page; {case.leader.name} hears of it."


def _opened(event: Event, case: Case) -> str:
    return f"{_customer(case)} has complained: {case.leader.name} must be in touch in time."


def _closed(event: Event, case: Case) -> str:
    return f"The case of {_customer(case)} has ended: {case.get_end_display()}."


SENTENCES: dict[str, Callable[[Event, Case], str]] = {
    "opened": _opened,
    "escalated": _escalated,
    "contact": _contact,
    "customer_said": _said,
    "closed": _closed,
}
