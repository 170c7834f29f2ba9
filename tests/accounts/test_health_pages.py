"""What the machine says about itself: to monitors, to leaders, to those who keep it running."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from accounts.enums import DeliveryState
from accounts.models import Delivery, Event, Heartbeat, Notice, Organisation, User
from accounts.queries.health import health, version
from accounts.views import probes
from cxapp.lib import triggers
from cxapp.lib.clock import now as clock_now
from tests.cast import NOW, Cast


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _silent() -> None:
    Heartbeat.objects.create(name="sweep", at=clock_now() - timedelta(minutes=4))


def _dead_letter(person: User, key: str = "1") -> Delivery:
    notice = Notice.objects.create(
        kind="x", recipient_kind="person", recipient_id=person.pk, reason_key=key, created_at=NOW
    )
    return Delivery.objects.create(
        notice=notice,
        state=DeliveryState.FAILED,
        next_try=NOW,
        tries=10,
        error="SMTPServerDisconnected: gone",
    )


def _database_away() -> None:
    raise DatabaseError("connection refused")


def test_live_answers_whatever_else_is_wrong(db: None) -> None:
    _silent()

    answer = Client().get("/live/")

    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_live_asks_nothing_of_the_database() -> None:
    assert Client().get("/live/").status_code == 200


def test_ready_while_everything_runs(db: None) -> None:
    Heartbeat.objects.create(name="sweep", at=clock_now())

    answer = Client().get("/ready/")

    assert (answer.status_code, answer.json()) == (200, {"ready": True})


def test_a_new_installation_is_ready_before_its_first_sweep(db: None) -> None:
    assert Client().get("/ready/").status_code == 200


def test_not_ready_while_the_sweep_is_silent_and_strangers_learn_no_more(db: None) -> None:
    _silent()

    answer = Client().get("/ready/")

    assert (answer.status_code, answer.json()) == (503, {"ready": False})


@pytest.mark.parametrize(
    ("who", "body"),
    [
        ("administrator", {"ready": False, "part": "sweep"}),
        ("owner", {"ready": False, "part": "sweep"}),
        ("front_line", {"ready": False}),
    ],
)
def test_the_missing_part_is_named_to_those_who_keep_the_machine(
    cast: Cast, who: str, body: dict[str, object]
) -> None:
    _silent()

    assert _as(getattr(cast, who)).get("/ready/").json() == body


def test_not_ready_while_the_database_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "is_silent", lambda now: _database_away())

    answer = Client().get("/ready/")

    assert (answer.status_code, answer.json()) == (503, {"ready": False})


def test_leaders_read_the_first_sentence_only(cast: Cast) -> None:
    _dead_letter(cast.leader)
    Heartbeat.objects.create(name="sweep", at=clock_now())

    page = _as(cast.leader).get("/admin/health/").content.decode()

    assert "The escalation clock runs: last " in page
    assert "Letters given up" not in page
    assert "Outbox worker" not in page


def test_a_silent_clock_is_said_in_the_first_sentence(cast: Cast) -> None:
    _silent()

    page = _as(cast.leader).get("/admin/health/").content.decode()

    assert "The escalation clock stands still since " in page


def test_the_administrator_sends_dead_letters_again(cast: Cast) -> None:
    letter = _dead_letter(cast.leader)
    client = _as(cast.administrator)
    assert "SMTPServerDisconnected: gone" in client.get("/admin/health/").content.decode()

    answer = client.post("/admin/health/send-again/", {"delivery": [str(letter.pk), "x"]}, follow=True)

    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.error) == (DeliveryState.QUEUED, 0, "")
    assert "1 letter is queued again." in answer.content.decode()
    assert "SMTPServerDisconnected" not in answer.content.decode()


def test_the_outbox_of_a_restored_backup_waits_for_a_persons_word(cast: Cast) -> None:
    Organisation.objects.update(outbox_held=True)
    client = _as(cast.owner)
    assert "The outbox is on hold" in client.get("/admin/health/").content.decode()

    answer = client.post("/admin/health/release/", follow=True)

    assert "The outbox is on hold" not in answer.content.decode()
    assert not Organisation.objects.get().outbox_held


def test_a_missing_guard_of_the_timeline_is_shown(cast: Cast) -> None:
    triggers.remove(connection, Event._meta.db_table)
    try:
        page = _as(cast.administrator).get("/admin/health/").content.decode()
    finally:
        triggers.install(connection, Event._meta.db_table)

    assert "Its guard is missing. Run: python manage.py migrate" in page


def test_what_waits_in_the_outbox_is_counted_by_state(cast: Cast) -> None:
    _dead_letter(cast.leader, "1")
    queued = _dead_letter(cast.leader, "2")
    Delivery.objects.filter(pk=queued.pk).update(state=DeliveryState.QUEUED)

    state = health(now=NOW + timedelta(hours=1))

    assert state.outbox == {"queued": 1, "sending": 0, "failed": 1}
    assert state.oldest_queued == NOW


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Changes\n\n## Unreleased\n\n## 1.2.3 - 2026-11-21\n\n## 1.2.2\n", "1.2.3"),
        ("## [0.4.0] - 2026-01-01\n", "0.4.0"),
        ("# Changes\n", ""),
    ],
)
def test_the_version_is_the_newest_of_the_change_log(tmp_path: Path, text: str, found: str) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(text, encoding="utf-8")

    assert version(file) == found


def test_without_a_change_log_the_version_is_not_known(tmp_path: Path) -> None:
    assert version(tmp_path / "CHANGELOG.md") == ""
