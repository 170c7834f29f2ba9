"""The pages of units, absences, calendars, clocks and witnesses: what a press does and what is refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Absence, Calendar, Profile, Unit, User, Witness
from tests.cast import Cast


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_unit_is_added_in_rehearsal(cast: Cast) -> None:
    as_(cast.administrator).post("/units/add/", {"kind": "place", "name": "Hull", "head": cast.peer.pk})

    assert Unit.objects.get(name="Hull").live_at is None


def test_a_unit_is_changed_without_losing_its_head(cast: Cast) -> None:
    as_(cast.administrator).post(
        f"/units/{cast.leeds.pk}/", {"kind": "place", "name": "Leeds Centre", "parent": cast.north.pk}
    )

    cast.leeds.refresh_from_db()
    assert (cast.leeds.name, cast.leeds.head) == ("Leeds Centre", cast.leader)


def test_a_unit_gets_another_head(cast: Cast) -> None:
    as_(cast.administrator).post(f"/units/{cast.leeds.pk}/head/", {"head": cast.peer.pk})

    cast.leeds.refresh_from_db()
    assert cast.leeds.head == cast.peer


def test_a_unit_with_a_gap_has_the_reason_and_no_button(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(head=None, live_at=None)
    page = text(as_(cast.administrator).get("/units/"))

    assert ("Leeds has no head. Name one." in page, f"/units/{cast.leeds.pk}/go-live/" in page) == (
        True,
        False,
    )


DAYS = {"first_day": "2099-03-02", "last_day": "2099-03-06"}


def test_somebody_enters_their_own_absence(cast: Cast) -> None:
    as_(cast.front_line).post("/absences/", DAYS | {"person": cast.front_line.pk, "deputy": cast.leader.pk})

    absence = Absence.objects.get()
    assert (absence.person, absence.deputy, absence.ends.date().isoformat()) == (
        cast.front_line,
        cast.leader,
        "2099-03-07",
    )


@pytest.mark.parametrize(
    ("who", "made"), [("peer", 0), ("front_line", 0), ("director", 1), ("administrator", 1), ("owner", 1)]
)
def test_absences_of_others_are_entered_from_above(cast: Cast, who: str, made: int) -> None:
    as_(getattr(cast, who)).post("/absences/", DAYS | {"person": cast.leader.pk})

    assert Absence.objects.count() == made


def test_an_absence_of_somebody_beside_is_not_found(cast: Cast) -> None:
    as_(cast.leader).post("/absences/", DAYS | {"person": cast.leader.pk})

    assert as_(cast.peer).post(f"/absences/{Absence.objects.get().pk}/end/").status_code == 404


def test_being_back_is_one_press(cast: Cast) -> None:
    as_(cast.leader).post("/absences/", DAYS | {"person": cast.leader.pk})

    as_(cast.leader).post(f"/absences/{Absence.objects.get().pk}/end/")

    assert not Absence.objects.exists()


WEEK = {
    "name": "Shop",
    "zone": "Europe/London",
    "monday": "9:00-12:30, 13:00-17:00",
    "closed": "2026-12-24 Eve",
}


def test_a_calendar_is_added_as_typed(cast: Cast) -> None:
    as_(cast.administrator).post("/calendars/add/", WEEK)

    calendar = Calendar.objects.get(name="Shop")
    spans = list(calendar.intervals.order_by("opens").values_list("weekday", "opens", "closes"))
    assert (spans, calendar.closed_days.get().why) == ([(0, 540, 750), (0, 780, 1020)], "Eve")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"monday": "all morning"},
            "“all morning” is not understood. Write hours such as 9:00-12:30, 13:00-17:00.",
        ),
        ({"monday": ""}, "This calendar never opens. Give at least one day its hours."),
        ({"country": "QQ"}, "No public holidays are known for this country."),
        ({"country": "GB", "region": "XX"}, "This country has no such region."),
        ({"closed": "Christmas"}, "“Christmas” is not understood."),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_words(
    cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    answer = as_(cast.administrator).post("/calendars/add/", WEEK | wrong)

    assert sentence in text(answer)
    assert not Calendar.objects.filter(name="Shop").exists()


def test_a_calendar_is_shown_in_its_form_as_it_was_typed(cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/calendars/add/", WEEK)

    assert 'value="9:00-12:30, 13:00-17:00"' in text(
        client.get(f"/calendars/{Calendar.objects.get(name='Shop').pk}/")
    )


def test_changed_hours_are_saved(cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/calendars/add/", WEEK)
    calendar = Calendar.objects.get(name="Shop")

    client.post(f"/calendars/{calendar.pk}/", WEEK | {"monday": "10-11"})

    assert calendar.intervals.get().opens == 600


def test_a_calendar_becomes_the_default(cast: Cast) -> None:
    client = as_(cast.administrator)
    client.post("/calendars/add/", WEEK)

    client.post(f"/calendars/{Calendar.objects.get(name='Shop').pk}/default/")

    assert "Where a unit names no other" in text(client.get("/calendars/")).partition("<h2>Shop")[2][:200]


def times(client: Client) -> dict[str, Any]:
    form = client.get("/policies/default/").context["form"]
    return {name: form[name].value() for name in form.fields}


def test_other_times_make_a_new_version(cast: Cast) -> None:
    client = as_(cast.cx_manager)

    answer = client.post("/policies/default/", times(client) | {"contact-normal": "6"}, follow=True)

    assert "Default is at version 2 now." in text(answer)
    assert Profile.objects.get(slug="default").versions.count() == 2


def test_saving_the_times_as_they_are_makes_no_version(cast: Cast) -> None:
    client = as_(cast.cx_manager)

    client.post("/policies/default/", times(client))

    assert Profile.objects.get(slug="default").versions.count() == 1


def test_half_a_working_day_is_refused_beside_its_field(cast: Cast) -> None:
    client = as_(cast.cx_manager)

    answer = client.post("/policies/default/", times(client) | {"resolution-low": "1.5"})

    assert "enter whole days" in str(answer.context["form"]["resolution-low"].errors)


def test_ready_made_profiles_name_their_source_and_are_no_advice(cast: Cast) -> None:
    page = text(as_(cast.cx_manager).get("/policies/uk-fca-disp/"))

    assert ("FCA Handbook DISP" in page, "Not legal advice." in page) == (True, True)


def test_another_profile_is_chosen(cast: Cast) -> None:
    as_(cast.cx_manager).post("/policies/au-rg-271/choose/")

    assert (
        "Where a unit names no other"
        in text(as_(cast.owner).get("/policies/")).partition("Australian")[2][:400]
    )


def test_the_owner_names_and_releases_a_witness(cast: Cast) -> None:
    client = as_(cast.owner)
    client.post("/people/witnesses/", {"user": cast.board.pk})
    witness = Witness.objects.get(until=None)

    client.post(f"/people/witnesses/{witness.pk}/release/")

    witness.refresh_from_db()
    assert (witness.user, witness.until is not None) == (cast.board, True)


def test_an_administrator_reads_who_witnesses_but_names_nobody(cast: Cast) -> None:
    answer = as_(cast.administrator).post("/people/witnesses/", {"user": cast.board.pk})

    assert ("Only the owner names witnesses." in text(answer), Witness.objects.count()) == (True, 0)


def test_a_leader_does_not_open_the_witnesses(cast: Cast) -> None:
    assert as_(cast.leader).get("/people/witnesses/").status_code == 403


def asked(client: Client, page: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def test_people_and_units_cost_the_same_queries_for_many_as_for_few(cast: Cast) -> None:
    client, pages = as_(cast.administrator), ("/people/", "/units/", "/absences/")
    client.get("/people/")
    few = [asked(client, page) for page in pages]
    User.objects.bulk_create(
        User(sign_in_name=f"n{number}", name=f"Number {number}", reports_to=cast.leader)
        for number in range(120)
    )

    assert [asked(client, page) for page in pages] == few
