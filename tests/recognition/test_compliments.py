"""Customers' praise: when it waits, who says whom it is for, who hears of it."""

from __future__ import annotations

import pytest

from accounts.models import Event, Notice
from cxapp.lib.errors import NotAllowed
from feedback.announcements import praise_given
from recognition.models import Kudos
from recognition.operations.kudos import (
    AlreadyConfirmed,
    CannotConfirm,
    CannotThank,
    compliment,
    confirm_compliment,
)
from tests.cast import NOW, Cast


def _told() -> set[tuple[str, int]]:
    return set(Notice.objects.values_list("kind", "recipient_id"))


def _people(kudos: Kudos) -> list[str]:
    return list(kudos.receivers.order_by("person__name").values_list("person__name", flat=True))


def test_praise_passed_on_by_a_colleague_who_names_somebody_reaches_the_wall_at_once(cast: Cast) -> None:
    kudos = compliment(
        words="She was kind.",
        customer_name="",
        names_typed="",
        receivers=[cast.front_line],
        place=cast.leeds,
        typed_in_by=cast.outsider,
        now=NOW,
    )

    assert (kudos.confirmed_at, kudos.confirmed_by) == (NOW, cast.outsider)
    assert _told() == {("kudos", cast.front_line.pk), ("kudos_leader", cast.leader.pk)}


def test_praise_for_oneself_written_down_by_oneself_waits_for_the_leader(cast: Cast) -> None:
    kudos = compliment(
        words="She was kind.",
        customer_name="",
        names_typed="",
        receivers=[cast.front_line],
        place=cast.leeds,
        typed_in_by=cast.front_line,
        now=NOW,
    )

    assert (kudos.confirmed_at, _told()) == (None, {("kudos_waiting", cast.leader.pk)})


def test_a_name_typed_by_a_customer_is_only_suggested(cast: Cast, waiting: Kudos) -> None:
    assert (waiting.confirmed_at, _people(waiting)) == (None, ["Fay Front"])
    assert _told() == {("kudos_waiting", cast.leader.pk)}


def test_the_same_name_at_another_place_is_not_suggested(cast: Cast) -> None:
    kudos = compliment(
        words="So kind.",
        customer_name="",
        names_typed="Finn Front",
        receivers=[],
        place=cast.leeds,
        typed_in_by=None,
        now=NOW,
    )

    assert _people(kudos) == []


def test_praise_without_a_place_waits_for_the_owner(cast: Cast) -> None:
    compliment(
        words="So kind.",
        customer_name="",
        names_typed="Fay",
        receivers=[],
        place=None,
        typed_in_by=None,
        now=NOW,
    )

    assert _told() == {("kudos_waiting", cast.owner.pk)}


def test_praise_without_words_is_refused(cast: Cast) -> None:
    with pytest.raises(CannotThank, match="Write down what the customer said"):
        compliment(
            words="  ",
            customer_name="",
            names_typed="",
            receivers=[],
            place=None,
            typed_in_by=cast.leader,
            now=NOW,
        )


def test_confirming_puts_it_on_the_wall_and_tells_whom_it_is_for(cast: Cast, waiting: Kudos) -> None:
    Notice.objects.all().delete()

    kudos = confirm_compliment(by=cast.director, kudos=waiting, receivers=[cast.front_line], now=NOW)

    assert (kudos.confirmed_at, kudos.confirmed_by, _people(kudos)) == (NOW, cast.director, ["Fay Front"])
    assert _told() == {("kudos", cast.front_line.pk), ("kudos_leader", cast.leader.pk)}


def test_whoever_confirms_is_not_told_of_it(cast: Cast, waiting: Kudos) -> None:
    Notice.objects.all().delete()

    confirm_compliment(by=cast.leader, kudos=waiting, receivers=[cast.front_line], now=NOW)

    assert _told() == {("kudos", cast.front_line.pk)}


def test_the_leader_may_name_somebody_else_than_was_suggested(cast: Cast, waiting: Kudos) -> None:
    kudos = confirm_compliment(by=cast.director, kudos=waiting, receivers=[cast.leader], now=NOW)

    assert _people(kudos) == ["Anna Leader"]


def test_nobody_confirms_praise_for_themselves(cast: Cast, waiting: Kudos) -> None:
    with pytest.raises(CannotConfirm, match="This praises you"):
        confirm_compliment(by=cast.leader, kudos=waiting, receivers=[cast.leader], now=NOW)


def test_the_owner_has_nobody_above_and_may(cast: Cast, waiting: Kudos) -> None:
    kudos = confirm_compliment(by=cast.owner, kudos=waiting, receivers=[cast.owner], now=NOW)

    assert _people(kudos) == ["Olga Owner"]


def test_it_is_for_somebody(cast: Cast, waiting: Kudos) -> None:
    with pytest.raises(CannotConfirm, match="Choose whom this is for"):
        confirm_compliment(by=cast.leader, kudos=waiting, receivers=[], now=NOW)


def test_the_leader_of_another_place_may_not_confirm(cast: Cast, waiting: Kudos) -> None:
    with pytest.raises(NotAllowed):
        confirm_compliment(by=cast.peer, kudos=waiting, receivers=[cast.front_line], now=NOW)


def test_it_is_confirmed_once(cast: Cast, waiting: Kudos) -> None:
    stale = Kudos.objects.get(pk=waiting.pk)
    confirm_compliment(by=cast.leader, kudos=waiting, receivers=[cast.front_line], now=NOW)

    with pytest.raises((AlreadyConfirmed, NotAllowed)):
        confirm_compliment(by=cast.director, kudos=stale, receivers=[cast.leader], now=NOW)


def test_praise_announced_by_feedback_becomes_a_waiting_compliment(cast: Cast) -> None:
    praise_given.send(
        sender=None,
        words="Fay was so kind.",
        customer_name="Mrs Example",
        names="Fay",
        place=cast.leeds,
        typed_in_by=None,
        now=NOW,
    )

    kudos = Kudos.objects.get()
    assert (kudos.reason, kudos.customer_name, kudos.confirmed_at, _people(kudos)) == (
        "Fay was so kind.",
        "Mrs Example",
        None,
        ["Fay Front"],
    )
    event = Event.objects.get(subject_kind="kudos")
    assert (event.code, event.actor_key) == ("praised", "customer")
