"""The timeline can be proved: every way of tampering with it is found, and what is right is said to hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import Event, User
from accounts.operations.history import compare, heads, verify
from accounts.operations.timeline import Entry, record
from cxapp.lib import triggers
from tests.cast import NOW, Cast

TABLE = "accounts_event"


@pytest.fixture
def story(cast: Cast) -> Cast:
    """Five events about Anna, three about Bruno."""
    for person, count in ((cast.leader, 5), (cast.peer, 3)):
        for number in range(count):
            entry = Entry("person", person.pk, "greeted", cast.owner, {"number": number, "word": "ÅÜ"})
            record(entries=[entry], now=NOW + timedelta(minutes=number))
    return cast


@pytest.fixture
def unguarded(story: Cast) -> Iterator[Cast]:
    """The database as somebody with full rights would have it while tampering; guarded again afterwards."""
    triggers.remove(connection, TABLE)
    yield story
    triggers.install(connection, TABLE)


def _events(person: User) -> list[Event]:
    return list(Event.objects.filter(subject_kind="person", subject_id=person.pk).order_by("seq"))


def _tampered() -> list[tuple[int, int]]:
    """What `verify` finds once the guard stands again: (subject, seq)."""
    triggers.install(connection, TABLE)
    return [(fault.subject, fault.seq) for fault in verify().faults]


def test_an_untouched_timeline_holds(story: Cast) -> None:
    verdict = verify()

    assert (verdict.holds, verdict.events, verdict.chains) == (True, 8, 2)


def test_an_empty_timeline_holds(db: None) -> None:
    assert verify().holds


@pytest.mark.parametrize(
    "change",
    [
        {"code": "praised"},
        {"actor_name": "Somebody Else"},
        {"data": {"number": 9}},
        {"at": NOW + timedelta(days=9)},
    ],
)
def test_an_edited_event_is_found(unguarded: Cast, change: dict[str, object]) -> None:
    Event.objects.filter(pk=_events(unguarded.leader)[2].pk).update(**change)

    assert _tampered() == [(unguarded.leader.pk, 3)]


def test_an_event_deleted_in_the_middle_is_found(unguarded: Cast) -> None:
    _events(unguarded.leader)[2].delete()

    assert _tampered() == [(unguarded.leader.pk, 4)]


def test_an_event_deleted_and_the_rest_renumbered_is_found(unguarded: Cast) -> None:
    third, fourth, fifth = _events(unguarded.leader)[2:]
    third.delete()
    for event in (fourth, fifth):
        Event.objects.filter(pk=event.pk).update(seq=event.seq - 1)

    assert _tampered() == [(unguarded.leader.pk, 3)]


def test_two_events_in_another_order_are_found(unguarded: Cast) -> None:
    second, third = _events(unguarded.leader)[1:3]
    Event.objects.filter(pk=second.pk).update(seq=99)
    Event.objects.filter(pk=third.pk).update(seq=2)
    Event.objects.filter(pk=second.pk).update(seq=3)

    assert _tampered() == [(unguarded.leader.pk, 2)]


def test_the_timelines_of_two_people_swapped_are_found(unguarded: Cast) -> None:
    anna, bruno = unguarded.leader, unguarded.peer
    of_anna = [event.pk for event in _events(anna)]
    of_bruno = [event.pk for event in _events(bruno)]
    Event.objects.filter(pk__in=of_anna).update(subject_id=0)
    Event.objects.filter(pk__in=of_bruno).update(subject_id=anna.pk)
    Event.objects.filter(pk__in=of_anna).update(subject_id=bruno.pk)

    assert sorted(_tampered()) == sorted([(anna.pk, 1), (bruno.pk, 1)])


def test_a_tail_cut_off_is_found_by_the_head_of_its_row(unguarded: Cast) -> None:
    _events(unguarded.leader)[-1].delete()

    assert _tampered() == [(unguarded.leader.pk, 5)]


def test_a_whole_timeline_removed_is_found(unguarded: Cast) -> None:
    Event.objects.filter(subject_id=unguarded.leader.pk).delete()

    assert _tampered() == [(unguarded.leader.pk, 1)]


def test_an_event_that_was_never_written_by_us_is_found(unguarded: Cast) -> None:
    last = _events(unguarded.leader)[-1]
    last.pk, last.seq, last.mac = None, 6, "0" * 64
    last.save()

    assert _tampered() == [(unguarded.leader.pk, 6)]


def test_a_tail_cut_off_together_with_its_head_is_found_by_heads_kept_elsewhere(unguarded: Cast) -> None:
    kept = list(heads())
    events = _events(unguarded.leader)
    events[-1].delete()
    User.objects.filter(pk=unguarded.leader.pk).update(seq=4, mac=events[3].mac)

    assert _tampered() == []
    assert [(fault.subject, fault.seq) for fault in compare(kept)] == [(unguarded.leader.pk, 5)]


def test_heads_kept_elsewhere_still_hold_after_more_has_happened(story: Cast) -> None:
    kept = list(heads())
    record(entries=[Entry("person", story.leader.pk, "greeted", story.owner)], now=NOW + timedelta(days=1))

    assert list(compare(kept)) == []


def test_a_timeline_of_somebody_unknown_is_found(unguarded: Cast) -> None:
    Event.objects.filter(pk=_events(unguarded.peer)[0].pk).update(subject_kind="ghost")

    assert (unguarded.peer.pk, 1) in _tampered()


def test_a_missing_guard_is_no_proof(unguarded: Cast) -> None:
    verdict = verify()

    assert (verdict.guarded, verdict.holds) == (False, False)


def test_another_key_than_the_one_that_sealed_is_named(story: Cast, settings: Settings) -> None:
    settings.HISTORY_KEY_ID = "2"

    assert verify().faults[0].sentence == "sealed with key 1, and this installation has key 2"


def test_since_walks_only_what_was_touched_since(story: Cast) -> None:
    verdict = verify(since=NOW + timedelta(minutes=4))

    assert (verdict.holds, verdict.chains, verdict.events) == (True, 1, 5)


def test_since_still_finds_what_was_changed_before_in_a_touched_timeline(unguarded: Cast) -> None:
    Event.objects.filter(pk=_events(unguarded.leader)[0].pk).update(code="praised")
    triggers.install(connection, TABLE)

    assert [fault.seq for fault in verify(since=NOW + timedelta(minutes=4)).faults] == [1]


def test_the_walk_takes_the_same_queries_for_more_timelines(story: Cast) -> None:
    with CaptureQueriesContext(connection) as few:
        verify()
    others = [story.director, story.front_line, story.board, story.outsider]
    record(entries=[Entry("person", person.pk, "greeted", story.owner) for person in others], now=NOW)
    with CaptureQueriesContext(connection) as many:
        verify()

    assert len(many) == len(few)


def test_the_command_says_what_it_proved(story: Cast) -> None:
    out = StringIO()

    call_command("verify_history", stdout=out)

    assert out.getvalue() == "The timeline holds: 8 lines in 2 chains, triggers present.\n"


def test_the_command_names_the_first_bad_line(unguarded: Cast) -> None:
    Event.objects.filter(pk=_events(unguarded.leader)[2].pk).update(code="praised")
    triggers.install(connection, TABLE)

    with pytest.raises(CommandError) as raised:
        call_command("verify_history")

    assert str(raised.value) == (
        f"The timeline does not hold. First bad line: person {unguarded.leader.pk}, event 3: "
        "was changed after it was written, moved, or follows one that was."
    )
    assert raised.value.returncode == 1


def test_the_command_says_how_to_restore_the_guard(unguarded: Cast) -> None:
    with pytest.raises(CommandError, match=r"Run: python manage\.py migrate"):
        call_command("verify_history")


def test_the_command_keeps_heads_and_compares_with_them(unguarded: Cast, tmp_path: Path) -> None:
    triggers.install(connection, TABLE)
    file = tmp_path / "heads.jsonl"
    call_command("verify_history", export_heads=file, stdout=StringIO())
    assert len([json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]) == 2
    call_command("verify_history", heads=file, stdout=StringIO())

    triggers.remove(connection, TABLE)
    events = _events(unguarded.peer)
    events[-1].delete()
    User.objects.filter(pk=unguarded.peer.pk).update(seq=2, mac=events[1].mac)
    triggers.install(connection, TABLE)

    with pytest.raises(CommandError, match="its tail was cut or replaced"):
        call_command("verify_history", heads=file)


@pytest.mark.parametrize("content", ["no heads\n", '{"kind": "person"}\n'])
def test_a_file_that_holds_no_heads_is_refused_in_words(story: Cast, tmp_path: Path, content: str) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match="cannot be read as kept heads"):
        call_command("verify_history", heads=file)


def test_a_day_that_is_none_is_refused_in_words(db: None) -> None:
    with pytest.raises(CommandError, match="Give a day like 2026-03-01"):
        call_command("verify_history", since="yesterday")


def test_the_check_of_the_database_says_nothing_while_the_triggers_stand(db: None) -> None:
    assert checks.run_checks(tags=["database"], databases=["default"]) == []


def test_the_check_of_the_database_names_the_remedy_where_one_trigger_is_gone(db: None) -> None:
    for verb in triggers.verbs(connection.vendor):
        with connection.cursor() as cursor:
            on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {TABLE}_no_{verb}{on}")

        [found] = checks.run_checks(tags=["database"], databases=["default"])
        triggers.install(connection, TABLE)

        assert (found.id, found.level) == ("accounts.W001", checks.WARNING)
        assert str(found.hint).startswith("Run: python manage.py migrate.")


def test_the_check_leaves_a_database_alone_that_was_not_named() -> None:
    assert [found for found in checks.run_checks() if found.id == "accounts.W001"] == []
