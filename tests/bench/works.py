"""What is measured by requests: each work is one request through the real middleware, views and database.

A work checks its answer, so that a fast refusal never counts. Not here: the floors, and how time is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from accounts.operations.tokens import make_token
from cxapp.lib.clock import now as clock_now
from cxapp.lib.tokens import fingerprint, link_token
from feedback.models import Customer, Invitation, Stage
from feedback.operations import intake_guard
from feedback.queries.asking import current_version
from tests.bench.base import CASES
from tests.bench.floors import STOCK, Row

Work = Callable[[], None]

WORDS = "The parcel came three days late and nobody could say where it was."
LEADER = "p40"
"""Leads a place and the four team leaders there."""

_numbers = count(1)


def _forget_limits() -> None:
    cache.clear()
    intake_guard.forget()


def _fresh() -> int:
    """A number for somebody new; limits by address start anew, as if everybody wrote from elsewhere."""
    _forget_limits()
    return next(_numbers)


def signed_in(name: str) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(sign_in_name=name))
    return client


def _floor_client(name: str = "") -> Client:
    """A browser whose requests pass Django's stock middleware only."""
    client = signed_in(name) if name else Client()
    with override_settings(MIDDLEWARE=STOCK):
        client.handler.load_middleware()
    return client


def floors() -> dict[str, Work]:
    with connection.schema_editor() as schema:
        schema.create_model(Row)
    stranger, leader = _floor_client(), _floor_client(LEADER)

    def insert() -> None:
        number = _fresh()
        data = {"name": f"Floor {number}", "reach": f"+4420{number:08d}", "words": WORDS, "place": "6"}
        assert stranger.post("/floor/insert/", data).status_code == 201

    return {
        "hello": _get(stranger, "/floor/hello/"),
        "insert": insert,
        "list": _get(leader, "/floor/list/"),
        "dashboard": _get(leader, "/floor/dashboard/"),
    }


def _get(client: Client, url: str) -> Work:
    def work() -> None:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    return work


def _post(client: Client, url: str, shown: str, data: Callable[[int], dict[str, Any]]) -> Work:
    """Posts the form shown at `shown`, with its token."""
    client.get(shown)
    token = client.cookies["csrftoken"].value

    def work() -> None:
        number = _fresh()
        form = {"csrfmiddlewaretoken": token, "once": uuid4().hex, **data(number)}
        answer = client.post(url, form)
        assert answer.status_code == 302, (url, answer.status_code, answer.content.decode()[:3000])

    return work


def intake() -> dict[str, Work]:
    """A complaint by every door: a new customer each time, a case, its leader told."""
    staff, visitor = signed_in("p600"), Client(enforce_csrf_checks=True)
    stage = Stage.objects.exclude(slug="none").order_by("pk")[0].pk
    opened = intake_guard.opened_mark(now=clock_now() - timedelta(minutes=1))

    def logged(number: int) -> dict[str, Any]:
        return {
            "reach": f"0113 49{number:05d}",
            "name": f"New {number}",
            "stage": stage,
            "words": WORDS,
            "wish": "call",
            "fix": "leader",
            "place": staff_place,
        }

    def told(number: int) -> dict[str, Any]:
        return {
            "words": WORDS,
            "reach": f"new{number}@example.net",
            "wish": "write",
            "name": f"New {number}",
            "opened": opened,
        }

    staff_place = User.objects.get(sign_in_name="p600").unit_id
    tell = "/tell-us/place-7/?about=wrong"
    return {
        "log": _post(staff, "/log/", "/log/", logged),
        "tell": _post(visitor, tell, tell, told),
        "api": _api(),
    }


def _api() -> Work:
    user = User.objects.get(sign_in_name="p600")
    _token, secret = make_token(user=user, name="till", by=user, now=clock_now())
    client = Client(enforce_csrf_checks=True)

    def work() -> None:
        number = _fresh()
        body = {
            "words": WORDS,
            "name": f"New {number}",
            "phone": f"0113 48{number:05d}",
            "place": "place-9",
        }
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": uuid4().hex}
        answer = client.post("/api/v1/complaints/", body, content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content

    return work


def surveys(calls: int) -> dict[str, Work]:
    """Answers of customers who were invited before and have no case yet."""
    links = _invitations(2 * calls)
    visitor = Client(enforce_csrf_checks=True)

    def answered(score: int, words: str, wish: str) -> Work:
        def work() -> None:
            _forget_limits()
            data = {"q-recommend": score, "q-reason": words, "wish": wish, "based_on": 0}
            assert visitor.post(f"/s/{next(links)}/", data).status_code == 302

        return work

    return {"happy": answered(10, "All well.", ""), "unhappy": answered(2, WORDS, "write")}


def _invitations(count_of_them: int) -> Iterator[str]:
    now, version = clock_now(), current_version()
    place = User.objects.get(sign_in_name=LEADER).unit_id
    people = Customer.objects.filter(cases=None).order_by("-pk").values_list("pk", flat=True)
    rows = []
    for person in people[:count_of_them]:
        uuid = uuid4()
        rows.append(
            Invitation(
                uuid=uuid,
                version=version,
                customer_id=person,
                token_sha=fingerprint(link_token("survey", uuid, 1)),
                sent_at=now,
                expires_at=now + timedelta(days=30),
                place_id=place,
            )
        )
    assert len(rows) == count_of_them
    Invitation.objects.bulk_create(rows)
    return (link_token("survey", row.uuid, 1) for row in rows)


def urls() -> dict[str, str]:
    """The pages of a leader: their day, their work filtered, one long case, their people's promises."""
    return {
        "today": "/",
        "cases": "/cases/?view=reports&severity=normal&state=waiting",
        "cases_mine": "/cases/?view=mine&state=waiting",
        "case": f"/cases/{the_case()}/",
        "leaders": "/leaders/",
    }


def counted() -> dict[str, Work]:
    """What is read of the whole house: the boardroom by its owner; a team by its head, this month and the one before."""
    month = clock_now().replace(day=1) - timedelta(days=1)
    owner, head = signed_in("p0"), signed_in("p1")
    return {
        "boardroom": _get(owner, "/board/"),
        "people": _get(head, "/people/mine/"),
        "people_before": _get(head, f"/people/mine/?month={month:%Y-%m}"),
    }


def the_case() -> int:
    """The case with the long history; its leader reads it."""
    return 1


def pages() -> dict[str, Work]:
    leader, owner_of_case = signed_in(LEADER), signed_in(_leader_of_the_case())
    found = {name: _get(owner_of_case if name == "case" else leader, url) for name, url in urls().items()}
    assert settings.DEBUG is False
    assert CASES >= 100
    return found


def _leader_of_the_case() -> str:
    return User.objects.get(cases=the_case()).sign_in_name
