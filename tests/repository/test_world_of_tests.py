"""What `tests/conftest.py` promises every test."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accounts.models import Event


def _write_history() -> None:
    Event.objects.create(
        subject_kind="case",
        subject_id=1,
        seq=1,
        at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        actor_key="system",
        code="opened",
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_history_is_gone_after_a_test_and_guarded_again_in_the_next(turn: int) -> None:
    assert Event.objects.count() == 0
    _write_history()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.update(code="never was")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()


@pytest.mark.django_db
def test_the_database_is_a_real_one_and_not_the_one_people_use() -> None:
    name = str(connection.settings_dict["NAME"])

    assert "test" in name
    assert "memory" not in name


def test_no_test_reaches_beyond_this_machine() -> None:
    with socket.socket() as door, pytest.raises(UserWarning, match="allowed"):
        door.connect(("192.0.2.1", 80))


def test_files_of_a_test_stay_out_of_the_projects_folder() -> None:
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.BASE_DIR))
