"""What every family's questions are made of: whose rows, narrowed to what, by day of the house and key of the cut.

Not here: asking them (`counting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from accounts.models import Unit
from cxapp.insights.rules.families import Fold, Part, Sight, Wanted
from cxapp.lib.periods import Period
from cxapp.lib.sql import AnyOf, Below
from feedback.access import cases, responses
from feedback.access.cases import anybody_concerned
from feedback.enums import ConcernState
from feedback.models import COUNTED, Case, Concern, Response, SurveyVersion

Rows = QuerySet[Any, Any]
Keys = Mapping[str, Any]
"""For each cut the expression that is its key."""

COUNT = {"n": Count("pk")}
UNITS = ("place", "department")
WORDS = ("channel", "severity")


def within(moment: str, spans: Sequence[Period]) -> Q:
    """In any of these spans."""
    return reduce(or_, (Q(**{f"{moment}__gte": s.start, f"{moment}__lt": s.end}) for s in spans), Q())


def of_any_version() -> AnyOf:
    """Of any version of any survey: said, because the days of answers and invitations are found by their version."""
    return AnyOf("version", Subquery(SurveyVersion.objects.order_by().values("pk")))


def concerned(column: str) -> QuerySet[Any, Any]:
    """What somebody who works here is named in."""
    rows: QuerySet[Any, Any] = Concern.objects.filter(state=ConcernState.CONFIRMED).values(column)
    return rows


def of_seen_cases(rows: Rows, column: str, wanted: Wanted) -> Rows:
    """The rows whose case may be counted; `column` holds the case."""
    about = {f"{column}__in": concerned("signal__case")}
    if wanted.sight is Sight.SHARED:
        return rows.exclude(**about) if anybody_concerned() else rows
    rows = rows.filter(**{f"{column}__in": cases.visible_to(wanted.reader, wanted.now).values("pk")})
    return rows.filter(**about) if wanted.sight is Sight.ABOUT else rows


def seen_responses(wanted: Wanted) -> QuerySet[Response]:
    """The answers that may be counted."""
    about = {"pk__in": concerned("signal__response").filter(signal__response__isnull=False)}
    if wanted.sight is Sight.SHARED:
        rows = Response.objects.filter(COUNTED)
        return rows.exclude(**about) if anybody_concerned() else rows
    rows = responses.visible_to(wanted.reader, wanted.now)
    return rows.filter(**about) if wanted.sight is Sight.ABOUT else rows


def of_case(column: str, subject: str = "subject_id") -> Subquery:
    """A column of the case a row belongs to by number."""
    return Subquery(Case.objects.filter(pk=OuterRef(subject)).values(column)[:1])


def narrowed(rows: Rows, keys: Keys, where: Mapping[str, str]) -> Rows:
    """Only these keys of a cut; a unit holds all below it, a blank key is what is not known."""
    for cut, asked in where.items():
        name, values = f"in_{cut}", asked.split(",")
        rows = rows.alias(**{name: keys[cut]})
        known = [value for value in values if value]
        blank = Q(**{f"{name}__isnull": True}) if len(known) < len(values) else Q()
        if cut in UNITS and known:
            below = Below(Unit, "parent", [int(value) for value in known], itself=True)
            rows = rows.filter(Q(AnyOf(name, below)) | blank if blank else Q(AnyOf(name, below)))
        elif known:
            chosen = known if cut in WORDS else [int(value) for value in known]
            rows = rows.filter(
                Q(**{f"{name}__in": chosen}) | blank if blank else Q(**{f"{name}__in": chosen})
            )
        else:
            rows = rows.filter(blank)
    return rows


def split(
    rows: Rows,
    wanted: Wanted,
    fold: Fold,
    *,
    moment: Any,
    keys: Keys,
    splits: Sequence[str] = (),
    sums: Mapping[str, Any] = COUNT,
) -> Part:
    """One row for each day, key and combination of `splits`, with its sums; `fold` says what each counts."""
    day = TruncDate(moment, tzinfo=wanted.zone)
    key = Cast(keys[wanted.by], CharField()) if wanted.by else Value("", CharField())
    rows = narrowed(rows, keys, wanted.where).order_by().annotate(on_day=day, of_key=Coalesce(key, Value("")))
    names = (*splits, *sums)
    grouped = (
        rows.values("on_day", "of_key", *splits).annotate(**sums).values_list("on_day", "of_key", *names)
    )
    return Part(grouped, names, fold)


def grouped(rows: Rows, wanted: Wanted, *, moment: Any, keys: Keys, measures: Mapping[str, Q]) -> Part:
    """How many rows of each day and key every measure counts."""
    sums = {f"n_{name}": Count("pk", filter=condition) for name, condition in measures.items()}

    def fold(row: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        return ((name, row[f"n_{name}"]) for name in measures)

    return split(rows, wanted, fold, moment=moment, keys=keys, sums=sums)
