"""Adding, changing and moving people, their roles and the next owner: what is done, refused, written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Event, Notice, User
from accounts.operations import people
from accounts.operations.rights import RightRefused, grant_role, invite, revoke_role, set_roles
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, open_case


def history(person: User) -> list[str]:
    events = Event.objects.filter(subject_kind="person", subject_id=person.pk).order_by("seq")
    return list(events.values_list("code", flat=True))


def sentence(error: pytest.ExceptionInfo[Any]) -> str:
    return str(error.value.sentence)


def test_somebody_new_stands_below_whom_they_report_to(cast: Cast) -> None:
    new = people.add_person(
        sign_in_name=" nina ",
        name="Nina New",
        reports_to=cast.leader,
        unit=cast.leeds,
        by=cast.administrator,
        now=NOW,
    )

    assert (new.sign_in_name, new.reports_to, set(new.roles), history(new)) == (
        "nina",
        cast.leader,
        {"front_line"},
        ["added"],
    )


def test_somebody_new_cannot_sign_in_before_they_have_a_password(cast: Cast) -> None:
    new = people.add_person(
        sign_in_name="nina", name="Nina New", reports_to=cast.leader, by=cast.administrator, now=NOW
    )

    assert not new.has_usable_password()


def test_only_the_owner_reports_to_nobody(cast: Cast) -> None:
    with pytest.raises(people.LineRefused) as refused:
        people.add_person(sign_in_name="nina", name="Nina", reports_to=None, by=cast.administrator, now=NOW)

    assert refused.value.field == "reports_to"


def test_a_second_owner_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(people.LineRefused) as refused:
        people.add_person(
            sign_in_name="nina", name="Nina", reports_to=None, is_owner=True, by=cast.administrator, now=NOW
        )

    assert sentence(refused).startswith("Olga Owner is the owner.")


def test_nobody_new_reports_to_somebody_who_left(cast: Cast) -> None:
    User.objects.filter(pk=cast.peer.pk).update(is_active=False)
    cast.peer.refresh_from_db()

    with pytest.raises(people.LineRefused) as refused:
        people.add_person(
            sign_in_name="nina", name="Nina", reports_to=cast.peer, by=cast.administrator, now=NOW
        )

    assert sentence(refused) == "Bruno Peer is not active. Choose somebody who is here."


def test_a_sign_in_name_is_taken_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(people.NotAPerson) as refused:
        people.add_person(
            sign_in_name="ANNA", name="Anna", reports_to=cast.owner, by=cast.administrator, now=NOW
        )

    assert refused.value.field == "sign_in_name"


def test_an_address_is_taken_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(people.NotAPerson) as refused:
        people.change_person(person=cast.peer, email="ANNA@example.test", by=cast.administrator, now=NOW)

    assert refused.value.field == "email"


def test_a_change_is_written_as_the_fields_that_changed(cast: Cast) -> None:
    changed = people.change_person(
        person=cast.peer, name=cast.peer.name, title="Shop manager", by=cast.administrator, now=NOW
    )

    assert (changed, history(cast.peer)) == (["title"], ["changed"])


def test_saving_without_a_change_leaves_no_event(cast: Cast) -> None:
    people.change_person(person=cast.peer, name=cast.peer.name, by=cast.administrator, now=NOW)

    assert history(cast.peer) == []


def test_somebody_moves_below_another_leader(cast: Cast) -> None:
    people.move_person(person=cast.front_line, reports_to=cast.peer, by=cast.administrator, now=NOW)

    cast.front_line.refresh_from_db()
    assert (cast.front_line.reports_to, history(cast.front_line)) == (cast.peer, ["moved"])


def test_a_move_never_resets_the_clock(cast: Cast) -> None:
    case = open_case(cast)
    before = clock_of(case).due_at

    people.move_person(
        person=cast.leader, reports_to=cast.owner, by=cast.administrator, now=NOW + timedelta(hours=1)
    )

    assert clock_of(case).due_at == before


def test_a_circle_is_refused_and_named(cast: Cast) -> None:
    with pytest.raises(people.LineRefused) as refused:
        people.move_person(person=cast.director, reports_to=cast.front_line, by=cast.administrator, now=NOW)

    assert sentence(refused) == (
        "That would close a circle: Dora Director → Fay Front → Anna Leader → Dora Director. "
        "Move Fay Front somewhere else first."
    )


def test_nobody_reports_to_themselves(cast: Cast) -> None:
    with pytest.raises(people.LineRefused):
        people.move_person(person=cast.leader, reports_to=cast.leader, by=cast.administrator, now=NOW)


def test_the_owner_is_not_moved_below_anybody(cast: Cast) -> None:
    with pytest.raises(people.LineRefused) as refused:
        people.move_person(person=cast.owner, reports_to=cast.director, by=cast.administrator, now=NOW)

    assert sentence(refused) == "Olga Owner is the owner and reports to nobody. Name the next owner first."


def test_the_next_owner_stands_above_the_one_before(cast: Cast) -> None:
    people.replace_owner(successor=cast.leader, by=cast.administrator, now=NOW)

    line = User.objects.in_bulk([cast.owner.pk, cast.leader.pk])
    old, new = line[cast.owner.pk], line[cast.leader.pk]
    assert (new.is_owner, new.reports_to_id, old.is_owner, old.reports_to_id) == (True, None, False, new.pk)


def test_the_owner_is_not_named_owner_again(cast: Cast) -> None:
    with pytest.raises(people.LineRefused):
        people.replace_owner(successor=cast.owner, by=cast.administrator, now=NOW)


def test_a_post_is_filled_where_it_stood(cast: Cast) -> None:
    post = User.objects.create(
        sign_in_name="P7", name="Head of York", held=False, is_active=False, reports_to=cast.director
    )

    filled = people.fill_post(person=post, name="Yara York", by=cast.administrator, now=NOW)

    assert (filled.name, filled.held, filled.is_active, filled.reports_to, history(filled)) == (
        "Yara York",
        True,
        True,
        cast.director,
        ["post_filled"],
    )


def test_a_post_somebody_holds_is_not_filled(cast: Cast) -> None:
    with pytest.raises(people.NotAPerson):
        people.fill_post(person=cast.peer, name="Yara York", by=cast.administrator, now=NOW)


def test_roles_become_exactly_those_chosen(cast: Cast) -> None:
    set_roles(person=cast.peer, roles=["board", "front_line"], by=cast.administrator, now=NOW)

    assert (set(User.objects.get(pk=cast.peer.pk).roles), history(cast.peer)) == (
        {"board", "front_line"},
        ["role_granted", "role_granted", "role_revoked"],
    )


def test_a_role_granted_again_changes_nothing(cast: Cast) -> None:
    assert not grant_role(person=cast.peer, role="leader", by=cast.administrator, now=NOW)


def test_the_last_administrator_keeps_the_role(cast: Cast) -> None:
    with pytest.raises(RightRefused) as refused:
        revoke_role(person=cast.administrator, role="administrator", by=cast.administrator, now=NOW)

    assert (
        sentence(refused)
        == "Ada Administrator is the only administrator. Give somebody else this role first."
    )


def test_an_invitation_waits_in_the_outbox(cast: Cast) -> None:
    invite(person=cast.peer, by=cast.administrator, now=NOW)

    assert Notice.objects.filter(kind="invitation", recipient_id=cast.peer.pk).count() == 1


def test_without_an_address_nobody_is_invited(cast: Cast) -> None:
    people.change_person(person=cast.peer, email="", by=cast.administrator, now=NOW)
    cast.peer.refresh_from_db()

    with pytest.raises(RightRefused):
        invite(person=cast.peer, by=cast.administrator, now=NOW)
