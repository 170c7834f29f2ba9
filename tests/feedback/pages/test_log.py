"""Log a complaint: one page, finding who it is, what is said aloud afterwards, putting it right on the spot, undo."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Absence, Organisation, Unit
from accounts.operations.organisation import choose_critical_kinds, put_on_call
from cxapp.lib.clock import now as clock_now
from feedback.models import Case, Concern, Customer, Recovery, Signal, Stage
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


def fields(cast: Cast, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "reach": "0113 496 0123",
        "name": "Maria Example",
        "stage": Stage.objects.get(slug="delivery").pk,
        "words": "The cake came late.",
        "wish": "call",
        "fix": "leader",
        "place": cast.leeds.pk,
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def log(client: Client, cast: Cast, **changes: Any) -> Any:
    return client.post("/log/", fields(cast, **changes))


def test_one_page_makes_a_case_with_the_leader_of_the_place(cast: Cast, sign_in: SignIn) -> None:
    answer = log(sign_in(cast.front_line), cast, wish_when="after 17:00", wanted="A new cake.")

    signal = Signal.objects.select_related("case", "text", "wanted", "customer").get()
    assert answer.headers["Location"] == f"/log/{signal.uuid}/"
    assert (signal.case.leader, signal.logged_by) == (cast.leader, cast.front_line)
    assert (signal.text and signal.text.body, signal.wanted and signal.wanted.body) == (
        "The cake came late.",
        "A new cake.",
    )
    assert (signal.customer and signal.customer.name, signal.wish_when) == ("Maria Example", "after 17:00")


def test_the_place_is_the_one_the_reader_works_at(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.front_line).get("/log/").context["form"]["place"].value() == cast.leeds.pk


def test_somebody_of_an_office_chooses_the_place_or_keeps_the_department(cast: Cast, sign_in: SignIn) -> None:
    log(sign_in(cast.outsider), cast, place="")

    case = Case.objects.get()
    assert (case.place, case.department, case.leader) == (None, cast.office, cast.owner)


def test_afterwards_there_is_a_sentence_to_read_aloud(cast: Cast, sign_in: SignIn) -> None:
    cast.leader.title = "our manager"
    cast.leader.save(update_fields=["title"])
    client = sign_in(cast.front_line)

    page = client.get(log(client, cast).headers["Location"])

    assert page.context["sentence"].startswith("Anna Leader, our manager, will call you by ")
    assert len(page.context["code"]) == 12
    assert "/c/" in page.context["url"]


def test_while_the_leader_is_away_the_sentence_names_the_deputy(cast: Cast, sign_in: SignIn) -> None:
    now = clock_now()
    Absence.objects.create(
        person=cast.leader, deputy=cast.peer, starts=now - timedelta(days=1), ends=now + timedelta(days=9)
    )
    client = sign_in(cast.front_line)

    page = client.get(log(client, cast).headers["Location"])

    assert page.context["sentence"].startswith("Bruno Peer will call you by ")


def test_a_place_that_rehearses_promises_no_time(cast: Cast, sign_in: SignIn) -> None:
    Unit.objects.filter(pk=cast.leeds.pk).update(live_at=None)
    cast.leeds.refresh_from_db()
    cast.leeds.save()
    client = sign_in(cast.front_line)

    page = client.get(log(client, cast).headers["Location"])

    assert page.context["sentence"] == "Anna Leader will call you."


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("write", "Anna Leader will write to you by "),
        ("visit", "Anna Leader will meet you by "),
        ("no_contact", "Anna Leader looks into it and writes down what we do about it."),
    ],
)
def test_the_sentence_promises_what_the_customer_wished(
    cast: Cast, sign_in: SignIn, wish: str, sentence: str
) -> None:
    client = sign_in(cast.front_line)

    page = client.get(log(client, cast, wish=wish).headers["Location"])

    assert page.context["sentence"].startswith(sentence)


def test_a_customer_with_an_open_case_is_added_to_it(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    client = sign_in(cast.front_line)
    log(client, cast)

    page = client.get(log(client, cast, words="Again.").headers["Location"])

    assert Case.objects.count() == 1
    assert page.context["joined"] is True
    assert page.context["may_undo"] is False


def test_find_names_the_customer_and_the_open_case_and_saves_nothing(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, name="Maria Example", contact_points=(("phone", "+44 113 496 0123"),))

    page = log(sign_in(cast.front_line), cast, reach="+44 (0)113 4960123", name="", find="1")

    [known] = page.context["found"]
    assert (known.name, known.case) == ("Maria Example", case)
    assert page.context["form"]["words"].value() == "The cake came late."
    assert Signal.objects.count() == 1


def test_by_name_customers_are_found_at_one_s_own_place_only(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    open_case(cast, at=just_now, name="Maria Example")

    here = log(sign_in(cast.front_line), cast, reach="", name="mari", find="1")
    elsewhere = log(sign_in(cast.peer_front_line), cast, reach="", name="mari", find="1")

    assert [known.name for known in here.context["found"]] == ["Maria Example"]
    assert elsewhere.context["found"] == []


def test_a_chosen_customer_needs_no_number_again(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now, name="Maria Example")

    log(sign_in(cast.front_line), cast, reach="", name="", customer=case.customer_id)

    assert Signal.objects.filter(case=case).count() == 2


def test_no_name_given_still_makes_a_case_that_is_answered_by_an_action(cast: Cast, sign_in: SignIn) -> None:
    log(sign_in(cast.front_line), cast, reach="", name="", unnamed="on")

    case = Case.objects.get()
    assert (case.customer, case.reachable) == (None, False)
    assert Customer.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"reach": "", "name": ""},
            "reach",
            "Enter a phone number, an e-mail or a name, or tick No name given.",
        ),
        (
            {"reach": "12"},
            "reach",
            "Enter a telephone number or an e-mail address, so that somebody can reach them.",
        ),
        ({"stage": None}, "stage", "Choose where it went wrong."),
        ({"words": " "}, "words", "Write in a sentence what the customer says."),
        ({"fix": "me"}, "give", "Choose what you do for them."),
        ({"fix": "me", "give": "refund", "give_cost": "x"}, "give_cost", "Enter an amount, for example 25."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn, changes: dict[str, Any], field: str, sentence: str
) -> None:
    page = log(sign_in(cast.front_line), cast, wanted="A new cake.", **changes)

    assert page.status_code == 400
    assert page.context["form"].errors == {field: [sentence]}
    assert page.context["form"]["wanted"].value() == "A new cake."
    assert Signal.objects.count() == 0


def test_what_one_does_on_the_spot_is_booked_within_one_s_authority(cast: Cast, sign_in: SignIn) -> None:
    log(sign_in(cast.front_line), cast, fix="me", give="goodwill", give_what="Bread", give_cost="10")

    recovery = Recovery.objects.get()
    assert (recovery.by, recovery.state, recovery.what) == (cast.front_line, "given", "Bread")


def test_more_than_one_may_give_is_asked_for_not_refused(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.front_line)

    page = client.get(log(client, cast, fix="me", give="refund", give_cost="120").headers["Location"])

    assert page.context["given"].state == "asked"


def test_the_page_says_how_much_one_may_give(cast: Cast, sign_in: SignIn) -> None:
    said = sign_in(cast.front_line).get("/log/").context["limit"]

    assert said == "You may give up to 50 EUR here; 500 EUR left this month."


def test_whom_it_is_about_neither_leads_nor_sees_it(cast: Cast, sign_in: SignIn) -> None:
    log(sign_in(cast.front_line), cast, about=[cast.leader.pk])

    case = Case.objects.get()
    assert Concern.objects.get().person == cast.leader
    assert case.leader == cast.director
    assert sign_in(cast.leader).get(f"/cases/{case.pk}/").status_code == 404


def test_who_complains_for_the_customer_is_kept_with_the_consent(cast: Cast, sign_in: SignIn) -> None:
    log(sign_in(cast.front_line), cast, raised_for_by="Her daughter", consent_noted="on")

    signal = Signal.objects.get()
    assert (signal.raised_for_by, signal.consent_noted) == ("Her daughter", True)


def test_the_same_form_sent_twice_is_one_complaint(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.front_line)

    places = [log(client, cast, once="k1").headers["Location"] for _ in range(2)]

    assert places[0] == places[1]
    assert Signal.objects.count() == 1


def test_a_slip_of_the_finger_is_taken_back_within_ten_minutes(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.front_line)

    answer = client.post(log(client, cast).headers["Location"] + "undo/")

    assert answer.headers["Location"] == "/log/"
    assert Case.objects.get().end == "withdrawn"


def test_later_it_is_no_longer_taken_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.front_line)
    place = log(client, cast).headers["Location"]
    Signal.objects.update(logged_at=clock_now() - timedelta(minutes=11))

    client.post(place + "undo/")

    assert Case.objects.get().end == ""


def test_only_whoever_logged_it_comes_back_to_the_page_afterwards(cast: Cast, sign_in: SignIn) -> None:
    place = log(sign_in(cast.front_line), cast).headers["Location"]

    others = [cast.leader, cast.peer_front_line]

    assert [sign_in(person).get(place).status_code for person in others] == [404, 404]


def test_a_stranger_is_led_to_sign_in(cast: Cast) -> None:
    assert Client().get("/log/").headers["Location"] == "/accounts/login/?next=/log/"


def on_call_for(cast: Cast, *kinds: str) -> None:
    now = clock_now()
    put_on_call(person=cast.peer, starts=now, ends=now + timedelta(days=1), by=cast.cx_manager, now=now)
    choose_critical_kinds(kinds=kinds, by=cast.cx_manager, now=now)


def test_only_the_kinds_the_organisation_listed_can_be_ticked(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.front_line)
    assert "critical" not in client.get("/log/").context["form"].fields
    on_call_for(cast, "injury")

    field = client.get("/log/").context["form"].fields["critical"]

    assert [value for value, _label in field.choices] == ["", "injury"]
    assert log(client, cast, critical="data").status_code == 400


def test_somebody_hurt_makes_a_critical_case_whose_customer_reads_whom_to_call(
    cast: Cast, sign_in: SignIn
) -> None:
    on_call_for(cast, "injury")
    Organisation.objects.filter(pk=1).update(critical_phone="+441134960999")
    client = sign_in(cast.front_line)

    saved = client.get(log(client, cast, critical="injury").headers["Location"])

    assert Case.objects.get().severity == "critical"
    assert Client().get(saved.context["url"]).context["urgent_phone"] == "+441134960999"
