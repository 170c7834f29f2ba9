"""The guard over GET: what it refuses, what it lets through, and that each exemption has its reason."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cxapp.lib.readonly import (
    EXEMPT,
    ReadOnlyOnGetMiddleware,
    WroteWhileReading,
    asked_once,
    reading_only,
    writes,
)

READING = [
    "SELECT 1",
    "  select 1",
    "(SELECT 1) UNION (SELECT 2)",
    "/* a note */ SELECT 1",
    "-- a note\nSELECT 1",
    "EXPLAIN SELECT 1",
    "PRAGMA foreign_keys",
    'SAVEPOINT "s1"',
    'RELEASE SAVEPOINT "s1"',
    'ROLLBACK TO SAVEPOINT "s1"',
    "BEGIN IMMEDIATE",
    "COMMIT",
    "WITH up AS (SELECT 1) SELECT * FROM up",
    "SELECT 'DELETE FROM feedback_case'",
]
WRITING = [
    "INSERT INTO feedback_case (id) VALUES (1)",
    "insert or replace into feedback_case (id) values (1)",
    'UPDATE "feedback_case" SET id = 2',
    "DELETE FROM feedback_case",
    "REPLACE INTO feedback_case VALUES (1)",
    "/* SELECT */ DELETE FROM feedback_case",
    "-- SELECT\nDELETE FROM feedback_case",
    "TRUNCATE feedback_case",
    "CREATE TABLE t (id int)",
    "DROP TABLE feedback_case",
    "ALTER TABLE feedback_case ADD x int",
    "WITH gone AS (DELETE FROM feedback_case RETURNING id) SELECT * FROM gone",
    "MERGE INTO feedback_case USING x ON true WHEN MATCHED THEN DELETE",
    "UPDATE feedback_case SET note = 'django_session'",
    "DELETE FROM django_session_copy",
    "VACUUM",
    "",
]


@pytest.mark.parametrize("sql", READING)
def test_a_reading_statement_passes(sql: str) -> None:
    assert not writes(sql)


@pytest.mark.parametrize("sql", WRITING)
def test_a_writing_statement_is_refused(sql: str) -> None:
    assert writes(sql)


@pytest.mark.parametrize("table", [table for table, _reason in EXEMPT])
@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "{}" (id) VALUES (1)',
        'UPDATE "{}" SET id = 1',
        "DELETE FROM {} WHERE id = 1",
        'UPDATE "public"."{}" SET id = 1',
    ],
)
def test_an_exempt_table_may_be_written_while_reading(table: str, sql: str) -> None:
    assert not writes(sql.format(table))


def test_every_exemption_says_why() -> None:
    assert [table for table, reason in EXEMPT if len(reason.split()) < 5] == []


@pytest.mark.django_db
def test_within_the_guard_reading_works_and_writing_raises_with_the_remedy() -> None:
    with reading_only(), connection.cursor() as cursor:
        cursor.execute("SELECT 41 + 1")
        assert cursor.fetchone() == (42,)
        with pytest.raises(WroteWhileReading, match="Do it in a POST"):
            cursor.execute("DELETE FROM django_content_type")


@pytest.mark.django_db
def test_transactions_and_savepoints_work_within_the_guard() -> None:
    with reading_only(), transaction.atomic(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_the_guard_ends_with_its_block() -> None:
    with reading_only():
        pass

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_content_type WHERE id = -1")
        assert cursor.rowcount == 0


def _delete_nothing(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_content_type WHERE id = -1")
    return HttpResponse("done")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_view_that_writes_is_stopped_when_it_is_only_asked_for(method: str) -> None:
    request = getattr(RequestFactory(), method)("/")

    with pytest.raises(WroteWhileReading):
        ReadOnlyOnGetMiddleware(_delete_nothing)(request)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_view_may_write_when_it_is_asked_to_act(method: str) -> None:
    request = getattr(RequestFactory(), method)("/")

    response = ReadOnlyOnGetMiddleware(_delete_nothing)(request)

    assert response.status_code == 200


def test_while_reading_a_question_is_asked_once_and_afterwards_anew() -> None:
    asked: list[tuple[int, str]] = []

    @asked_once
    def question(number: int, *, how: str = "") -> int:
        asked.append((number, how))
        return number + len(asked)

    with reading_only():
        assert [question(1), question(1), question(2), question(1, how="x"), question(1)] == [2, 2, 4, 4, 2]
    with reading_only():
        assert question(1) == 5
    assert [question(1), question(1)] == [6, 7]
