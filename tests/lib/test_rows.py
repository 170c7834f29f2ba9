"""Many rows in one statement: what is stored and changed is what was handed in, whatever signs are in it."""

from __future__ import annotations

import pytest

from accounts.models import IdempotencyKey, Notice
from cxapp.lib.sql import FEW, insert_rows, insert_unless_there, update_rows
from feedback.models import Text
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
