"""The one gate for thanks: everybody signed in reads the wall, moderators what was taken down, its leader's line what waits.

Not here: how the wall is laid out (`queries.wall`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import Unit, User
from accounts.queries.house import house
from cxapp.lib.sql import below
from feedback.access import cases as case_gate
from feedback.models import Case
from recognition.models import Kudos, KudosReply


def is_moderator(user: User) -> bool:
    return user.is_cx_manager or user.is_administrator


def visible_to(user: User) -> QuerySet[Kudos]:
    """Every thanks this person may read."""
    return Kudos.objects.filter(_on_the_wall(user) | _waiting(user))


def on_the_wall(user: User) -> QuerySet[Kudos]:
    """What this person finds on the wall: for moderators also what was taken down."""
    return Kudos.objects.filter(_on_the_wall(user))


def waiting_for(user: User) -> QuerySet[Kudos]:
    """Compliments of which this person may say whom they are for."""
    return Kudos.objects.filter(_waiting(user))


def get_kudos_for(user: User, uuid: UUID) -> Kudos:
    """The thanks, or 404 as if it did not exist."""
    rows = visible_to(user).select_related(
        "giver", "value", "place", "typed_in_by", "confirmed_by", "hidden_by"
    )
    kudos = rows.filter(uuid=uuid).first()
    if kudos is None:
        raise Http404
    return kudos


def get_reply_for(user: User, uuid: UUID, pk: int) -> KudosReply:
    """One reply on a thanks this person may read, or 404."""
    replies = KudosReply.objects.select_related("by", "kudos").filter(
        kudos__in=visible_to(user).filter(uuid=uuid)
    )
    reply = (replies if is_moderator(user) else replies.filter(hidden_at=None)).filter(pk=pk).first()
    if reply is None:
        raise Http404
    return reply


def may_hide(user: User, kudos: Kudos) -> bool:
    """Moderators, whoever was thanked, and while a compliment waits, its leader's line."""
    if kudos.confirmed_at is None:
        return may_confirm(user, kudos)
    return is_moderator(user) or kudos.receivers.filter(person=user).exists()


def may_hide_reply(user: User, reply: KudosReply) -> bool:
    """Whoever may take down the thanks, and whoever wrote the reply."""
    return reply.by_id == user.pk or may_hide(user, reply.kudos)


def may_confirm(user: User, kudos: Kudos) -> bool:
    return waiting_for(user).filter(pk=kudos.pk).exists()


def cases_seen_by(user: User, now: datetime) -> QuerySet[Case]:
    """The cases a thanks may be tied to, and whose link is shown beside it."""
    return case_gate.visible_to(user, now)


def _on_the_wall(user: User) -> Q:
    confirmed = Q(confirmed_at__isnull=False)
    return confirmed if is_moderator(user) else confirmed & Q(hidden_at=None)


def _waiting(user: User) -> Q:
    waiting = Q(confirmed_at=None, hidden_at=None)
    if user.is_owner or user.is_cx_manager:
        return waiting
    return waiting & Q(place__in=places_answered_by(user))


def places_answered_by(user: User) -> list[int]:
    """The units whose nearest head is this person or somebody below them in the line."""
    known = house()
    heads = {unit: next((up.head for up in known.up(unit) if up.head), None) for unit in known.units}
    led = below(User, "reports_to", [user.pk]) | {user.pk}
    return [unit for unit, head in heads.items() if head in led]


def head_of(place: Unit | None) -> User | None:
    """Who says whom a compliment is for: the nearest active head of the place or above it, else the owner."""
    known = house()
    heads = [up.head for up in known.up(place.pk if place else None) if up.head]
    active = User.objects.filter(is_active=True).filter(Q(pk__in=heads) | Q(is_owner=True)).in_bulk()
    chosen = next((head for head in heads if head in active), None)
    return active[chosen] if chosen else next((one for one in active.values() if one.is_owner), None)
