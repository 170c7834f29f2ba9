"""Today: whom must I call, what came up to me, what others wait for."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Absence, User
from accounts.operations.sweep import sweep
from cxapp.lib.clock import now as clock_now
from feedback.enums import End, PromiseKind, RecoveryKind
from feedback.operations.hand_overs import offer
from feedback.operations.promises import make_promise
from feedback.operations.proposals import propose_end
from feedback.operations.recoveries import give_recovery
from feedback.queries.today import today
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn
from tests.feedback.verbs import spoke


@pytest.mark.django_db
def test_where_nobody_is_known_yet_home_leads_to_the_first_questions() -> None:
    User.objects.all().delete()

    assert Client().get("/").headers["Location"] == "/start/"


def test_a_stranger_is_led_to_sign_in(cast: Cast) -> None:
    assert Client().get("/").headers["Location"] == "/accounts/login/?next=/"


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("front_line", "/log/"),
        ("cx_manager", "/manage/data/"),
        ("administrator", "/admin/health/"),
        ("board", "/board/"),
    ],
)
def test_people_who_lead_nothing_come_home_to_their_work(
    cast: Cast, sign_in: SignIn, who: str, home: str
) -> None:
    assert sign_in(getattr(cast, who)).get("/").headers["Location"] == home


def test_the_late_customer_stands_first_then_the_next_promise(
    cast: Cast, just_now: datetime, long_since: datetime
) -> None:
    fresh = open_case(cast, at=just_now)
    late = open_case(cast, at=long_since)

    day = today(user=cast.leader, now=clock_now())

    assert [entry.case.pk for entry in day.waiting] == [late.pk, fresh.pk]
    assert [entry.status.state for entry in day.waiting] == ["late", "due"]
    assert (day.count, day.late) == (2, 1)


def test_five_customers_are_shown_and_the_rest_counted(cast: Cast, just_now: datetime) -> None:
    for _ in range(7):
        open_case(cast, at=just_now)

    day = today(user=cast.leader, now=clock_now())

    assert (len(day.waiting), day.more) == (5, 2)


def test_the_status_sentence_names_the_customer_and_the_time(
    cast: Cast, sign_in: SignIn, long_since: datetime
) -> None:
    open_case(cast, at=long_since, name="Maria Example")

    sentence = sign_in(cast.leader).get("/").context["sentence"]

    assert sentence.startswith("1 customer is waiting for you. One is late: Maria Example, by 2")


def test_somebody_else_s_customers_are_not_on_my_day(cast: Cast, just_now: datetime) -> None:
    open_case(cast, at=just_now)

    assert today(user=cast.peer, now=clock_now()).count == 0


def test_a_deputy_sees_whom_they_answer_for_by_name(cast: Cast, just_now: datetime) -> None:
    now = clock_now()
    Absence.objects.create(
        person=cast.leader, deputy=cast.peer, starts=now - timedelta(days=1), ends=now + timedelta(days=1)
    )
    open_case(cast, at=just_now)

    day = today(user=cast.peer, now=clock_now())

    assert [entry.leader for entry in day.waiting] == ["Anna Leader"]
    assert [absence.person for absence in day.standing_in] == [cast.leader]


def test_what_climbed_to_me_is_a_group_of_its_own(cast: Cast, sign_in: SignIn, long_since: datetime) -> None:
    case = open_case(cast, at=long_since)
    sweep(now=clock_now())

    page = sign_in(cast.director).get("/")

    assert [entry.case.pk for entry in page.context["day"].came_up] == [case.pk]
    assert page.context["day"].count == 0
    assert "from Anna Leader" in page.context["came_up"][0]["why"]
    assert page.context["sentence"] == "None of your own customers is waiting. 1 case came up to you."


def test_open_promises_offers_approvals_and_proposed_ends_wait_for_an_answer(
    cast: Cast, just_now: datetime
) -> None:
    now = clock_now()
    mine, other = open_case(cast, at=just_now), open_case(cast, at=just_now, place=cast.york.pk)
    promise = make_promise(
        case=mine, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=now + timedelta(days=1), now=now
    )
    offered = offer(case=other, by=cast.peer, receiver=cast.leader, reason="Yours.", now=now)
    asked = give_recovery(
        case=mine, by=cast.front_line, kind=RecoveryKind.REFUND, what="", cost=Decimal(120), now=now
    )
    proposed = propose_end(case=mine, by=cast.leader, end=End.NO_CASE, why="A test.", now=now)

    for_anna, for_dora = today(user=cast.leader, now=now), today(user=cast.director, now=now)

    assert for_anna.promises == [promise]
    assert for_anna.offers == [offered]
    assert for_anna.approvals == [asked]
    assert for_dora.proposals == [proposed]
    assert for_anna.asks == 2


def test_an_empty_day_says_when_i_last_spoke_to_a_customer(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    spoke(open_case(cast, at=just_now), now=clock_now())

    sentence = sign_in(cast.leader).get("/").context["sentence"]

    assert sentence.startswith("Nobody is waiting for you. Your last talk with a customer: ")


def test_an_empty_day_is_said_once_and_leads_to_something_to_do(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    spoke(open_case(cast, at=just_now), now=clock_now())

    for reader in (cast.leader, cast.owner):
        page = sign_in(reader).get("/").content.decode()
        assert page.count("Nobody is waiting for you") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_today_asks_the_same_number_of_questions_for_one_customer_and_for_three(
    cast: Cast,
    just_now: datetime,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("feedback.queries.today.BLOCKS", [])
    for _ in range(rows):
        open_case(cast, at=just_now)
    user, now = User.objects.get(pk=cast.leader.pk), clock_now()

    with django_assert_num_queries(13):
        today(user=user, now=now)
