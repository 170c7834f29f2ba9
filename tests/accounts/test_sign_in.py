"""The door: by e-mail or employee number, nobody signs up, out by a press."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.cast import Cast

PASSWORD = "bread every morning"


@pytest.fixture
def anna(cast: Cast) -> User:
    cast.leader.set_password(PASSWORD)
    cast.leader.save(update_fields=["password"])
    return cast.leader


@pytest.mark.parametrize("name", ["anna", "ANNA", "anna@example.test", "Anna@Example.test"])
def test_a_person_signs_in_by_employee_number_or_e_mail(anna: User, name: str) -> None:
    client = Client()

    answer = client.post("/accounts/login/", {"login": name, "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/settings/").status_code == 200


def test_after_signing_in_a_person_is_where_they_wanted_to_be(anna: User) -> None:
    answer = Client().post(
        "/accounts/login/?next=/inbox/", {"login": "anna", "password": PASSWORD, "next": "/inbox/"}
    )

    assert answer["Location"] == "/inbox/"


@pytest.mark.parametrize(("name", "password"), [("anna", "wrong password"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(anna: User, name: str, password: str) -> None:
    answer = Client().post("/accounts/login/", {"login": name, "password": password})

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [
        "This name and this password do not belong together. Check both and try again."
    ]
    assert f'value="{name}"' in answer.content.decode()


def test_empty_fields_are_named(anna: User) -> None:
    answer = Client().post("/accounts/login/", {})

    assert answer.context["form"].errors == {
        "login": ["Enter your e-mail address or employee number."],
        "password": ["Enter your password."],
    }


def test_who_has_left_cannot_sign_in(anna: User) -> None:
    User.objects.filter(pk=anna.pk).update(is_active=False)
    client = Client()

    client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})

    assert client.get("/settings/").status_code == 302


def test_nobody_signs_up_by_themselves(cast: Cast) -> None:
    page = Client().get("/accounts/signup/").content.decode()
    Client().post("/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})

    assert "Nobody signs up here" in page
    assert not User.objects.filter(sign_in_name="x").exists()


def test_signing_out_takes_a_press(anna: User) -> None:
    client = Client()
    client.force_login(anna)

    client.get("/accounts/logout/")
    assert client.get("/settings/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/settings/").status_code == 302


def test_a_forgotten_password_is_replaced_by_a_link(anna: User, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    client = Client()
    assert "Send me the link" in client.get("/accounts/password/reset/").content.decode()

    client.post("/accounts/password/reset/", {"email": "anna@example.test"})

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["anna@example.test"], "Choose a new password")
    ]
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert found is not None
    form = client.get(found.group(1), follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "a loaf of rye bread", "password2": "a loaf of rye bread"},
    )
    assert (
        Client().post("/accounts/login/", {"login": "anna", "password": "a loaf of rye bread"}).status_code
        == 302
    )


def test_an_unknown_address_gets_the_same_page(anna: User, settings: Settings) -> None:
    known = Client().post("/accounts/password/reset/", {"email": "anna@example.test"}, follow=True)
    unknown = Client().post("/accounts/password/reset/", {"email": "x@example.test"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert "If that address belongs to somebody here" in unknown.content.decode()


def test_without_mail_the_door_says_who_helps(anna: User, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = False

    assert (
        "Your administrator can set a new one for you." in Client().get("/accounts/login/").content.decode()
    )


def test_a_password_is_changed_with_the_old_one(anna: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})

    answer = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "a loaf of rye bread", "password2": "a loaf of rye bread"},
    )

    assert answer.status_code == 302
    anna.refresh_from_db()
    assert anna.check_password("a loaf of rye bread")


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_every_page_of_the_library_has_our_frame_and_one_heading(anna: User, page: str) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    answer = client.get(page)
    text = answer.content.decode()

    assert answer.status_code == 200
    assert text.count("<h1") == 1
    assert 'class="skip-link"' in text


def test_e_mail_addresses_are_kept_by_administrators(anna: User) -> None:
    client = Client()
    client.force_login(anna)

    assert client.get("/accounts/email/")["Location"] == "/settings/"


def test_a_second_step_is_switched_on_asked_for_and_passed_with_a_recovery_code(anna: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    client.post("/accounts/logout/")

    first = client.post("/accounts/login/", {"login": "anna", "password": PASSWORD})
    assert first["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/settings/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.context["form"].errors
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert client.get("/settings/").status_code == 200
