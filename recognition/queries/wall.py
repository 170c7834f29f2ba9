"""The wall as pages show it: posts with faces, answers and what the reader may do, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from recognition.access.kudos import cases_seen_by, is_moderator, on_the_wall, waiting_for
from recognition.enums import From, Reaction, WallView
from recognition.models import CompanyValue, Kudos, KudosReaction, KudosReceiver, KudosReply
from recognition.notices.kudos import giver_words, receiver_words
from recognition.queries.people import near

A_PAGE = 20
WAITING_SHOWN = 5
ICONS = {Reaction.CLAP: "hand-thumb-up", Reaction.HEART: "heart", Reaction.IDEA: "light-bulb"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One kind of reaction under a post: how many gave it, whether the reader did."""

    kind: str
    label: Any
    icon: str
    count: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Post:
    """One thanks, ready to be shown. `case` is its number, only where the reader may see that case."""

    kudos: Kudos
    giver: str
    receivers: str
    people: list[User]
    answers: list[Answer]
    replies: int
    case: int | None
    may_hide: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """What stands in the address of the wall."""

    view: WallView = WallView.NEAR
    value: CompanyValue | None = None
    source: From | None = None

    @property
    def narrowed(self) -> bool:
        return self.value is not None or self.source is not None


@dataclass(frozen=True, slots=True)
class Wall:
    page: Page[Any]
    posts: list[Post] = field(default_factory=list)


def wall(*, reader: User, filters: Filters, number: str | int, now: datetime) -> Wall:
    """One page of the wall, newest first; a page number out of range gives the nearest one."""
    page = Paginator(filtered(reader, filters).order_by("-at", "-pk"), A_PAGE).get_page(number)
    return Wall(page, posts_of(list(page.object_list), reader=reader, now=now))


def filtered(reader: User, filters: Filters) -> QuerySet[Kudos]:
    rows = _with_people(on_the_wall(reader))
    if filters.view == WallView.NEAR:
        rows = rows.filter(_near(reader))
    elif filters.view == WallView.MINE:
        rows = rows.filter(Exists(KudosReceiver.objects.filter(kudos=OuterRef("pk"), person=reader)))
    if filters.value:
        rows = rows.filter(value=filters.value)
    if filters.source:
        rows = rows.filter(giver__isnull=filters.source == From.CUSTOMERS)
    return rows


def waiting(reader: User) -> list[Post]:
    """The oldest compliments of which the reader may say whom they are for."""
    rows = _with_people(waiting_for(reader)).order_by("at", "pk")[:WAITING_SHOWN]
    return [_post(kudos, reader, (), 0, None) for kudos in rows]


def posts_of(rows: Sequence[Kudos], *, reader: User, now: datetime) -> list[Post]:
    """Rows with people loaded become posts: answers, replies and cases each in one query for all."""
    ids = [kudos.pk for kudos in rows]
    answers: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    counted = KudosReaction.objects.filter(kudos__in=ids).values_list("kudos_id", "kind")
    for pk, kind, count, mine in counted.annotate(n=Count("id"), mine=Count("id", filter=Q(person=reader))):
        answers[pk].append((kind, count, mine))
    shown = KudosReply.objects.filter(kudos__in=ids, hidden_at=None)
    replies = dict(shown.values_list("kudos_id").annotate(n=Count("id")))
    cases = {kudos.case_id for kudos in rows if kudos.case_id}
    seen = (
        set(cases_seen_by(reader, now).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    )
    return [
        _post(
            kudos,
            reader,
            answers[kudos.pk],
            replies.get(kudos.pk, 0),
            kudos.case_id if kudos.case_id in seen else None,
        )
        for kudos in rows
    ]


def post_of(kudos: Kudos, *, reader: User, now: datetime) -> Post:
    rows = _with_people(Kudos.objects.filter(pk=kudos.pk))
    return posts_of(list(rows), reader=reader, now=now)[0]


def replies_to(kudos: Kudos, *, reader: User) -> QuerySet[KudosReply]:
    """Oldest first; what was taken down only for moderators."""
    rows = KudosReply.objects.filter(kudos=kudos).select_related("by", "hidden_by").order_by("at", "pk")
    return rows if is_moderator(reader) else rows.filter(hidden_at=None)


def _near(reader: User) -> Q:
    around = near(reader)
    people = User.objects.filter(around.people).values("pk")
    received = KudosReceiver.objects.filter(kudos=OuterRef("pk"), person__in=people)
    return Q(Exists(received)) | Q(giver__in=people) | Q(place__in=around.units)


def _with_people(rows: QuerySet[Kudos]) -> QuerySet[Kudos]:
    receivers = KudosReceiver.objects.select_related("person").order_by("person__name", "pk")
    people = rows.select_related("giver", "value", "place", "typed_in_by", "confirmed_by", "hidden_by")
    return people.prefetch_related(Prefetch("receivers", receivers))


def _post(
    kudos: Kudos, reader: User, answers: Sequence[tuple[str, int, int]], replies: int, case: int | None
) -> Post:
    people = [receiver.person for receiver in kudos.receivers.all()]
    by_kind = {kind: (count, mine > 0) for kind, count, mine in answers}
    return Post(
        kudos=kudos,
        giver=giver_words(kudos),
        receivers=receiver_words(kudos),
        people=people,
        answers=[
            Answer(kind.value, kind.label, ICONS[kind], *by_kind.get(kind.value, (0, False)))
            for kind in Reaction
        ],
        replies=replies,
        case=case,
        may_hide=kudos.hidden_at is None and (is_moderator(reader) or reader in people),
    )
