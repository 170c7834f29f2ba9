"""From an empty database to an owner, places and the first place live."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.announcements import unit_went_live
from accounts.models import Event, Organisation, Practice, RoleGrant, Unit, User
from accounts.operations.setup import AlreadySetUp, PlaceTwice, set_up
from accounts.operations.units import GapInLine, go_live
from accounts.rules.practices import PRACTICES
from tests.cast import NOW, Cast

ANSWERS = {
    "organisation_name": "Northwind Bakery",
    "people_about": "12",
    "places": "Leeds\n  York \n\n",
    "zone": "Europe/London",
    "owner_name": "Olga Owner",
    "owner_title": "Managing director",
    "sign_in": "Olga@Example.test",
    "password": "bread every morning",
}


def _set_up(**changes: object) -> User:
    answers: dict[str, object] = {
        "people_about": 12,
        "places": ["Leeds", "York"],
        "owner_name": "Olga Owner",
        "owner_title": "Owner",
        "sign_in_name": "olga",
        "email": None,
        "password": "bread every morning",
        "now": NOW,
    }
    return set_up(**{**answers, **changes})  # type: ignore[arg-type]


def test_an_empty_installation_leads_to_the_questions(db: None) -> None:
    answer = Client().get("/accounts/login/")

    assert (answer.status_code, answer["Location"]) == (302, "/start/")


def test_the_three_questions_set_everything_up_and_sign_in(db: None) -> None:
    client = Client()

    answer = client.post("/start/", ANSWERS)

    assert (answer.status_code, answer["Location"]) == (302, "/first-steps/")
    owner = User.objects.get()
    assert (owner.name, owner.email, owner.sign_in_name, owner.is_owner) == (
        "Olga Owner",
        "olga@example.test",
        "olga@example.test",
        True,
    )
    assert list(Unit.objects.order_by("name").values_list("name", "head__name", "live_at")) == [
        ("Leeds", "Olga Owner", None),
        ("York", "Olga Owner", None),
    ]
    organisation = Organisation.objects.select_related("calendar").get()
    assert (organisation.name, organisation.owner_title, organisation.people_about) == (
        "Northwind Bakery",
        "Managing director",
        12,
    )
    assert organisation.calendar is not None
    assert organisation.calendar.zone == "Europe/London"
    assert client.get("/first-steps/").status_code == 200


@pytest.mark.parametrize(
    ("people", "roles"),
    [(25, {"leader", "administrator", "cx_manager"}), (26, {"leader", "administrator"})],
)
def test_in_a_small_firm_the_owner_manages_customer_experience_too(
    db: None, people: int, roles: set[str]
) -> None:
    owner = _set_up(people_about=people)

    assert set(RoleGrant.objects.filter(user=owner).values_list("role", flat=True)) == roles


def test_what_is_always_on_is_on_with_its_date(db: None) -> None:
    _set_up()

    on = set(Practice.objects.filter(on=True, since=NOW).values_list("name", flat=True))
    assert on == {practice.name for practice in PRACTICES if practice.always_on}


def test_nobody_sets_up_twice(db: None) -> None:
    _set_up()

    with pytest.raises(AlreadySetUp):
        _set_up(sign_in_name="second")
    assert Client().get("/start/").status_code == 404
    assert User.objects.count() == 1


def test_a_place_named_twice_is_refused_and_nothing_is_kept(db: None) -> None:
    with pytest.raises(PlaceTwice, match="“leeds” is there twice"):
        _set_up(places=["Leeds", "leeds"])

    assert (User.objects.count(), Unit.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"people_about": "many"}, "Enter a whole number, such as 25"),
        ({"places": " \n "}, "Enter at least one place where customers are served."),
        ({"password": "password12"}, "This password is too common."),
        ({"password": "short"}, "It must contain at least 10 characters."),
        ({"sign_in": "olga@"}, "Enter a whole e-mail address, such as name@example.org"),
        ({"zone": "Mars/Base"}, "Choose one of these. What was sent is not among them."),
    ],
)
def test_a_bad_answer_is_named_and_nothing_typed_is_lost(
    db: None, change: dict[str, str], sentence: str
) -> None:
    answer = Client().post("/start/", {**ANSWERS, **change})
    page = answer.content.decode()

    assert answer.status_code == 200
    assert sentence in page
    assert 'value="Northwind Bakery"' in page
    assert User.objects.count() == 0


def test_places_with_names_that_look_alike_in_links_get_links_of_their_own(db: None) -> None:
    _set_up(places=["St. Ives", "St Ives", "日本"])

    assert sorted(Unit.objects.values_list("slug", flat=True)) == ["place", "st-ives", "st-ives-2"]


def test_a_unit_goes_live_once_and_it_is_announced(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None)
    heard = []

    def listen(unit: Unit, **_: object) -> None:
        heard.append(unit.pk)

    unit_went_live.connect(listen)
    try:
        go_live(unit=cast.leeds, by=cast.owner, now=NOW)
        go_live(unit=cast.leeds, by=cast.owner, now=NOW)
    finally:
        unit_went_live.disconnect(listen)

    cast.leeds.refresh_from_db()
    assert cast.leeds.live_at == NOW
    assert heard == [cast.leeds.pk]
    assert Event.objects.filter(subject_kind="unit", subject_id=cast.leeds.pk, code="went_live").count() == 1


def test_a_unit_without_a_head_stays_in_rehearsal(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None, head=None)

    with pytest.raises(GapInLine, match=r"Leeds cannot go live yet\. Leeds has no head\. Name one\."):
        go_live(unit=cast.leeds, by=cast.owner, now=NOW)


def test_a_unit_whose_head_has_left_stays_in_rehearsal(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None)
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)

    with pytest.raises(GapInLine, match="Anna Leader, the head of Leeds, no longer works here"):
        go_live(unit=cast.leeds, by=cast.owner, now=NOW)


def test_a_unit_whose_line_does_not_reach_the_owner_stays_in_rehearsal(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None)
    User.objects.filter(pk=cast.director.pk).update(reports_to=None)

    with pytest.raises(GapInLine, match="The line above Anna Leader does not reach Olga Owner"):
        go_live(unit=cast.leeds, by=cast.owner, now=NOW)


def test_the_button_of_first_steps_takes_a_place_live(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None)
    client = Client()
    client.force_login(cast.owner)

    answer = client.post(f"/units/{cast.leeds.pk}/go-live/", follow=True)

    cast.leeds.refresh_from_db()
    assert cast.leeds.live_at is not None
    assert "Leeds is live." in answer.content.decode()


def test_a_refused_place_says_why_on_the_page_the_button_stood_on(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None, head=None)
    client = Client()
    client.force_login(cast.owner)

    answer = client.post(f"/units/{cast.leeds.pk}/go-live/", {"next": "/settings/"}, follow=True)

    assert answer.redirect_chain == [("/settings/", 302)]
    assert "Leeds cannot go live yet. Leeds has no head. Name one." in answer.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.test/", "//elsewhere.test/", "/\\elsewhere.test/"])
def test_the_button_leads_to_no_other_site(cast: Cast, elsewhere: str) -> None:
    client = Client()
    client.force_login(cast.owner)

    assert client.post(f"/units/{cast.leeds.pk}/go-live/", {"next": elsewhere})["Location"] == "/first-steps/"


def test_first_steps_show_proof(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.owner)

    page = client.get("/first-steps/").content.decode()

    assert "10 people, all in line to the top." in page
    assert "Live: Office, Leeds, North, York" in page
