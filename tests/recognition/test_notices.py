"""The words of the mails, made when they are sent and only while they are still true."""

from __future__ import annotations

from django.conf import settings

from accounts.models import Notice, User
from accounts.rules.kinds import Message, notices
from recognition.models import Kudos
from recognition.operations.kudos import confirm_compliment
from recognition.operations.wall import hide, reply
from tests.cast import NOW, Cast
from tests.recognition.conftest import WORDS


def _mail(kind: str, person: User) -> Message | None:
    notice = Notice.objects.get(kind=kind, recipient_id=person.pk)
    return notices[kind].render(person, notice.data, NOW)


def test_whoever_is_thanked_reads_by_whom_what_for_and_where(cast: Cast, thanked: Kudos) -> None:
    mail = _mail("kudos", cast.front_line)

    assert mail is not None
    assert mail.subject == "Bruno Peer thanks you"
    assert mail.body.split("\n\n") == [
        "Bruno Peer thanks you:",
        f"“{WORDS}”",
        "Our value: We help each other",
        f"{settings.SITE_URL}/thanks/{thanked.uuid}/",
        "This came because the thanks are for you. You can ask for fewer mails in your settings.\n",
    ]


def test_the_leader_reads_who_of_theirs_was_thanked(cast: Cast, thanked: Kudos) -> None:
    mail = _mail("kudos_leader", cast.leader)

    assert mail is not None
    assert mail.subject == "Bruno Peer thanks Fay Front"


def test_what_was_taken_down_is_not_sent(cast: Cast, thanked: Kudos) -> None:
    hide(by=cast.cx_manager, kudos=thanked, why="The customer is named.", now=NOW)

    assert [_mail("kudos", cast.front_line), _mail("kudos_leader", cast.leader)] == [None, None]


def test_the_leader_is_asked_whom_praise_is_for(cast: Cast, waiting: Kudos) -> None:
    mail = _mail("kudos_waiting", cast.leader)

    assert mail is not None
    assert mail.subject == "Mrs Example praises somebody: whom is it for?"


def test_nobody_is_asked_what_somebody_has_already_said(cast: Cast, waiting: Kudos) -> None:
    confirm_compliment(by=cast.cx_manager, kudos=waiting, receivers=[cast.front_line], now=NOW)

    assert _mail("kudos_waiting", cast.leader) is None


def test_the_giver_reads_the_reply(cast: Cast, thanked: Kudos) -> None:
    reply(by=cast.front_line, kudos=thanked, text="It was a joy.", now=NOW)

    mail = _mail("kudos_reply", cast.peer)

    assert mail is not None
    assert (mail.subject, mail.body.split("\n\n")[1]) == (
        "Fay Front answered thanks of yours",
        "“It was a joy.”",
    )
