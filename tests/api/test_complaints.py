"""The REST API for complaints: what another system sends becomes a case with a named leader."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Unit, User
from accounts.operations.tokens import make_token
from feedback.models import Case, Signal
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

URL = "/api/v1/complaints/"
BODY = {"words": "The bread was stale.", "name": "Mia Moss", "phone": "+441134960123", "place": "leeds"}


def headers(user: User) -> dict[str, str]:
    _, secret = make_token(user=user, name="till", by=user, now=NOW)
    return {"Authorization": f"Bearer {secret}"}


def post(client: Client, user: User, body: dict[str, Any] = BODY, key: str = "") -> Any:
    more = {"Idempotency-Key": key} if key else {}
    return client.post(URL, body, content_type="application/json", headers=headers(user) | more)


def test_a_complaint_opens_a_case_with_a_named_leader(cast: Cast, client: Client) -> None:
    answer = post(client, cast.front_line)

    assert (answer.status_code, answer.json()["leader"]) == (201, "Anna Leader")


def test_the_answer_carries_the_customers_private_page(cast: Cast, client: Client) -> None:
    answer = post(client, cast.front_line).json()

    assert "/c/" in answer["follow_url"]


def test_the_same_key_and_content_answer_with_the_first_result(cast: Cast, client: Client) -> None:
    first = post(client, cast.front_line, key="till-1")

    second = post(client, cast.front_line, key="till-1")

    assert (second.status_code, second.json()["id"], Signal.objects.count()) == (200, first.json()["id"], 1)


def test_the_same_key_with_other_content_is_a_conflict(cast: Cast, client: Client) -> None:
    post(client, cast.front_line, key="till-1")

    second = post(client, cast.front_line, BODY | {"words": "Other."}, key="till-1")

    assert (second.status_code, second.json()["error"]["code"]) == (409, "key_used")


def test_the_same_number_of_one_source_is_one_complaint(cast: Cast, client: Client) -> None:
    body = BODY | {"system": "shop", "number": "77"}
    post(client, cast.front_line, body)

    second = post(client, cast.front_line, body)

    assert (second.status_code, Case.objects.count()) == (200, 1)


def test_without_a_token_nothing_is_stored(cast: Cast, client: Client) -> None:
    answer = client.post(URL, BODY, content_type="application/json")

    assert (answer.status_code, Signal.objects.count()) == (401, 0)


def test_missing_words_are_named(cast: Cast, client: Client) -> None:
    answer = post(client, cast.front_line, {"name": "Mia"})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["words"])


def test_a_place_that_is_not_there_is_named(cast: Cast, client: Client) -> None:
    answer = post(client, cast.front_line, BODY | {"place": "atlantis"})

    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["place"])


def test_a_null_character_is_a_clear_refusal(cast: Cast, client: Client) -> None:
    answer = post(client, cast.front_line, BODY | {"words": "a\x00b"})

    assert answer.status_code == 400


def test_fields_that_are_not_asked_for_change_nothing(cast: Cast, client: Client) -> None:
    post(
        client,
        cast.front_line,
        BODY | {"leader": cast.peer.pk, "state": "closed", "due_at": "2020-01-01T00:00:00Z"},
    )

    case = Case.objects.get()
    assert (case.leader, case.state) == (cast.leader, "waiting")


def test_a_stranger_to_the_complaint_does_not_find_it(cast: Cast, client: Client) -> None:
    sent = post(client, cast.front_line).json()

    answer = client.get(f"{URL}{sent['id']}/", headers=headers(cast.outsider))

    assert answer.status_code == 404


def test_cases_are_listed_through_the_gate(cast: Cast, client: Client) -> None:
    mine, _ = open_case(cast), open_case(cast, place=Unit.objects.get(slug="york").pk)

    answer = client.get("/api/v1/cases/", headers=headers(cast.leader)).json()

    assert [row["id"] for row in answer["results"]] == [mine.pk]


def test_every_route_is_described(cast: Cast, client: Client) -> None:
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()

    assert sorted(schema["paths"]) == [
        "/api/v1/bounces/",
        "/api/v1/cases/",
        "/api/v1/cases/{id}/",
        "/api/v1/complaints/",
        "/api/v1/complaints/{uuid}/",
        "/api/v1/events/",
        "/api/v1/figures/",
        "/api/v1/figures/{name}/",
        "/api/v1/invitations/",
        "/api/v1/ledger/",
    ]
