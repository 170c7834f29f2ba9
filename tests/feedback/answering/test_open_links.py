"""Links open to everybody: one answer a form, what looks like a program's is held, a person lets it through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Event
from cxapp.lib.errors import NotAllowed
from feedback.enums import HeldFor, QuestionKind, ResponseSource, ResponseState
from feedback.models import Answer, Case, ContactPoint, Customer, OpenLink, Response, Signal
from feedback.operations.intake_guard import opened_mark
from feedback.operations.quarantine import release
from feedback.rules.links import handed_link
from tests.cast import NOW, Cast
from tests.feedback.answering.questions import NPS, REASON, WHICH

REACH = {"code": "reach", "kind": QuestionKind.CONTACT, "texts": {"en": "How can we reach you?"}}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def door(survey: Any, link: Any) -> OpenLink:
    made: OpenLink = link(survey(NPS, REASON, REACH))
    return made


def sent(visitor: Client, door: OpenLink, **values: str) -> Any:
    """A form sent by a person who read it for a minute."""
    fields = {
        "q-recommend": "2",
        "key": str(uuid4()),
        "opened": opened_mark(now=NOW - MINUTE),
        "asked": "*",
        **{name.replace("_", "-"): value for name, value in values.items()},
    }
    return visitor.post(f"/a/{door.code}/", fields)


def held(visitor: Client, door: OpenLink, **values: str) -> Response:
    sent(visitor, door, website="https://spam.example", **values)
    return Response.objects.get(state=ResponseState.HELD)


def test_an_answer_on_an_open_link_goes_with_its_place(
    cast: Cast, door: OpenLink, clock: Any, visitor: Client
) -> None:
    sent(visitor, door, q_recommend="9")
    response = Response.objects.get()
    assert (response.place, response.leader, response.source, response.state) == (
        cast.leeds,
        cast.leader,
        ResponseSource.LINK,
        ResponseState.COMPLETE,
    )


def test_the_same_form_sent_again_is_the_same_answer(door: OpenLink, clock: Any, visitor: Client) -> None:
    key = str(uuid4())
    pages = [sent(visitor, door, key=key, reach="020 7946 0018") for _again in range(3)]
    assert ({page["Location"] for page in pages}, Response.objects.count(), Case.objects.count()) == (
        {f"/a/{door.code}/{key}/"},
        1,
        1,
    )


def test_whoever_says_how_to_reach_them_becomes_a_customer(
    door: OpenLink, clock: Any, visitor: Client
) -> None:
    sent(visitor, door, q_recommend="10", reach="mo@example.org", name="Mo")
    customer = Customer.objects.get()
    assert (customer.name, Response.objects.get().customer, Case.objects.count()) == ("Mo", customer, 0)


def test_a_known_number_is_the_known_customer(door: OpenLink, clock: Any, visitor: Client) -> None:
    sent(visitor, door, reach="020 7946 0018")
    sent(visitor, door, reach="+44 20 7946 0018")
    assert (Customer.objects.count(), Case.objects.count(), Signal.objects.count()) == (1, 1, 2)


def test_the_thanks_lead_to_a_page_by_a_link_that_was_only_handed_out(
    door: OpenLink, clock: Any, visitor: Client
) -> None:
    page = visitor.get(sent(visitor, door, reach="020 7946 0018")["Location"])
    signal = Signal.objects.get()
    assert (page.context["private_path"], signal.confirmed) == (
        f"/c/{handed_link('signal', signal.uuid, signal.link_generation)}/",
        False,
    )


def test_bare_scores_gather_in_the_case_of_the_place(door: OpenLink, clock: Any, visitor: Client) -> None:
    for _number in range(3):
        sent(visitor, door)
    case = Case.objects.get()
    assert (case.customer, case.is_place_case, Signal.objects.count()) == (None, True, 3)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"website": "x"}, HeldFor.TRAP),
        ({"opened": ""}, HeldFor.QUICK),
        ({"opened": "forged"}, HeldFor.QUICK),
    ],
)
def test_what_looks_like_a_program_is_thanked_and_held(
    door: OpenLink, clock: Any, visitor: Client, values: dict[str, str], why: HeldFor
) -> None:
    page = visitor.get(sent(visitor, door, reach="020 7946 0018", **values)["Location"])
    response = Response.objects.get()
    assert (page.status_code, response.state, response.held_for) == (200, ResponseState.HELD, why)
    assert (Case.objects.count(), Customer.objects.count(), ContactPoint.objects.count()) == (0, 0, 0)


def test_of_a_thousand_from_one_address_nearly_all_are_held(
    door: OpenLink, clock: Any, visitor: Client
) -> None:
    """Sixty stand for the thousand: the limit is a number, not a share."""
    for _number in range(60):
        sent(visitor, door, q_recommend="9")
    states = list(Response.objects.values_list("state", flat=True))
    assert (states.count("complete"), states.count("held")) == (15, 45)


def test_of_many_addresses_no_more_than_a_link_takes_pass(door: OpenLink, clock: Any) -> None:
    for number in range(60):
        sent(Client(REMOTE_ADDR=f"198.51.100.{number}"), door, q_recommend="9")
    states = list(Response.objects.values_list("state", flat=True))
    assert (states.count("complete"), states.count("held")) == (40, 20)


def test_people_who_answer_through_the_day_are_never_held(
    door: OpenLink, clock: Any, visitor: Client
) -> None:
    for _number in range(40):
        sent(visitor, door, q_recommend="9", opened=opened_mark(now=clock.now - MINUTE))
        clock.later(minutes=1)
    assert set(Response.objects.values_list("state", flat=True)) == {"complete"}


def test_a_person_lets_it_through_and_its_case_opens_with_its_own_time(
    cast: Cast, door: OpenLink, clock: Any, visitor: Client
) -> None:
    response = held(visitor, door, reach="020 7946 0018", q_reason="Late", name="Mo")
    release(responses=[response.pk], by=cast.cx_manager, now=NOW + 60 * MINUTE)
    signal = Signal.objects.get()
    assert (signal.received_at, str(signal.text), signal.customer.name, signal.case.reachable) == (  # type: ignore[union-attr]
        NOW,
        "Late",
        "Mo",
        True,
    )


def test_what_was_typed_to_reach_them_stands_with_the_customer_afterwards(
    cast: Cast, door: OpenLink, clock: Any, visitor: Client
) -> None:
    response = held(visitor, door, reach="020 7946 0018")
    before = str(response.reach)
    release(responses=[response.pk], by=cast.cx_manager, now=NOW)
    response.refresh_from_db()
    assert ("020 7946 0018" in before, str(response.reach), ContactPoint.objects.count()) == (True, "", 1)


def test_letting_through_twice_is_once(cast: Cast, door: OpenLink, clock: Any, visitor: Client) -> None:
    response = held(visitor, door)
    for _again in range(2):
        release(responses=[response.pk], by=cast.cx_manager, now=NOW)
    assert (Signal.objects.count(), Event.objects.filter(code="released").count()) == (1, 1)


def test_only_the_cx_manager_judges(cast: Cast, door: OpenLink, clock: Any, visitor: Client) -> None:
    response = held(visitor, door)
    with pytest.raises(NotAllowed):
        release(responses=[response.pk], by=cast.owner, now=NOW)


def test_on_the_desk_several_are_set_aside_and_count_nowhere(
    cast: Cast, door: OpenLink, clock: Any, visitor: Client
) -> None:
    response = held(visitor, door)
    visitor.force_login(cast.cx_manager)
    page = visitor.post("/manage/held/", {"responses": [str(response.pk)], "act": "set_aside"})
    response.refresh_from_db()
    assert (page.status_code, response.state, response.judged_by, Case.objects.count()) == (
        302,
        ResponseState.DROPPED,
        cast.cx_manager,
        0,
    )


def test_the_desk_shows_why_each_was_held(cast: Cast, door: OpenLink, clock: Any, visitor: Client) -> None:
    held(visitor, door, q_reason="Buy pills")
    visitor.force_login(cast.cx_manager)
    page = visitor.get("/manage/held/").content.decode()
    assert ("It filled the box people do not see" in page, "Buy pills" in page, "2 / 10" in page) == (
        True,
        True,
        True,
    )


def test_on_the_desk_nothing_is_chosen_before_somebody_chooses(
    cast: Cast, door: OpenLink, clock: Any, visitor: Client
) -> None:
    held(visitor, door)
    visitor.force_login(cast.cx_manager)
    pages = [visitor.get("/manage/held/", asked).content.decode() for asked in ({}, {"all": "1"})]
    assert [" checked" in page for page in pages] == [False, True]


def test_without_scripts_a_branch_is_a_second_step_of_the_same_form(
    survey: Any, link: Any, clock: Any, visitor: Client
) -> None:
    door, key = link(survey(NPS, REASON, WHICH)), str(uuid4())
    page = sent(visitor, door, key=key, q_reason="Late", asked="recommend,reason")
    assert ("Step 2 of 2" in page.content.decode(), Response.objects.count()) == (True, 0)
    sent(visitor, door, key=key, q_reason="Late", q_which="wait")
    assert [
        (row.score, row.choices, str(row.text or "")) for row in Answer.objects.order_by("question__order")
    ] == [
        (2, None, ""),
        (None, None, "Late"),
        (None, ["wait"], ""),
    ]


def test_a_tap_is_kept_under_the_key_and_gone_on_with(door: OpenLink, clock: Any, visitor: Client) -> None:
    key, opened = uuid4(), opened_mark(now=NOW - MINUTE)
    visitor.post(f"/a/{door.code}/{key}/keep/", {"q-recommend": "3", "opened": opened})
    page = visitor.get(f"/a/{door.code}/{key}/")
    assert (page.context["form"]["q-recommend"].value(), page.context["door"].key) == (3, key)


def test_a_program_keeps_nothing_by_taps(door: OpenLink, clock: Any, visitor: Client) -> None:
    visitor.post(f"/a/{door.code}/{uuid4()}/keep/", {"q-recommend": "3", "opened": "forged"})
    assert Response.objects.count() == 0


def test_another_language_keeps_what_was_typed(survey: Any, link: Any, clock: Any, visitor: Client) -> None:
    door = link(survey(NPS, REASON, languages=["en", "de"]))
    page = sent(visitor, door, q_reason="Spät", speak="de")
    form = page.context["form"]
    assert (
        form["q-reason"].value(),
        form.fields["q-reason"].label,
        form.is_bound,
        Response.objects.count(),
    ) == (
        "Spät",
        "Warum?",
        False,
        0,
    )
    assert '<html lang="de" dir="ltr"' in page.content.decode()


def test_a_language_from_right_to_left_turns_the_page(
    survey: Any, link: Any, clock: Any, visitor: Client
) -> None:
    door = link(survey(NPS, languages=["ar"]))
    assert '<html lang="ar" dir="rtl"' in visitor.get(f"/a/{door.code}/").content.decode()


@pytest.mark.parametrize("fields", [{"is_active": False}, {"kind": "kiosk"}])
def test_a_link_that_is_not_in_use_leads_nowhere(
    survey: Any, link: Any, clock: Any, visitor: Client, fields: dict[str, Any]
) -> None:
    assert visitor.get(f"/a/{link(survey(NPS), **fields).code}/").status_code == 404
