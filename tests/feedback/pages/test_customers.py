"""The page of one customer: the line sees all of it, the front line four things, everybody else nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from cxapp.lib.clock import now as clock_now
from feedback.queries.customers import get_customer_for
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


@pytest.mark.parametrize(
    ("who", "template"),
    [
        ("leader", "page"),
        ("director", "page"),
        ("owner", "page"),
        ("cx_manager", "page"),
        ("front_line", "card"),
    ],
)
def test_how_much_of_a_customer_each_sees(
    cast: Cast, sign_in: SignIn, just_now: datetime, who: str, template: str
) -> None:
    customer = open_case(cast, at=just_now).customer_id

    page = sign_in(getattr(cast, who)).get(f"/customers/{customer}/")

    assert page.templates[0].name == f"feedback/customer/{template}.html"


@pytest.mark.parametrize("who", ["peer", "peer_front_line", "administrator", "board", "outsider"])
def test_for_others_the_customer_does_not_exist(
    cast: Cast, sign_in: SignIn, just_now: datetime, who: str
) -> None:
    customer = open_case(cast, at=just_now).customer_id

    assert sign_in(getattr(cast, who)).get(f"/customers/{customer}/").status_code == 404


def test_the_front_line_learns_who_is_responsible_and_no_number(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, contact_points=(("phone", "+44 113 496 0555"),))

    page = sign_in(cast.front_line).get(f"/customers/{case.customer_id}/")

    assert page.context["seen"].open_case == case
    assert "+441134960555" not in page.content.decode()


def test_the_history_holds_only_what_the_reader_may_read(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)
    about = open_case(cast, at=just_now, customer=case.customer_id, concerns=(cast.leader.pk,))

    now = clock_now()

    assert case.customer_id is not None
    assert get_customer_for(cast.leader, case.customer_id, now).cases == [case]
    assert {c.pk for c in get_customer_for(cast.director, case.customer_id, now).cases} == {case.pk, about.pk}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_customer_asks_the_same_number_of_questions_however_many_cases(
    cast: Cast, just_now: datetime, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = open_case(cast, at=just_now)
    for _ in range(rows):
        open_case(cast, at=just_now, customer=case.customer_id, concerns=(cast.front_line.pk,))
    user, now = User.objects.get(pk=cast.owner.pk), clock_now()

    with django_assert_num_queries(3):
        get_customer_for(user, case.customer_id or 0, now)
