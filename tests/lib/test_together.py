"""Writing together: everything is stored as if it had been sent at once, in fewer messages where there is a way to go."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField

from accounts.models import IdempotencyKey
from cxapp.lib.kept import Given, Kept
from cxapp.lib.readonly import WroteWhileReading, reading_only
from cxapp.lib.sql import insert_rows, set_rows, update_rows
from cxapp.lib.statements import parts_of
from cxapp.lib.together import FailedBefore, give_numbers, reserve, together
from feedback.models import Text
from tests.cast import NOW

pytestmark = pytest.mark.django_db

on_postgresql = pytest.mark.services


class GivenUp(Exception):
    pass


class Messages:
    """What is sent, as a wrapper around every question."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.sent.append(sql)
        return execute(sql, params, many, context)


def key(name: str) -> IdempotencyKey:
    return IdempotencyKey(scope="form", key=name, request_digest="d", at=NOW)


@transaction.atomic
def _text_and_key(body: str) -> None:
    with together():
        insert_rows([Text(body=body)])
        insert_rows([key("k")])


@transaction.atomic
def _text_then_give_up(body: str) -> None:
    insert_rows([Text(body=body)])
    raise GivenUp


def bodies() -> list[str]:
    return list(Text.objects.order_by("pk").values_list("body", flat=True))


def test_what_is_written_together_is_stored_in_its_order() -> None:
    rows = [Text(body="one %"), Text(body="two")]

    with transaction.atomic(), together():
        insert_rows(rows)
        set_rows(Text, ["body"], [(rows[1].pk, "three %s")])
        insert_rows([Text(body="four")])

    assert bodies() == ["one %", "three %s", "four"]
    assert [row.body for row in Text.objects.filter(pk=rows[0].pk)] == ["one %"]


def test_a_question_within_the_block_sees_what_was_written_before_it() -> None:
    with transaction.atomic(), together():
        insert_rows([Text(body="one")])

        assert bodies() == ["one"]


def test_what_is_there_already_is_met_inside_the_block_and_undone_with_its_savepoint() -> None:
    insert_rows([key("k")])

    with transaction.atomic(), together():
        insert_rows([Text(body="before")])
        with pytest.raises(IntegrityError):
            _text_and_key("undone")
        insert_rows([Text(body="after")])

    assert bodies() == ["before", "after"]


def test_a_part_that_is_given_up_before_it_was_sent_is_never_stored() -> None:
    with transaction.atomic(), together():
        insert_rows([Text(body="before")])
        with pytest.raises(GivenUp):
            _text_then_give_up("undone")
        insert_rows([Text(body="after")])

    assert bodies() == ["before", "after"]


def test_what_a_savepoint_at_the_end_holds_is_stored() -> None:
    with transaction.atomic(), together():
        with transaction.atomic():
            insert_rows([Text(body="within")])
        with transaction.atomic():
            bodies()

    assert bodies() == ["within"]


def test_what_is_there_already_is_met_before_the_next_savepoint_begins() -> None:
    insert_rows([key("k")])
    reached: list[str] = []

    with pytest.raises((IntegrityError, FailedBefore)):
        _key_then_a_savepoint(reached)

    assert (reached, bodies()) == ([], [])


@transaction.atomic
def _key_then_a_savepoint(reached: list[str]) -> None:
    with together():
        insert_rows([key("k")])
        with transaction.atomic():
            reached.append("inside")


def test_what_is_there_already_is_met_where_its_savepoint_ends() -> None:
    insert_rows([key("k")])

    with transaction.atomic(), together():
        with pytest.raises(IntegrityError):
            _key_in_a_savepoint()
        insert_rows([Text(body="after")])

    assert bodies() == ["after"]


@transaction.atomic
def _key_in_a_savepoint() -> None:
    insert_rows([key("k")])


def test_rows_are_stored_under_the_numbers_they_were_given() -> None:
    first, second, third = Text(body="one"), Text(body="two"), Text(body="three")

    give_numbers([first, second])
    numbers = [first.pk, second.pk]
    insert_rows([third])
    insert_rows([first, second])

    assert len({*numbers, third.pk}) == 3
    assert dict(Text.objects.values_list("pk", "body")) == {
        numbers[0]: "one",
        numbers[1]: "two",
        third.pk: "three",
    }


def test_rows_stored_without_a_number_never_meet_one_that_was_given() -> None:
    for _ in range(3):
        ahead = Text(body="ahead")
        give_numbers([ahead])
        Text.objects.create(body="in between")
        insert_rows([ahead])

    assert Text.objects.count() == 6


@on_postgresql
def test_two_tables_a_savepoint_and_a_question_are_one_message() -> None:
    messages = Messages()
    row = key("k")

    with transaction.atomic(), together():
        reserve({Text: 1, IdempotencyKey: 1})
        with connection.execute_wrapper(messages), transaction.atomic():
            insert_rows([Text(body="one")])
            insert_rows([row])
            set_rows(IdempotencyKey, ["result_id"], [(row.pk, 7)])
            changed = update_rows(IdempotencyKey, ["result_kind"], [(row.pk, "case")])

    assert changed == 1
    [message] = messages.sent
    assert [part.split()[0] for part in parts_of(message)] == [
        *("SAVEPOINT", "INSERT", "INSERT", "UPDATE", "UPDATE"),
    ]
    row.refresh_from_db()
    assert (row.result_kind, row.result_id) == ("case", 7)


@on_postgresql
def test_what_waits_is_guarded_while_reading() -> None:
    with transaction.atomic(), reading_only(), pytest.raises(WroteWhileReading), together():
        insert_rows([Text(body="one")])


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_it_belongs_into_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError), together():
        raise AssertionError("the block must not begin")


def test_a_kept_question_answers_for_each_value_and_for_signs_in_its_text() -> None:
    insert_rows([Text(body="100 % sure", salt="s"), Text(body="sure", salt="s")])
    question = Kept(
        lambda: Text.objects.filter(body__contains=" % ", salt=Given("salt", CharField())).values_list("body")
    )

    assert [question(salt=salt) for salt in ("s", "t", "s")] == [[("100 % sure",)], [], [("100 % sure",)]]
