"""The behaviour *contact*: unhappy customers tried in person in time; and, in a row of its own, what was decided for those
who asked not to be contacted.

Made of the cases the reader may see; about themselves also of those they held before, for they may answer a miss. Not
here: the conditions (`promises`), how a number is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Clock, Miss, User
from accounts.rules.behaviours import Asked, Counted, DoneDue, Evidence
from cxapp.insights.access.board import board_cases
from cxapp.insights.access.whole import reads_counts_only
from cxapp.insights.enums import ReplyState
from cxapp.insights.models import Reply
from cxapp.insights.queries.promises import CONDITIONS, promises_of
from cxapp.lib.batches import Batches
from cxapp.lib.buckets import hull, number_of
from cxapp.lib.kept import Among
from cxapp.lib.periods import Period
from cxapp.lib.sql import AnyOf
from feedback.access.cases import visible_to, without_hidden
from feedback.enums import CaseMode
from feedback.models import Case, Responsibility
from feedback.queries.naming import customer_name
from feedback.rules.kinds import DECISION

BESIDE = ("reached", "delegated", "confirmed")
SUMS = {
    "done": Count("pk", filter=CONDITIONS["tried"]),
    "due": Count("pk"),
    "set_aside": Count("pk", filter=Q(aside=True)),
    **{name: Count("pk", filter=CONDITIONS[name]) for name in BESIDE},
}
DECIDED = Q(met_at__lt=F("due_at"))


def contacted(asked: Asked) -> Counted:
    """Promises to contact that fell due, by whoever held them then: tried in person in time, and what stands beside."""
    rows = _of(asked.people, _promises(asked, hull(asked.periods), counted_cases(asked)))
    return _counts(rows, asked.periods, SUMS, BESIDE)


def contact_rows(asked: Asked) -> Sequence[Evidence]:
    """The promises behind the numbers, the latest due first."""
    cases = cases_of(asked.reader, asked.people, asked.now)
    rows = _within(_of(asked.people, _promises(asked, hull(asked.periods), cases)), asked.periods)
    columns = ("pk", "subject_id", "due_at", "tried", "met_at", "delegated", "confirmed", "aside", "missed")
    return Batches(
        rows.annotate(missed=Subquery(_MISS.values("pk")[:1])).order_by("-due_at", "-pk").values(*columns),
        lambda found: _evidence(found, asked.reader, asked.now, lambda row: bool(row["tried"]), _notes),
    )


def decided(asked: Asked) -> Counted:
    """Written decisions for customers who asked not to be contacted: written in time of those that fell due."""
    sums = {
        "done": Count("pk", filter=DECIDED),
        "due": Count("pk"),
        "set_aside": Count("pk", filter=Q(aside=True)),
    }
    rows = _of(asked.people, _decisions(asked, hull(asked.periods), counted_cases(asked)))
    return _counts(rows, asked.periods, sums, ())


def decision_rows(asked: Asked) -> Sequence[Evidence]:
    cases = cases_of(asked.reader, asked.people, asked.now)
    rows = _within(_of(asked.people, _decisions(asked, hull(asked.periods), cases)), asked.periods)
    columns = ("pk", "subject_id", "due_at", "met_at", "aside", "missed")
    return Batches(
        rows.annotate(missed=Subquery(_MISS.values("pk")[:1])).order_by("-due_at", "-pk").values(*columns),
        lambda found: _evidence(
            found,
            asked.reader,
            asked.now,
            lambda row: row["met_at"] is not None and row["met_at"] < row["due_at"],
            lambda row: (),
        ),
    )


_MISS = Miss.objects.filter(clock=OuterRef("pk"), level=0, person=OuterRef("person"))
_ASIDE = Exists(
    Reply.objects.filter(miss__clock=OuterRef("pk"), miss__level=0, state=ReplyState.SET_ASIDE).values("pk")
)


def counted_cases(asked: Asked) -> QuerySet[Case]:
    """The cases a number is made of. The board opens none and counts all that are about nobody: a number, never a false 0."""
    if reads_counts_only(asked.reader):
        return board_cases(asked.reader, asked.now)
    return cases_of(asked.reader, asked.people, asked.now)


def cases_of(reader: User, people: Collection[int], now: datetime) -> QuerySet[Case]:
    """The cases this reader may open behind a number."""
    seen = visible_to(reader, now)
    if reader.is_owner or reader.is_cx_manager or reader.pk not in people:
        return seen
    held = Responsibility.objects.filter(leader=reader).values("case")
    former = without_hidden(Case.objects.filter(pk__in=held), reader)
    return Case.objects.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=former.values("pk")))


def _promises(asked: Asked, period: Period, cases: QuerySet[Case]) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = promises_of(cases=cases, period=period, now=asked.now)
    with_aside: QuerySet[Any, Any] = found.annotate(aside=_ASIDE)
    return with_aside


def _decisions(asked: Asked, period: Period, cases: QuerySet[Case]) -> QuerySet[Any, Any]:
    charged = Miss.objects.filter(clock=OuterRef("pk"), level=0).values("person")
    found: QuerySet[Any, Any] = (
        Clock.objects.filter(
            subject_kind="case",
            kind=DECISION,
            armed_at__isnull=False,
            due_at__gte=period.start,
            due_at__lt=period.end,
            subject_id__in=cases.filter(mode=CaseMode.LIVE).values("pk"),
        )
        .filter(Q(due_at__lte=asked.now) | Q(met_at__isnull=False))
        .exclude(ended_at__lte=F("due_at"))
        .annotate(person=Coalesce(Subquery(charged), F("holder_id"), output_field=BigIntegerField()))
        .annotate(aside=_ASIDE)
    )
    return found


def _of(people: Collection[int], rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Of these people. Who holds or was charged is named first, because an index finds those."""
    charged = Miss.objects.filter(Among("person", people), level=0).values("clock")
    mine = Q(Among("holder", people)) | Q(AnyOf("pk", Subquery(charged)))
    found: QuerySet[Any, Any] = rows.filter(mine)
    of_them: QuerySet[Any, Any] = found.filter(Among("person", people))
    return of_them


