"""The registry by which apps tell the engine what they own: subjects with a timeline, kinds of clock, kinds of notice.

The engine imports none of those apps; they register at start-up (`apps.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

TO_OWNER = 10_000
"""A climb limit no line reaches: the clock climbs until the owner."""


def _nobody(ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    return {}


def _none(ids: Collection[int]) -> Collection[int]:
    return ()


def _no_units(ids: Collection[int]) -> Mapping[int, int | None]:
    return {}


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of subject. `excluded` answers who must not hear of each subject (nobody handles what is about them);
    `urgent` which of the subjects are critical, so that their notices are neither grouped nor kept for the morning;
    `units` whose working time and going live hold for each."""

    name: str
    model: Any
    excluded: Callable[[Collection[int]], Mapping[int, frozenset[int]]] = _nobody
    urgent: Callable[[Collection[int]], Collection[int]] = _none
    units: Callable[[Collection[int]], Mapping[int, int | None]] = _no_units


@dataclass(frozen=True, slots=True)
class ClockKind:
    """A kind of clock: how far it climbs (rungs), which part of the product owns it, and what happens when it is due.

    `rungs` 0 with `on_due` is a moment: no miss, no rung, in no figure. `opens` says whether a rung gives sight of the subject.
    """

    name: str
    subject: str
    rungs: int
    opens: bool = False
    on_due: Callable[[Sequence[Any], datetime], None] | None = None
    practice: str = ""

    @property
    def is_moment(self) -> bool:
        return self.rungs == 0


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered notice: what one recipient reads on one channel. `html`: the same as a page, where the mail has one."""

    subject: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str = ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice. `render` gets (recipient, data, now) and answers None where it is no longer true or may not be seen.

    `silenceable`: whether a person may switch it off. `own_hour`: the reader chose when it comes, so that opening hours do
    not hold it back; their quiet hours do. `sent` hears, with (data, now), that a letter was accepted for
    delivery, `failed` that it finally did not arrive; both in the transaction that keeps the result.
    """

    name: str
    render: Callable[[Any, Mapping[str, Any], datetime], Message | None]
    silenceable: bool = False
    own_hour: bool = False
    failed: Callable[[Mapping[str, Any], datetime], None] | None = None
    sent: Callable[[Mapping[str, Any], datetime], None] | None = None


@dataclass(frozen=True, slots=True)
class RecipientKind:
    """A kind of recipient: `load` finds rows by ids, `address` answers the mail address or None.

    `reachable`: which of these ids have an address, without loading them.
    """

    name: str
    load: Callable[[Collection[int]], Mapping[int, Any]]
    address: Callable[[Any], str | None]
    reachable: Callable[[Collection[int]], Collection[int]]


subjects: dict[str, SubjectKind] = {}
clocks: dict[str, ClockKind] = {}
notices: dict[str, NoticeKind] = {}
recipients: dict[str, RecipientKind] = {}


def register_subject(kind: SubjectKind) -> None:
    subjects[kind.name] = kind


def register_clock(kind: ClockKind) -> None:
    clocks[kind.name] = kind


def register_notice(kind: NoticeKind) -> None:
    notices[kind.name] = kind


def register_recipient(kind: RecipientKind) -> None:
    recipients[kind.name] = kind
