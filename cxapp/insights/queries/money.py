"""Counts what unhappy customers are worth: at risk, kept, what it cost, and who stayed of those reached and not reached.

Every number is made of the cases the reader may see; each customer counts once, and in one of at risk and kept at most.
Not here: the arithmetic (`rules.money`) and its words (`rules.money_words`). Doors ask first whether `money` is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from accounts.models import Unit, User
from accounts.queries.house import house
from cxapp.insights.access.board import BoardSight, board_cases, board_sight
from cxapp.insights.rules.money import STILL_THERE, Effect, Group, Worth, effect
from cxapp.lib.at_once import Asked, Row, together, totals
from cxapp.lib.periods import Period, today
from cxapp.lib.sql import AnyOf, Below
from feedback.access.cases import visible_to
from feedback.enums import CaseMode, CustomerOutcome, End, Outcome, RecoveryState, Wish, Word
from feedback.models import OPEN, Case, ContactAttempt, CustomerWord, Recovery

AT_RISK, GONE, CONFIRMED, LOGGED, LEFT_AFTER = "at_risk", "gone", "confirmed", "logged", "left_after"
STAYED, LEFT, UNKNOWN = "stayed", "left", "unknown"
CENT = Decimal("0.01")
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Money:
    """`at_risk` is as of now; `confirmed`, `logged` and the cost belong to the period; `effect` to those whose time to
    stay was over in it. `gone`: have an open case and left already; `left_after`: put right, and left all the same.
    `nameless`: open cases of nobody we know."""

    currency: str
    as_of: datetime
    period: Period
    at_risk: Worth
    gone: int
    nameless: int
    confirmed: Worth
    logged: Worth
    left_after: int
    recoveries: int
    cost: Decimal
    effect: Effect

    def content(self) -> dict[str, Any]:
        """Everything as plain data for pages, packs and files; amounts are texts, so that nothing is rounded on the way."""
        found: dict[str, Any] = plain(asdict(self))
        found["period"] = [self.period.first_day.isoformat(), self.period.last_day.isoformat()]
        found["effect"]["days"] = STILL_THERE.days
        return found


@dataclass(frozen=True, slots=True)
class Beside:
    """What was given to put it right, how often and for how much; and open cases of nobody we know."""

    recoveries: int
    cost: Decimal
    nameless: int


def plain(value: Any) -> Any:
    """Plain data: moments, days and amounts as texts."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return str(value.quantize(CENT))
    return value.isoformat() if isinstance(value, date) else value


def money(
    *, reader: User, period: Period, now: datetime, place: int | None = None, known: Beside | None = None
) -> Money:
    """What this reader may know of it, in three queries beside those for the house and the reader's rights.

    `known`: what `beside` came to, where it was asked with other things.
    """
    organisation = house().organisation
    seen = readable(reader, now, place)
    cases = counted(seen)
    heads = standing(cases, period, today(now, organisation.zone)).aggregate(
        **_sums("stands", (AT_RISK, CONFIRMED, LOGGED)),
        **_heads("stands", (GONE, LEFT_AFTER)),
    )
    if known is None:
        [known] = together([beside(seen, period)])
    return Money(
        currency=organisation.currency,
        as_of=now,
        period=period,
        at_risk=_worth(heads, AT_RISK),
        gone=heads[GONE],
        nameless=known.nameless,
        confirmed=_worth(heads, CONFIRMED),
        logged=_worth(heads, LOGGED),
        left_after=heads[LEFT_AFTER],
        recoveries=known.recoveries,
        cost=known.cost,
        effect=_effect(compared(cases, period, now, organisation.zone)),
    )


def beside(seen: QuerySet[Case], period: Period) -> Asked[Beside]:
    """What is counted by itself of the cases that are `readable`, to be asked with others."""
    spent = totals(recoveries(seen, period), n=Count("pk"), cost=Sum("cost"))
    nameless = totals(counted(seen).filter(OPEN, customer=None), n=Count("pk"))

    def come_to(rows: list[list[Row]]) -> Beside:
        (n, cost), (open_ones,) = rows[0][0] if rows[0] else (0, None), rows[1][0] if rows[1] else (0,)
        return Beside(n, cost or Decimal(0), open_ones)

    return Asked([spent, nameless], come_to)


def readable(reader: User, now: datetime, place: int | None = None) -> QuerySet[Case]:
    """The live cases this reader may see, at a place and below it; the board's are those about nobody."""
    gate = board_cases if board_sight(reader) is BoardSight.INITIALS else visible_to
    cases = gate(reader, now).filter(mode=CaseMode.LIVE)
    if place is not None:
        cases = cases.filter(AnyOf("place", Below(Unit, "parent", [place], itself=True)))
    return cases


def counted(seen: QuerySet[Case]) -> QuerySet[Case]:
    """Of those, the ones that are a case at all."""
    return seen.exclude(end__in=(End.NO_CASE, End.MERGED))


def recoveries(seen: QuerySet[Case], period: Period) -> QuerySet[Recovery]:
    """What was given in a period to put it right."""
    given = Recovery.objects.filter(state=RecoveryState.GIVEN, at__gte=period.start, at__lt=period.end)
    return given.filter(case__in=seen.values("pk"))


