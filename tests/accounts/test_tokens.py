"""Programs act for a person by a token: made once, shown once, refused as soon as it is revoked."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from redis import RedisError
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from accounts.models import ApiToken, Event, User
from accounts.operations.tokens import MOST, NotYourToken, TooManyTokens, make_token, revoke_token
from cxapp.lib import api
from cxapp.lib.errors import Conflict
from cxapp.lib.tokens import fingerprint
from tests.cast import NOW, Cast


class Echo(APIView):
    """Answers who is calling, or with the fault it is given."""

    fault: Exception | None = None

    def get(self, request: Request) -> Response:
        if self.fault:
            raise self.fault
        return Response({"name": str(request.user)})


def _call(header: str = "", fault: Exception | None = None) -> Any:
    request = APIRequestFactory().get("/", headers={"Authorization": header} if header else {})
    return Echo.as_view(fault=fault)(request)


def _token(user: User) -> tuple[ApiToken, str]:
    return make_token(user=user, name="web shop", by=user, now=NOW)


def test_a_token_opens_the_api_as_the_person_who_made_it(cast: Cast) -> None:
    _row, secret = _token(cast.cx_manager)

    answer = _call(f"Bearer {secret}")

    assert (answer.status_code, answer.data) == (200, {"name": "Carl Manager"})


def test_only_the_fingerprint_of_the_secret_is_kept(cast: Cast) -> None:
    row, secret = _token(cast.cx_manager)

    assert row.digest == fingerprint(secret)
    assert secret not in str(ApiToken.objects.values().get())
    assert list(Event.objects.values_list("code", "data")) == [("token_made", {"token": row.pk})]


@pytest.mark.parametrize(
    "header", ["", "Bearer nothing", "Bearer", "Bearer a b", "Basic abc", "Bearer \xff\xfe"]
)
def test_without_a_token_that_works_the_answer_is_401_in_the_one_shape(cast: Cast, header: str) -> None:
    answer = _call(header)

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert set(answer.data["error"]) == {"code", "sentence", "fields"}


def test_a_revoked_token_opens_nothing(cast: Cast) -> None:
    row, secret = _token(cast.cx_manager)
    revoke_token(token=row, by=cast.cx_manager, now=NOW)

    assert _call(f"Bearer {secret}").status_code == 401


def test_the_token_of_somebody_who_left_opens_nothing(cast: Cast) -> None:
    _row, secret = _token(cast.cx_manager)
    User.objects.filter(pk=cast.cx_manager.pk).update(is_active=False)

    assert _call(f"Bearer {secret}").status_code == 401


def test_an_administrator_may_revoke_anybodys_token_and_a_colleague_may_not(cast: Cast) -> None:
    row, _secret = _token(cast.cx_manager)

    with pytest.raises(NotYourToken):
        revoke_token(token=row, by=cast.leader, now=NOW)
    revoke_token(token=row, by=cast.administrator, now=NOW)

    row.refresh_from_db()
    assert row.revoked_at == NOW


def test_revoking_twice_is_written_down_once(cast: Cast) -> None:
    row, _secret = _token(cast.cx_manager)
    for _ in range(2):
        revoke_token(token=row, by=cast.cx_manager, now=NOW)

    assert Event.objects.filter(code="token_revoked").count() == 1


def test_a_person_has_a_limited_number_of_tokens_in_use(cast: Cast) -> None:
    for _ in range(MOST):
        row, _secret = _token(cast.cx_manager)
    with pytest.raises(TooManyTokens):
        _token(cast.cx_manager)

    revoke_token(token=row, by=cast.cx_manager, now=NOW)
    _token(cast.cx_manager)


def test_a_refusal_keeps_its_sentence_code_field_and_status(cast: Cast) -> None:
    _row, secret = _token(cast.cx_manager)

    answer = _call(f"Bearer {secret}", Conflict("Somebody was quicker.", field="leader"))

    assert answer.status_code == 409
    assert answer.data == {
        "error": {
            "code": "conflict",
            "sentence": "Somebody was quicker.",
            "fields": {"leader": ["Somebody was quicker."]},
        }
    }


def test_fields_that_are_not_valid_are_each_named(cast: Cast) -> None:
    _row, secret = _token(cast.cx_manager)

    answer = _call(f"Bearer {secret}", ValidationError({"score": ["Enter 0 to 10."]}))

    assert (answer.status_code, answer.data["error"]["code"]) == (400, "not_valid")
    assert answer.data["error"]["fields"] == {"score": ["Enter 0 to 10."]}


def test_a_fault_of_ours_is_not_dressed_up_as_an_answer(cast: Cast) -> None:
    assert api.answer_error(RuntimeError("ours"), {}) is None


def test_a_page_never_holds_more_than_two_hundred_rows() -> None:
    request = Request(APIRequestFactory().get("/", {"page_size": "5000"}))

    assert api.Pages().get_page_size(request) == 200


def test_each_token_has_its_own_limit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"token": "2/min"})
    (_one, first), (_two, second) = _token(cast.cx_manager), _token(cast.administrator)

    answers = [_call(f"Bearer {first}").status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert _call(f"Bearer {second}").status_code == 200
    assert int(_call(f"Bearer {first}")["Retry-After"]) > 0


def test_while_the_shared_cache_is_away_limits_hold_for_this_process(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away(LocMemCache):
        def get(self, *args: Any, **kwargs: Any) -> Any:
            raise RedisError("Timeout reading from socket")

    monkeypatch.setattr(api, "shared_cache", Away("away", {}))
    monkeypatch.setattr(api, "_nearby", LocMemCache("nearby-test", {}))
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"token": "2/min"})
    _row, secret = _token(cast.cx_manager)

    assert [_call(f"Bearer {secret}").status_code for _ in range(3)] == [200, 200, 429]


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_the_secret_in_the_answer_that_made_it_and_never_again(cast: Cast) -> None:
    client = _as(cast.cx_manager)

    made = client.post("/settings/tokens/", {"name": "web shop", "once": "abc"})
    again = client.post("/settings/tokens/", {"name": "web shop", "once": "abc"})

    assert made.context["secret"].startswith("cx_")
    assert made.context["secret"] in made.content.decode()
    assert again.context["secret"] == ""
    assert "cx_" not in client.get("/settings/tokens/").content.decode()
    assert ApiToken.objects.count() == 1


def test_a_token_without_a_purpose_is_refused_in_words(cast: Cast) -> None:
    answer = _as(cast.cx_manager).post("/settings/tokens/", {"name": " "})

    assert answer.context["form"].errors == {"name": ["Say which program will use the token."]}
    assert ApiToken.objects.count() == 0


def test_somebody_elses_token_is_not_there(cast: Cast) -> None:
    row, _secret = _token(cast.cx_manager)

    assert _as(cast.administrator).post(f"/settings/tokens/{row.pk}/revoke/").status_code == 404
    assert _as(cast.cx_manager).post(f"/settings/tokens/{row.pk}/revoke/").status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
