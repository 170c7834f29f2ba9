"""Every periodic task is a command too, and the owner can always be let in again."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.management.commands import escalate_cases
from accounts.models import Event, Heartbeat, User
from accounts.operations.notices import NewNotice, notify
from accounts.rules import kinds
from accounts.rules.kinds import Message, NoticeKind
from cxapp.lib.clock import now as clock_now
from tests.cast import Cast


def _type(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(line))


def test_one_sweep_leaves_its_sign(db: None) -> None:
    out = StringIO()

    call_command("escalate_cases", stdout=out)

    assert out.getvalue() == "0 told, 0 reminded, 0 handled, 0 failed\n"
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["sweep"]


def test_with_a_pause_it_sweeps_again_and_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []

    def rest(seconds: int) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("accounts.management.commands.escalate_cases.time.sleep", rest)
    monkeypatch.setattr(escalate_cases, "close_old_connections", lambda: None)
    out = StringIO()

    with pytest.raises(KeyboardInterrupt):
        call_command("escalate_cases", every=60, stdout=out)

    assert pauses == [60, 60, 60]
    assert len(out.getvalue().splitlines()) == 3


def test_what_waits_in_the_outbox_is_sent(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_CONFIGURED = True
    monkeypatch.setitem(kinds.notices, "test", NoticeKind("test", lambda *_: Message("Hello", "World")))
    notice = NewNotice("test", "person", cast.leader.pk, "1", urgent=True)
    notify(notices=[notice], now=clock_now())
    out = StringIO()

    call_command("deliver_notices", stdout=out)

    assert out.getvalue() == "1 sent, 0 to be tried again, 0 given up\n"
    assert [letter.subject for letter in mail.outbox] == ["Hello"]


def test_while_on_hold_nothing_leaves(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_CONFIGURED = True
    monkeypatch.setitem(kinds.notices, "test", NoticeKind("test", lambda *_: Message("Hello", "World")))
    notify(notices=[NewNotice("test", "person", cast.leader.pk, "1", urgent=True)], now=clock_now())
    call_command("deliver_notices", hold=True, stdout=StringIO())
    out = StringIO()

    call_command("deliver_notices", stdout=out)

    assert (len(mail.outbox), out.getvalue()) == (0, "0 sent, 0 to be tried again, 0 given up\n")


def test_the_owner_gets_a_new_password(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "a loaf of rye bread\n")
    out = StringIO()

    call_command("set_owner_password", stdout=out)

    assert out.getvalue() == "Olga Owner signs in as olga with the new password.\n"
    assert User.objects.get(pk=cast.owner.pk).check_password("a loaf of rye bread")
    assert list(Event.objects.values_list("code", "actor_key")) == [("password_set", "system")]


def test_a_weak_password_is_refused_in_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "short\n")

    with pytest.raises(CommandError, match="It must contain at least 10 characters"):
        call_command("set_owner_password")


def test_without_an_owner_the_command_says_where_to_begin(db: None) -> None:
    with pytest.raises(CommandError, match="Open the app in a browser"):
        call_command("set_owner_password")
