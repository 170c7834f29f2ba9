"""Builders of signals and the cases they open, through the product's own door. Not here: people (`cast`)."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from accounts.models import Clock, User
from feedback.enums import SignalChannel, SignalKind
from feedback.models import Case
from feedback.operations.signals import receive
from feedback.rules.drafts import SignalDraft
from tests.cast import NOW, Cast

_numbers = count(1)


def complaint(cast: Cast, *, at: datetime = NOW, **fields: Any) -> SignalDraft:
    """A complaint in words at Leeds by a customer who can be called; a new customer each time unless told."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "kind": SignalKind.COMPLAINT,
        "channel": SignalChannel.STAFF,
        "received_at": at,
        "words": "The parcel came three days late.",
        "name": f"Customer {number}",
        "contact_points": (("phone", f"+44113496{number % 10000:04d}"),),
        "place": cast.leeds.pk,
        "logged_by": cast.front_line.pk,
    }
    return SignalDraft(**(values | fields))


def open_case(cast: Cast, *, at: datetime = NOW, by: User | None = None, **fields: Any) -> Case:
    """A case opened now by such a complaint."""
    case = receive(signals=[complaint(cast, at=at, **fields)], by=by or cast.front_line, now=at)[0].case
    case.refresh_from_db()
    return case


def clock_of(case: Case, kind: str = "contact", *, cycle: int | None = None) -> Clock:
    """The clock of one kind of a case's present cycle."""
    return Clock.objects.get(subject_kind="case", subject_id=case.pk, kind=kind, cycle=cycle or case.cycle)
