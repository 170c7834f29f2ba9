"""The list of cases: what each view holds, filters, search, the file, and handing over several."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.operations.sweep import sweep
from cxapp.lib.clock import now as clock_now
from feedback.models import HandOver, Stage
from feedback.queries import case_list
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


def found(user: User, view: str, **filters: object) -> list[int]:
    now = clock_now()
    return [case.pk for case in case_list.find_cases(user=user, view=view, filters=filters, now=now)]


def test_mine_are_the_open_cases_i_lead_the_next_promise_first(
    cast: Cast, just_now: datetime, long_since: datetime
) -> None:
    fresh, late = open_case(cast, at=just_now), open_case(cast, at=long_since)
    open_case(cast, at=just_now, place=cast.york.pk)

    assert found(cast.leader, "mine") == [late.pk, fresh.pk]


def test_late_are_those_whose_promise_has_passed(
    cast: Cast, just_now: datetime, long_since: datetime
) -> None:
    open_case(cast, at=just_now)
    late = open_case(cast, at=long_since)

    assert found(cast.leader, "late") == [late.pk]


def test_my_reports_cases_are_those_led_below_me(cast: Cast, just_now: datetime) -> None:
    in_leeds, in_york = open_case(cast, at=just_now), open_case(cast, at=just_now, place=cast.york.pk)

    assert set(found(cast.director, "reports")) == {in_leeds.pk, in_york.pk}
    assert found(cast.leader, "reports") == []


def test_all_shows_nobody_more_than_the_gate_allows(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    seen = {person.name: found(person, "all") for person in (cast.leader, cast.peer, cast.administrator)}

    assert seen == {"Anna Leader": [case.pk], "Bruno Peer": [], "Ada Administrator": []}


def test_what_came_up_to_me_is_a_view(cast: Cast, long_since: datetime) -> None:
    case = open_case(cast, at=long_since)
    sweep(now=clock_now())

    assert found(cast.director, "came_up") == [case.pk]
    assert found(cast.leader, "came_up") == []


def test_whoever_logged_a_complaint_follows_it_in_a_list_of_their_own(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    assert found(cast.front_line, "logged") == [case.pk]
    assert case_list.views_for(cast.front_line) == ["logged"]


def test_the_list_opens_on_the_first_view_with_something_in_it(
    cast: Cast, just_now: datetime, long_since: datetime
) -> None:
    nothing = case_list.first_view(cast.director, clock_now())
    open_case(cast, at=just_now)
    below = case_list.first_view(cast.director, clock_now())
    open_case(cast, at=long_since)
    late = case_list.first_view(cast.director, clock_now())
    sweep(now=clock_now())
    climbed = case_list.first_view(cast.director, clock_now())

    assert [nothing, below, late, climbed] == ["mine", "all", "late", "came_up"]


def test_the_list_opens_on_ones_own_cases_before_anything_else(
    cast: Cast, just_now: datetime, sign_in: SignIn
) -> None:
    open_case(cast, at=just_now)

    assert sign_in(cast.leader).get("/cases/").context["view"] == "mine"
    assert sign_in(cast.director).get("/cases/?view=mine").context["view"] == "mine"


@pytest.mark.parametrize("typed", ["0113 496 0777", "+441134960777", "Zoe", "zoe example", "#{pk}"])
def test_search_finds_by_name_by_case_number_and_by_the_whole_telephone_number(
    cast: Cast, just_now: datetime, typed: str
) -> None:
    case = open_case(cast, at=just_now, name="Zoe Example", contact_points=(("phone", "+44 113 496 0777"),))
    open_case(cast, at=just_now, name="Somebody")

    assert found(cast.leader, "mine", q=typed.format(pk=case.pk)) == [case.pk]


def test_part_of_a_telephone_number_finds_nobody(cast: Cast, just_now: datetime) -> None:
    open_case(cast, at=just_now, name="Zoe Example", contact_points=(("phone", "+44 113 496 0777"),))

    assert found(cast.leader, "mine", q="0777 496") == []


def test_filters_narrow_by_stage_severity_state_and_place(cast: Cast, just_now: datetime) -> None:
    delivery = Stage.objects.get(slug="delivery")
    case = open_case(cast, at=just_now, stage=delivery.pk, severity="high")
    open_case(cast, at=just_now)

    assert found(cast.leader, "mine", stage=delivery.pk) == [case.pk]
    assert found(cast.leader, "mine", severity="high") == [case.pk]
    assert found(cast.leader, "mine", state="closed") == []
    assert len(found(cast.leader, "mine", place=cast.north.pk)) == 2


def test_a_filter_stands_as_a_chip_that_can_be_taken_away(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    open_case(cast, at=just_now)

    page = sign_in(cast.leader).get("/cases/?view=mine&severity=high")

    assert page.context["chips"] == [{"label": "Severity: High", "remove_url": "?view=mine"}]


def test_nonsense_in_the_address_shows_the_list_all_the_same(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.leader).get("/cases/?view=x&leader=abc&page=zz&stage=-1").status_code == 200


def test_counting_stops_at_a_thousand(
    cast: Cast, sign_in: SignIn, just_now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_list, "COUNTED", 2)
    for _ in range(4):
        open_case(cast, at=just_now)

    assert sign_in(cast.leader).get("/cases/").context["page_obj"].paginator.count == 3


def test_the_file_holds_the_rows_of_the_same_filter(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    open_case(cast, at=just_now, name="Zoe Example")
    open_case(cast, at=just_now, name="=cmd()", severity="high")

    answer = sign_in(cast.leader).get("/cases/export/?view=mine&severity=high")
    lines = b"".join(answer.streaming_content).decode().strip().splitlines()  # type: ignore[attr-defined]

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [line.split(",")[1] for line in lines[1:]] == ["'=cmd()"]


def test_those_who_lead_nothing_get_no_file(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.front_line).get("/cases/export/").status_code == 403


def test_a_stranger_is_led_to_sign_in(cast: Cast) -> None:
    assert Client().get("/cases/").headers["Location"] == "/accounts/login/?next=/cases/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions_for_one_row_and_for_three(
    cast: Cast, sign_in: SignIn, just_now: datetime, rows: int
) -> None:
    for _ in range(rows):
        open_case(cast, at=just_now)
    client = sign_in(cast.leader)
    client.get("/cases/?view=mine")

    with CaptureQueriesContext(connection) as asked:
        client.get("/cases/?view=mine")

    # PostgreSQL is also asked what time it is.
    assert len([query for query in asked if "clock_timestamp" not in query["sql"]]) == 13


def test_several_cases_are_shown_by_name_before_they_are_offered(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    cases = [open_case(cast, at=just_now), open_case(cast, at=just_now)]
    others = open_case(cast, at=just_now, place=cast.york.pk)

    page = sign_in(cast.leader).post("/cases/hand-over/", {"case": [case.pk for case in [*cases, others]]})

    assert [entry["row"].case.pk for entry in page.context["rows"]] == [case.pk for case in cases]
    assert HandOver.objects.count() == 0


def test_several_cases_are_offered_together_with_one_press(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    cases = [open_case(cast, at=just_now), open_case(cast, at=just_now)]
    data = {"case": [case.pk for case in cases], "receiver": cast.peer.pk, "reason": "I am away next week."}

    answer = sign_in(cast.leader).post("/cases/hand-over/", data)

    assert answer.headers["Location"] == "/cases/"
    assert [row.receiver for row in HandOver.objects.order_by("case_id")] == [cast.peer, cast.peer]


def test_without_a_reason_nothing_is_offered_and_the_choice_stays(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    page = sign_in(cast.leader).post(
        "/cases/hand-over/", {"case": [case.pk], "receiver": cast.peer.pk, "reason": ""}
    )

    assert page.status_code == 400
    assert page.context["form"]["receiver"].value() == str(cast.peer.pk)
    assert HandOver.objects.count() == 0
