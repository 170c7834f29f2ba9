"""Questions whose SQL is kept: other values, the same answer the ORM gives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import DateTimeField, QuerySet
from pytest_django import DjangoAssertNumQueries

from accounts.models import Absence, User
from cxapp.lib.kept import Among, Given, Kept
from tests.cast import NOW, Cast

MADE: list[int] = []


def _away() -> QuerySet[Absence, tuple[object, ...]]:
    MADE.append(1)
    rows = Absence.objects.filter(Among("person", "people"), ends__gt=Given("now", DateTimeField()))
    return rows.order_by("pk").values_list("person_id", "ends")


@pytest.fixture
def absences(cast: Cast) -> Cast:
    for who in (cast.leader, cast.peer):
        Absence.objects.create(person=who, starts=NOW, ends=NOW + timedelta(days=1))
    return cast


def test_the_sql_is_made_once_and_the_values_change(absences: Cast) -> None:
    MADE.clear()
    question, cast = Kept(_away), absences

    answers = [question(people=[pk], now=NOW) for pk in (cast.leader.pk, cast.peer.pk, cast.owner.pk)]

    ends = NOW + timedelta(days=1)
    assert answers == [[(cast.leader.pk, ends)], [(cast.peer.pk, ends)], []]
    assert len(MADE) == 1


def test_a_moment_counts_to_the_second(absences: Cast) -> None:
    question, person = Kept(_away), absences.leader.pk
    ends = NOW + timedelta(days=1)

    found = [len(question(people=[person], now=ends - timedelta(seconds=left))) for left in (1, 0)]

    assert found == [1, 0]


def test_nobody_is_among_none(cast: Cast) -> None:
    assert not User.objects.filter(Among("pk", [])).exists()


def test_words_are_found_among_words(cast: Cast) -> None:
    names = ["Anna Leader", "nobody's {name}"]

    found = User.objects.filter(Among("name", names, of="text")).values_list("name", flat=True)

    assert list(found) == ["Anna Leader"]


def test_objects_come_as_the_orm_makes_them(
    absences: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def _rows() -> QuerySet[Absence]:
        rows = Absence.objects.filter(Among("person", "people")).select_related("person", "deputy")
        return rows.only("ends", "person__name", "deputy__name")

    question = Kept(_rows)

    with django_assert_num_queries(1):
        [found] = question.objects(people=[absences.peer.pk])
        seen = (found.person.name, found.deputy, found.ends)
    assert seen == (absences.peer.name, None, NOW + timedelta(days=1))
    assert found == Absence.objects.get(person=absences.peer)
    assert found.get_deferred_fields() == {"starts"}
