"""What is wrong with the line, in sentences that say what to do."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Absence, Unit, User
from accounts.queries.faults import faults
from accounts.rules.faults import HEAD_LEFT, LOOP, NO_DEPUTY, NO_HEAD, NO_OWNER, ORPHAN
from tests.cast import NOW, Cast


def told(cast: Cast) -> list[tuple[str, str]]:
    return [(fault.code, str(fault.sentence)) for fault in faults(now=NOW)]


def away(who: User, deputy: User | None) -> None:
    Absence.objects.create(person=who, deputy=deputy, starts=NOW, ends=NOW + timedelta(days=1))


def test_a_whole_line_has_no_fault(cast: Cast) -> None:
    assert told(cast) == []


def test_somebody_who_reports_to_nobody_is_named(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(reports_to=None)

    sentence = (
        "Dora Director reports to nobody. Choose whom they report to; only the owner reports to nobody."
    )
    assert told(cast) == [(ORPHAN, sentence)]


def test_a_circle_is_named_all_around(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(reports_to=cast.leader)

    sentence = (
        "These people report to each other in a circle: Dora Director → Anna Leader → Dora Director. "
        "Let one of them report to somebody else."
    )
    assert told(cast) == [(LOOP, sentence)]


def test_a_line_without_an_owner_says_so_first(cast: Cast) -> None:
    User.objects.filter(pk=cast.owner.pk).update(is_owner=False)

    assert [code for code, _sentence in told(cast)] == [NO_OWNER, ORPHAN]


def test_a_unit_without_a_head_is_named(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(head=None)

    sentence = "Leeds has no head. Name one: their cases fall to the nearest head above."
    assert told(cast) == [(NO_HEAD, sentence)]


def test_a_head_who_left_is_named(cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)

    sentence = "The head of Leeds, Anna Leader, is no longer here. Name another one."
    assert told(cast) == [(HEAD_LEFT, sentence)]


def test_a_leader_away_without_a_deputy_is_named(cast: Cast) -> None:
    away(cast.leader, None)

    sentence = "Anna Leader is away and nobody stands in. Name a deputy who is here."
    assert told(cast) == [(NO_DEPUTY, sentence)]


def test_a_leader_away_with_a_deputy_is_no_fault(cast: Cast) -> None:
    away(cast.leader, cast.peer)

    assert told(cast) == []


def test_somebody_away_who_leads_nobody_is_no_fault(cast: Cast) -> None:
    away(cast.front_line, None)

    assert told(cast) == []


def test_a_post_nobody_holds_is_no_fault(cast: Cast) -> None:
    User.objects.create(sign_in_name="P9", name="Adviser", held=False, is_active=False, reports_to=cast.owner)

    assert told(cast) == []
