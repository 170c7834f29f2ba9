"""The organisation's own page, and who is on call: who changes what, and what is refused in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Event, OnCall, Organisation, User
from accounts.operations.organisation import (
    NotTheirs,
    OrganisationRefused,
    change_organisation,
    choose_critical_kinds,
    end_on_call,
    put_on_call,
)
from accounts.queries.house import house
from accounts.queries.on_call import who_is_on_call
from tests.cast import NOW, Cast

HOUR = timedelta(hours=1)
WHOLE = {
    "name": "Northwind Cakes",
    "outside_body": "The Ombudsman, Sampletown",
    "critical_phone": "0113 496 0999",
    "owner_title": "Head baker",
    "zone": "Europe/London",
    "currency": "gbp",
    "region": "GB",
}


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def organisation() -> Organisation:
    return Organisation.objects.get(pk=1)


def test_the_administrator_changes_all_of_it_and_everybody_reads_the_new_one(cast: Cast) -> None:
    assert house().organisation.name == "Northwind Bakery"

    as_(cast.administrator).post("/organisation/", WHOLE)

    row = house().organisation
    assert {name: getattr(row, name) for name in WHOLE} == {**WHOLE, "currency": "GBP"}


def test_the_cx_manager_changes_what_customers_read_and_nothing_else(cast: Cast) -> None:
    as_(cast.cx_manager).post("/organisation/", WHOLE)

    row = organisation()
    assert (row.name, row.outside_body, row.currency) == ("Northwind Cakes", WHOLE["outside_body"], "EUR")
    with pytest.raises(NotTheirs):
        change_organisation(by=cast.cx_manager, now=NOW, currency="GBP")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Enter the name customers know you by."),
        ("currency", "euro", "Enter three letters, such as EUR."),
        ("critical_phone", "soon", "Enter a telephone number a customer can dial."),
    ],
)
def test_what_is_wrong_is_said_beside_it(cast: Cast, field: str, value: str, words: str) -> None:
    page = as_(cast.administrator).post("/organisation/", {**WHOLE, field: value})

    assert page.context["form"].errors == {field: [words]}


def test_saving_the_same_again_writes_no_history(cast: Cast) -> None:
    for _ in range(2):
        as_(cast.administrator).post("/organisation/", WHOLE)

    assert Event.objects.filter(code="organisation_changed").count() == 1


def test_kinds_are_chosen_only_once_somebody_is_named(cast: Cast) -> None:
    with pytest.raises(OrganisationRefused):
        choose_critical_kinds(kinds=["injury"], by=cast.cx_manager, now=NOW)
    put_on_call(person=cast.director, starts=NOW, ends=NOW + HOUR, by=cast.cx_manager, now=NOW)

    choose_critical_kinds(kinds=["injury", "data"], by=cast.cx_manager, now=NOW)

    assert organisation().critical_kinds == ["injury", "data"]


def test_the_page_offers_to_name_somebody_first(cast: Cast) -> None:
    page = as_(cast.administrator).post("/organisation/critical/", {"kinds": ["injury"]})

    assert page.context["form"].non_field_errors() == [
        "Name first who is on call and when. Then choose the kinds."
    ]


def test_somebody_is_on_call_from_the_first_to_the_last_minute(cast: Cast) -> None:
    put_on_call(person=cast.director, starts=NOW, ends=NOW + HOUR, by=cast.cx_manager, now=NOW)

    assert [who_is_on_call(NOW + hours) for hours in (-HOUR, 0 * HOUR, HOUR)] == [
        None,
        cast.director.pk,
        None,
    ]
    assert who_is_on_call(NOW, excluded=[cast.director.pk]) is None


def test_a_duty_is_entered_on_the_page_and_ended_there(cast: Cast) -> None:
    client = as_(cast.administrator)
    sent = {"person": cast.director.pk, "starts": "2040-03-03T18:00", "ends": "2040-03-04T08:00"}
    client.post("/organisation/on-call/", sent)
    duty = OnCall.objects.get()

    client.post(f"/organisation/on-call/{duty.pk}/end/")

    assert OnCall.objects.count() == 0


def test_a_duty_that_began_ends_now(cast: Cast) -> None:
    duty = put_on_call(person=cast.director, starts=NOW, ends=NOW + HOUR, by=cast.administrator, now=NOW)

    end_on_call(duty=duty, by=cast.administrator, now=NOW + HOUR / 2)

    assert OnCall.objects.get().ends == NOW + HOUR / 2


@pytest.mark.parametrize(("starts", "ends"), [(HOUR, HOUR), (-2 * HOUR, -HOUR)])
def test_a_duty_without_length_or_in_the_past_is_refused(
    cast: Cast, starts: timedelta, ends: timedelta
) -> None:
    with pytest.raises(OrganisationRefused):
        put_on_call(
            person=cast.director, starts=NOW + starts, ends=NOW + ends, by=cast.administrator, now=NOW
        )


@pytest.mark.parametrize("who", ["leader", "owner", "front_line"])
def test_others_name_nobody(cast: Cast, who: str) -> None:
    with pytest.raises(NotTheirs):
        put_on_call(person=cast.director, starts=NOW, ends=NOW + HOUR, by=getattr(cast, who), now=NOW)
