"""Board packs as they are kept: the list, whether a seal holds, and what would be said otherwise today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Event
from accounts.queries.house import house
from cxapp.insights.access.packs import the_board
from cxapp.insights.enums import PackKind
from cxapp.insights.models import Pack
from cxapp.insights.queries.pack_pages import pack_content
from cxapp.insights.rules.packs import Correction, corrections, known_to, sealed
from cxapp.insights.rules.spans import Span, span_of

FROZEN = "pack_frozen"
"""The event that holds the seal of a pack once more, in the chain of whoever froze it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A pack in the list, without its content."""

    pack: Pack
    span: Span


def packs() -> list[Kept]:
    """Every edition, the newest period first."""
    rows = Pack.objects.select_related("by").defer("content").order_by("-last_day", "-first_day", "-edition")
    return [Kept(pack, span_of_pack(pack)) for pack in rows]


def span_of_pack(pack: Pack) -> Span:
    return span_of(PackKind(pack.kind), pack.first_day, house().organisation.zone)


def editions(pack: Pack) -> Sequence[Pack]:
    """All editions of the same period, the first one first."""
    return list(
        Pack.objects.filter(kind=pack.kind, first_day=pack.first_day).defer("content").order_by("edition")
    )


def seal_holds(pack: Pack) -> bool:
    """Whether the content still is what the seal was made of, and the timeline names the same seal."""
    made = sealed(
        content=pack.content,
        kind=pack.kind,
        first_day=pack.first_day,
        last_day=pack.last_day,
        edition=pack.edition,
        as_of=pack.as_of,
    )
    if made != pack.sha256:
        return False
    told = Event.objects.filter(subject_kind="person", subject_id=pack.by_id, code=FROZEN)
    return {"pack": str(pack.uuid), "sha256": made} in told.values_list("data", flat=True)


def broken_seals() -> Iterator[tuple[Pack, bool]]:
    """Each pack with whether its seal holds, one at a time: contents are large."""
    for pack in Pack.objects.order_by("first_day", "kind", "edition").iterator(chunk_size=20):
        yield pack, seal_holds(pack)


def later_corrections(pack: Pack, now: datetime) -> list[Correction]:
    """Which figures of its period come to something else today, counted by the same queries for the same reader."""
    today = pack_content(reader=the_board(), span=span_of_pack(pack), now=now)
    return corrections(pack.content["figures"], known_to(pack.content["form"], today["figures"]))
