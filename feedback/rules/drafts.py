"""What arrives: a signal before it is stored. Every source (form, staff, survey, API, file) fills the same draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from feedback.enums import SignalChannel, SignalKind, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalDraft:
    """One signal to receive. Ids where rows are known, plain values where they are not.

    `contact_points` are (kind, value as typed); `concerns` the ids of people it is about, confirmed;
    `low_at` the number up to which this question counts as unhappy, None for what is usual on its scale;
    `customer` a known customer's id; `confirmed` that the private link goes to a stored contact point.
    """

    kind: SignalKind
    channel: SignalChannel
    received_at: datetime
    words: str = ""
    wanted: str = ""
    name: str = ""
    customer: int | None = None
    contact_points: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    scale: str = ""
    score: int | None = None
    low_at: int | None = None
    response: int | None = None
    wish: Wish = Wish.CALL
    wish_when: str = ""
    wants_contact: bool = False
    place: int | None = None
    department: int | None = None
    stage: int | None = None
    tag: str = ""
    source: str = ""
    external_id: str = ""
    raised_for_by: str = ""
    consent_noted: bool = False
    concerns: tuple[int, ...] = ()
    severity: str = ""
    critical_kind: str = ""
    yearly_value: Decimal | None = None
    confirmed: bool = False
    leader: int | None = None
    logged_by: int | None = None
