"""Several questions in one statement: each answered as if it were asked by itself, on both engines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import BooleanField, Count, DecimalField, ExpressionWrapper, Max, Q, Value
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, Unit, User
from cxapp.insights.models import Counting, Tally
from cxapp.lib import at_once
from cxapp.lib.at_once import Asked, ask, joined, question, together, totals
from cxapp.lib.kept import Among
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_rows_come_back_as_the_orm_reads_them(cast: Cast) -> None:
    Tally.objects.create(family="x", grain="day", start=NOW.date(), counts={"a": 1, "é": 2})
    Counting.objects.create(family="x", counted_at=NOW, first=date(2026, 1, 1))
    questions = [
        Tally.objects.values_list("start", "counts", "key"),
        Counting.objects.values_list("counted_at", "first", "through"),
        User.objects.values_list("pk", "is_owner", "name"),
        Organisation.objects.annotate(
            worth=Value(Decimal("12.50"), DecimalField(max_digits=9, decimal_places=2)),
            known=ExpressionWrapper(Q(pk=1), BooleanField()),
        ).values_list("worth", "known"),
    ]

    found = ask(*questions)

    assert [sorted(rows) for rows in found] == [sorted(rows) for rows in questions]
    assert [type(value) for value in found[3][0]] == [Decimal, bool]


def test_all_of_them_are_one_statement(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        ask(User.objects.values_list("pk"), Unit.objects.values_list("pk"))


def test_what_can_have_no_rows_is_not_asked(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert ask(User.objects.filter(pk__in=[]).values_list("pk")) == [[]]


def test_more_than_one_statement_holds_are_asked_in_several(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(at_once, "MOST", 2)
    with django_assert_num_queries(2):
        found = ask(
            *[
                User.objects.filter(pk=one.pk).values_list("pk")
                for one in (cast.owner, cast.leader, cast.peer)
            ]
        )

    assert found == [[(cast.owner.pk,)], [(cast.leader.pk,)], [(cast.peer.pk,)]]


def test_a_kept_question_is_filled_anew_each_time(cast: Cast) -> None:
    kept = question(User.objects.filter(Among("pk", "people")).values_list("pk"))

    assert ask(kept.filled({"people": [cast.owner.pk]}), kept.filled({"people": [cast.peer.pk]})) == [
        [(cast.owner.pk,)],
        [(cast.peer.pk,)],
    ]


def test_totals_are_what_aggregate_says(cast: Cast) -> None:
    asked = [
        totals(rows, n=Count("pk"), last=Max("pk")) for rows in (User.objects.all(), Tally.objects.all())
    ]

    users, tallies = ask(*asked)

    assert users == [(User.objects.count(), User.objects.order_by("-pk")[0].pk)]
    assert tallies == [(0, None)]


def test_each_part_gets_its_own_rows(cast: Cast) -> None:
    one = Asked([User.objects.filter(pk=cast.owner.pk).values_list("name")], lambda rows: rows[0][0][0])
    none: Asked[int] = Asked([], len)
    two = joined([one, none, one], tuple)

    assert together([two, one]) == [(cast.owner.name, 0, cast.owner.name), cast.owner.name]