def standing(cases: QuerySet[Case], period: Period, day: date) -> Rows:
    """One row a customer with an open case now, or one put right in the period; `stands` says which it is.

    Put right: the customer said so (confirmed), or we said so and they were silent for seven days (logged).
    """
    closed = Q(closed_at__gte=period.start, closed_at__lt=period.end)
    right, said = closed & Q(end=End.PUT_RIGHT), closed & Q(end=End.NO_ANSWER)
    rows = cases.filter(OPEN | right | said & ~Q(outcome=CustomerOutcome.LOST), customer__isnull=False)
    return (
        rows.order_by()
        .values("customer")
        .annotate(
            open=_any(OPEN),
            right=_any(right),
            value=Max("customer__yearly_value"),
            left_on=Max("customer__left_on"),
        )
        .annotate(
            stands=Choose(
                When(open=1, left_on__lte=day, then=Value(GONE)),
                When(open=1, then=Value(AT_RISK)),
                When(left_on__isnull=False, then=Value(LEFT_AFTER)),
                When(right=1, then=Value(CONFIRMED)),
                default=Value(LOGGED),
                output_field=CharField(),
            )
        )
    )


def compared(cases: QuerySet[Case], period: Period, now: datetime, zone: str) -> Rows:
    """One row a customer who was unhappy so long ago that their time to stay was over in the period.

    `reached` says whether anybody reached them, `came` whether they stayed. Customers who asked not to be contacted, and
    those who had left before, are in neither group.
    """
    first, last = period.start - STILL_THERE, min(period.end, now) - STILL_THERE
    rows = cases.filter(received_at__gte=first, received_at__lt=last, customer__isnull=False)
    there_for = ExpressionWrapper(F("known_on") - F("first_day"), output_field=DurationField())
    return (
        rows.exclude(wish=Wish.NO_CONTACT)
        .order_by()
        .values("customer")
        .annotate(
            reached=_any(_somebody_reached()),
            lost=_any(Q(outcome=CustomerOutcome.LOST)),
            first=Min("received_at"),
            value=Max("customer__yearly_value"),
            left_on=Max("customer__left_on"),
            known_on=Max("customer__known_on"),
        )
        .annotate(first_day=TruncDate("first", tzinfo=ZoneInfo(zone)))
        .annotate(there_for=there_for)
        .filter(Q(left_on__isnull=True) | Q(left_on__gte=F("first_day")))
        .annotate(
            came=Choose(
                When(Q(lost=1) | Q(left_on__isnull=False), then=Value(LEFT)),
                When(there_for__gte=STILL_THERE, then=Value(STAYED)),
                default=Value(UNKNOWN),
                output_field=CharField(),
            )
        )
    )


def _somebody_reached() -> Q:
    """A contact was logged that the customer did not deny, or they say themselves that they were reached."""
    said = CustomerWord.objects.filter(case=OuterRef("case"), cycle=OuterRef("cycle"), reached=Word.NO)
    contact = ContactAttempt.objects.filter(
        Q(outcome=Outcome.REACHED) | Q(met_clock=True), ~Exists(said), case=OuterRef("pk"), withdrawn_at=None
    )
    confirmed = CustomerWord.objects.filter(case=OuterRef("pk"), reached=Word.YES)
    return Q(Exists(contact)) | Q(Exists(confirmed))


def _effect(rows: Rows) -> Effect:
    sides = {"reached": Q(reached=1), "others": Q(reached=0)}
    counts = {
        f"{side}_{came}": Count("customer", filter=condition & Q(came=came))
        for side, condition in sides.items()
        for came in (STAYED, LEFT, UNKNOWN)
    }
    known = Q(reached=1) & ~Q(came=UNKNOWN)
    found = rows.aggregate(
        **counts, valued=Count("value", filter=known), worth=Sum("value", filter=known, default=Decimal(0))
    )
    reached, others = (
        Group(*(found[f"{side}_{came}"] for came in (STAYED, LEFT, UNKNOWN))) for side in sides
    )
    return effect(reached=reached, others=others, worth=Worth(reached.known, found["valued"], found["worth"]))


def _any(condition: Q) -> Max:
    """1 where any row of the group meets the condition."""
    return Max(Choose(When(condition, then=1), default=0, output_field=IntegerField()))


def _heads(column: str, names: Iterable[str]) -> dict[str, Any]:
    return {name: Count("customer", filter=Q(**{column: name})) for name in names}


def _sums(column: str, names: Iterable[str]) -> dict[str, Any]:
    """For each group how many, how many with a value, and what those come to."""
    found = _heads(column, names)
    for name in names:
        here = Q(**{column: name})
        found[f"{name}_valued"] = Count("value", filter=here)
        found[f"{name}_value"] = Sum("value", filter=here, default=Decimal(0))
    return found


def _worth(found: Mapping[str, Any], name: str) -> Worth:
    return Worth(found[name], found[f"{name}_valued"], found[f"{name}_value"])
