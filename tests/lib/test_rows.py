"""Many rows in one statement: what is stored and changed is what was handed in, whatever signs are in it."""

from __future__ import annotations

import pytest
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from accounts.models import Clock, Delivery, IdempotencyKey, Notice
from cxapp.lib.new_rows import new_row
from cxapp.lib.sql import FEW, insert_rows, insert_unless_there, update_rows
from feedback.models import Case, ContactPoint, Customer, Responsibility, Signal, Text
from tests.cast import NOW

pytestmark = pytest.mark.django_db

SIGNS = ['"', "\\", "{a,b}", "NULL", "", "it's %s", "line\nline", 'é"\\"']


@pytest.mark.parametrize("times", [1, FEW])
def test_words_with_any_sign_are_stored_in_order(times: int) -> None:
    rows = [Text(body=body) for body in SIGNS * times]

    insert_rows(rows)

    stored = Text.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    assert list(stored.values_list("body", flat=True)) == SIGNS * times


def test_words_with_any_sign_take_the_place_of_others() -> None:
    rows = [Text(body="before") for _ in SIGNS]
    insert_rows(rows)

    changed = update_rows(Text, ["body"], [(row.pk, body) for row, body in zip(rows, SIGNS, strict=True)])

    assert changed == len(SIGNS)
    assert list(Text.objects.order_by("pk").values_list("body", flat=True)) == SIGNS


def test_data_of_many_rows_keeps_its_shape() -> None:
    data = [{"words": sign, "ids": [number, None], "so": True} for number, sign in enumerate(SIGNS * 2)]
    rows = [
        Notice(
            kind="k", recipient_kind="person", recipient_id=1, reason_key=str(n), data=each, created_at=NOW
        )
        for n, each in enumerate(data)
    ]

    insert_rows(rows)

    assert list(Notice.objects.order_by("pk").values_list("data", flat=True)) == data


def test_a_row_with_another_guard_is_left_alone() -> None:
    [first, second] = [Text(body="one"), Text(body="two")]
    insert_rows([first, second])
    rows = [(first.pk, "one", "changed"), (second.pk, "not two", "changed")]

    changed = update_rows(Text, ["body"], rows, guards=["body"])

    assert changed == 1
    assert list(Text.objects.order_by("pk").values_list("body", flat=True)) == ["changed", "two"]


def test_a_row_that_is_there_is_not_inserted_again() -> None:
    keys = [IdempotencyKey(scope="s", key="k", request_digest="d", at=NOW) for _ in range(2)]

    assert [insert_unless_there(key) for key in keys] == [True, False]
    assert [key.pk is None for key in keys] == [False, True]


MADE_ANEW = {"_state", "salt", "uuid"}


@pytest.mark.parametrize(
    "model", [Case, Clock, ContactPoint, Customer, Delivery, Notice, Responsibility, Signal, Text]
)
def test_a_new_row_holds_what_the_model_would_give_it(model: type[Model]) -> None:
    row, expected = new_row(model), model()

    assert row._state.adding
    assert row.__dict__.keys() == expected.__dict__.keys()
    assert {name: value for name, value in row.__dict__.items() if name not in MADE_ANEW} == {
        name: value for name, value in expected.__dict__.items() if name not in MADE_ANEW
    }


def test_what_is_made_anew_is_no_other_rows() -> None:
    first, second = new_row(Notice), new_row(Notice)

    assert first.data is not second.data
    assert new_row(Text).salt != new_row(Text).salt


def test_a_relation_of_a_new_row_is_there_without_a_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    words = Text(body="late")
    insert_rows([words])

    with django_assert_num_queries(0):
        row = new_row(Case, words=words, leader_id=7)

        assert (row.words, row.words_id, row.leader_id) == (words, words.pk, 7)


def test_a_new_row_has_no_other_columns() -> None:
    with pytest.raises(TypeError, match="no column lider_id"):
        new_row(Case, lider_id=7)
