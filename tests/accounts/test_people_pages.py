"""The pages of the people: who may open what, and what is done to a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Absence, Notice, Unit, User
from accounts.operations.delivery import deliver
from accounts.operations.people import add_person
from accounts.rules.kinds import notices
from tests.cast import NOW, Cast, person

EVERYBODY = ("/people/", "/units/", "/absences/")
MANAGERS = ("/calendars/", "/policies/")
ADMINISTRATORS = ("/people/add/", "/people/import/", "/units/add/", "/calendars/add/")


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "page", [*EVERYBODY, *MANAGERS, *ADMINISTRATORS, "/people/witnesses/", "/policies/default/"]
)
def test_a_stranger_is_sent_to_sign_in(cast: Cast, page: str) -> None:
    assert Client().get(page).status_code == 302


@pytest.mark.parametrize("page", EVERYBODY)
def test_everybody_reads_people_units_and_absences(cast: Cast, page: str) -> None:
    assert as_(cast.front_line).get(page).status_code == 200


@pytest.mark.parametrize("page", MANAGERS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("front_line", 403), ("leader", 403), ("cx_manager", 200), ("administrator", 200), ("owner", 200)],
)
def test_calendars_and_clocks_are_read_by_those_who_manage(
    cast: Cast, page: str, who: str, status: int
) -> None:
    assert as_(getattr(cast, who)).get(page).status_code == status


@pytest.mark.parametrize("page", ADMINISTRATORS)
@pytest.mark.parametrize(
    ("who", "status"), [("leader", 403), ("cx_manager", 403), ("owner", 403), ("administrator", 200)]
)
def test_only_administrators_change_people_and_places(cast: Cast, page: str, who: str, status: int) -> None:
    assert as_(getattr(cast, who)).get(page).status_code == status


@pytest.mark.parametrize("page", ["edit", "move", "roles", "password", "deactivate", "owner"])
def test_only_administrators_open_what_changes_a_person(cast: Cast, page: str) -> None:
    url = f"/people/{cast.peer.pk}/{page}/"

    assert (as_(cast.director).get(url).status_code, as_(cast.administrator).get(url).status_code) == (
        403,
        200,
    )


def test_clocks_are_changed_by_the_cx_manager_alone(cast: Cast) -> None:
    url = "/policies/default/"

    assert (as_(cast.administrator).get(url).status_code, as_(cast.cx_manager).get(url).status_code) == (
        403,
        200,
    )


def test_somebody_who_does_not_exist_is_not_found(cast: Cast) -> None:
    assert as_(cast.administrator).get("/people/987654/").status_code == 404


def test_contact_details_are_shown_to_administrators_only(cast: Cast) -> None:
    url = f"/people/{cast.peer.pk}/"

    shown = [str(cast.peer.email) in text(as_(user).get(url)) for user in (cast.leader, cast.administrator)]
    assert shown == [False, True]


def test_the_tree_nests_everybody_below_their_leader(cast: Cast) -> None:
    page = text(as_(cast.front_line).get("/people/")).partition('id="line"')[2].partition('id="table"')[0]

    assert [name for name in ("Olga", "Dora", "Anna", "Fay") if name in page] == [
        "Olga",
        "Dora",
        "Anna",
        "Fay",
    ]
    assert page.count("<ul") == page.count("</ul>") == 5


def test_a_line_of_seventy_levels_is_drawn(cast: Cast) -> None:
    above = cast.outsider
    for number in range(70):
        above = person(f"deep{number}", f"Deep {number}", reports_to=above)

    assert "Deep 69" in text(as_(cast.front_line).get("/people/"))


def test_a_large_house_is_drawn_three_levels_deep_with_ways_down(cast: Cast) -> None:
    User.objects.bulk_create(
        User(sign_in_name=f"n{number}", name=f"Number {number}", reports_to=cast.front_line)
        for number in range(150)
    )
    page = text(as_(cast.front_line).get("/people/")).partition('id="line"')[2].partition('id="table"')[0]

    assert ("Number 149" in page, f"/people/?top={cast.leader.pk}" in page) == (False, True)


def test_a_circle_is_drawn_once_from_within(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(reports_to=cast.leader)
    page = text(as_(cast.front_line).get(f"/people/?top={cast.leader.pk}")).partition('id="table"')[0]

    assert page.count("Anna Leader</a>") == 1


def test_the_tree_says_who_answers_for_what_and_who_stands_in(cast: Cast) -> None:
    Absence.objects.create(person=cast.leader, deputy=cast.peer, starts=NOW, ends=NOW + timedelta(days=36500))
    page = text(as_(cast.front_line).get("/people/"))

    assert ("Heads Leeds" in page, "Away, Bruno Peer stands in" in page) == (True, True)


def test_searching_finds_by_part_of_the_name(cast: Cast) -> None:
    page = text(as_(cast.front_line).get("/people/?q=fron+fay"))

    assert "One person or post found" in page


def test_searching_in_vain_says_so(cast: Cast) -> None:
    assert "Nobody found" in text(as_(cast.front_line).get("/people/?q=zzz"))


@pytest.mark.parametrize("query", ["top=abc", "top=99999999999999999999", "page=x", "top=987654"])
def test_an_odd_address_shows_the_page_all_the_same(cast: Cast, query: str) -> None:
    assert as_(cast.front_line).get(f"/people/?{query}").status_code == 200


def test_a_fault_stands_on_top_for_those_who_can_mend_it(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(head=None)
    sentence = "Leeds has no head."

    shown = [
        sentence in text(as_(user).get("/people/")) for user in (cast.administrator, cast.owner, cast.leader)
    ]
    assert shown == [True, True, False]


NEW = {"sign_in_name": "nina", "name": "Nina New", "roles": ["front_line"]}


def test_adding_a_person_leads_to_their_page(cast: Cast) -> None:
    answer = as_(cast.administrator).post("/people/add/", NEW | {"reports_to": cast.leader.pk})

    assert answer["Location"] == f"/people/{User.objects.get(sign_in_name='nina').pk}/"


def test_a_refused_person_loses_nothing_that_was_typed(cast: Cast) -> None:
    answer = as_(cast.administrator).post("/people/add/", NEW)

    assert answer.status_code == 200
    assert 'value="Nina New"' in text(answer)
    assert "Choose whom this person reports to." in text(answer)


def test_a_form_sent_twice_adds_one_person(cast: Cast) -> None:
    client = as_(cast.administrator)
    for _each in range(2):
        answer = client.post("/people/add/", NEW | {"reports_to": cast.leader.pk, "once": "k1"})

    assert (answer.status_code, User.objects.filter(sign_in_name="nina").count()) == (302, 1)


def test_a_circle_is_refused_on_the_page_with_its_names(cast: Cast) -> None:
    answer = as_(cast.administrator).post(f"/people/{cast.director.pk}/move/", {"reports_to": cast.leader.pk})

    assert "That would close a circle: Dora Director → Anna Leader → Dora Director." in text(answer)


def test_moving_is_done_by_post(cast: Cast) -> None:
    as_(cast.administrator).post(f"/people/{cast.front_line.pk}/move/", {"reports_to": cast.peer.pk})

    cast.front_line.refresh_from_db()
    assert cast.front_line.reports_to == cast.peer


def test_a_person_is_changed(cast: Cast) -> None:
    answer = as_(cast.administrator).post(
        f"/people/{cast.peer.pk}/edit/",
        {"sign_in_name": "bruno", "name": "Bruno Peer", "title": "Shop manager"},
    )

    cast.peer.refresh_from_db()
    assert (answer.status_code, cast.peer.title) == (302, "Shop manager")


def test_without_any_role_ticked_all_are_taken(cast: Cast) -> None:
    as_(cast.administrator).post(f"/people/{cast.peer.pk}/roles/", {})

    assert not cast.peer.grants.exists()


def test_a_first_password_lets_them_sign_in(cast: Cast) -> None:
    as_(cast.administrator).post(f"/people/{cast.peer.pk}/password/", {"password": "brown bread and butter"})

    cast.peer.refresh_from_db()
    assert cast.peer.check_password("brown bread and butter")


def test_an_easy_password_is_refused_with_the_reason(cast: Cast) -> None:
    answer = as_(cast.administrator).post(f"/people/{cast.peer.pk}/password/", {"password": "short"})

    assert "too short" in text(answer)


def test_leaving_says_who_took_over_and_which_units_have_no_head(cast: Cast) -> None:
    answer = as_(cast.administrator).post(f"/people/{cast.leader.pk}/deactivate/", {}, follow=True)

    assert "Handed on to Dora Director: 0 promises, 0 steps. Without a head now: Leeds." in text(answer)


def test_the_owner_is_told_what_to_do_before_leaving(cast: Cast) -> None:
    answer = as_(cast.administrator).post(f"/people/{cast.owner.pk}/deactivate/", {})

    assert "Name the next owner first" in text(answer)


def test_a_post_is_filled_on_its_page(cast: Cast) -> None:
    post = User.objects.create(
        sign_in_name="P7", name="Head", held=False, is_active=False, reports_to=cast.owner
    )

    as_(cast.administrator).post(f"/people/{post.pk}/fill/", {"name": "Yara York"})

    post.refresh_from_db()
    assert (post.name, post.is_active) == ("Yara York", True)


def test_another_owner_is_named_on_their_page(cast: Cast) -> None:
    as_(cast.administrator).post(f"/people/{cast.director.pk}/owner/", {})

    assert User.objects.get(is_owner=True) == cast.director


def test_an_invitation_carries_a_link_that_opens(cast: Cast) -> None:
    new = add_person(
        sign_in_name="nina",
        name="Nina",
        email="nina@example.test",
        reports_to=cast.leader,
        by=cast.administrator,
        now=NOW,
    )
    message = notices["invitation"].render(new, {}, NOW)

    assert message is not None
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    path = "/" + link.split("/", 3)[3]
    assert "Nina" in message.body
    assert Client().get(path, follow=True).status_code == 200


def test_somebody_with_a_password_needs_no_invitation(cast: Cast) -> None:
    cast.peer.set_password("brown bread and butter")

    assert notices["invitation"].render(cast.peer, {}, NOW) is None


def test_inviting_queues_one_mail(cast: Cast) -> None:
    as_(cast.administrator).post(f"/people/{cast.peer.pk}/invite/", {})

    assert Notice.objects.filter(kind="invitation").count() == 1
    deliver(limit=10, now=NOW)