def _within(rows: QuerySet[Any, Any], periods: Sequence[Period]) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.annotate(number=number_of("due_at", periods)).filter(
        number__isnull=False
    )
    return found


def _counts(
    rows: QuerySet[Any, Any], periods: Sequence[Period], sums: dict[str, Count], beside: Sequence[str]
) -> dict[int, list[DoneDue]]:
    found: dict[int, list[DoneDue]] = {}
    named = {f"n_{name}": one for name, one in sums.items()}
    for row in _within(rows, periods).order_by().values("person", "number").annotate(**named):
        numbers = found.setdefault(row["person"], [DoneDue(due=0)] * len(periods))
        numbers[row["number"]] = DoneDue(
            row["n_done"], row["n_due"], row["n_set_aside"], {name: row[f"n_{name}"] for name in beside}
        )
    return found


def _notes(row: dict[str, Any]) -> tuple[str, ...]:
    """What the customer got, beside what the leader did."""
    reached = row["met_at"] is not None and row["met_at"] < row["due_at"]
    said = (
        (reached, _("Reached in time")),
        (row["met_at"] is not None and not reached, _("Reached late")),
        (row["delegated"], _("Reached by somebody else")),
        (row["confirmed"], _("Confirmed by the customer")),
        (row["met_at"] is None, _("Not reached")),
    )
    return tuple(words for holds, words in said if holds)


def _evidence(
    rows: list[dict[str, Any]], reader: User, now: datetime, done: Any, notes: Any
) -> list[Evidence]:
    ids = {row["subject_id"] for row in rows}
    cases = Case.objects.select_related("customer", "place").in_bulk(list(ids))
    seen = set(visible_to(reader, now).filter(pk__in=ids).values_list("pk", flat=True))
    held = set(Responsibility.objects.filter(leader=reader, case__in=ids).values_list("case", flat=True))
    return [
        Evidence(
            row["due_at"],
            customer_name(cases[row["subject_id"]]),
            reverse("case", args=[row["subject_id"]]) if row["subject_id"] in seen | held else "",
            done(row),
            row["missed"],
            notes(row),
        )
        for row in rows
    ]
