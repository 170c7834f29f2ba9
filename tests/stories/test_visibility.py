"""Every address × every role: what the table says is what the app answers. An address without a row fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.operations.tokens import make_token
from tests.cast import Cast
from tests.factories.world import World, make_world
from tests.stories.visibility import BY_TOKEN, OF_THE_LIBRARY, ROLES, ROWS, STAFF, Row

pytestmark = pytest.mark.django_db

PASSES = {200, 201, 204, 302, 400, 409, 503}
"""The role may come in; what it then sent may still be wrong, and a probe may say that something is not ready."""


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def names(resolver: URLResolver) -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            yield from names(found)
        elif isinstance(found, URLPattern):
            yield found.name or str(found.pattern)


def ours() -> set[str]:
    return {name for name in names(get_resolver()) if not name.startswith(OF_THE_LIBRARY)}


def test_every_address_has_a_row() -> None:
    assert ours() - set(ROWS) == set()


def test_every_row_has_an_address() -> None:
    assert set(ROWS) - ours() == set()


def expected(row: Row, role: str, *, sends: bool) -> set[int]:
    allowed = row.sends if sends else row.sees
    if role in allowed:
        return PASSES
    if not allowed:
        return {302, 401, 403, 404, 405, 415}
    return {302} if role == "anonymous" else {row.refused, 403} if row.refused == 404 else {row.refused}


def answer(client: Client, name: str, row: Row, world: World, *, sends: bool) -> int:
    url = reverse(name, kwargs=row.args(world))
    saved = transaction.savepoint()
    response = client.post(url) if sends else client.get(url)
    transaction.savepoint_rollback(saved)
    return int(response.status_code)


@pytest.mark.parametrize("sends", [False, True], ids=["reads", "sends"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_what_the_table_says(world: World, role: str, sends: bool) -> None:
    client = Client(raise_request_exception=False)
    wrong = []
    for name, row in ROWS.items():
        if role != "anonymous":
            client.force_login(getattr(world.cast, role))
        status = answer(client, name, row, world, sends=sends)
        if status not in expected(row, role, sends=sends):
            wrong.append((name, status))

    assert wrong == [], wrong


@pytest.mark.parametrize("role", sorted(STAFF))
def test_a_token_opens_what_its_person_may_see(world: World, role: str, client: Client) -> None:
    person = getattr(world.cast, role)
    _, secret = make_token(user=person, name="test", by=person, now=timezone.now())
    wrong = []
    for name, allowed in BY_TOKEN.items():
        url = reverse(name, kwargs=ROWS[name].args(world))
        status = client.get(url, headers={"Authorization": f"Bearer {secret}"}).status_code
        if status != (200 if role in allowed else 404):
            wrong.append((name, status))

    assert wrong == [], wrong


def test_somebody_elses_case_answers_exactly_like_one_that_does_not_exist(
    world: World, client: Client
) -> None:
    client.force_login(world.cast.peer)

    theirs, none = client.get(f"/cases/{world.case.pk}/"), client.get("/cases/999999/")

    assert (theirs.status_code, len(theirs.content)) == (none.status_code, len(none.content))


def test_a_person_who_left_is_out_with_the_next_click(world: World, client: Client) -> None:
    client.force_login(world.cast.leader)
    world.cast.leader.is_active = False
    world.cast.leader.save(update_fields=["is_active"])

    assert client.get("/").status_code == 302
