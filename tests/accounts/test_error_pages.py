"""Whatever goes wrong, the answer is a page with a sentence that says how to go on."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from cxapp.lib.errors import Conflict, NotAllowed, Refused
from cxapp.urls import handler400, handler403, handler404, handler500
from cxapp.urls import urlpatterns as real
from tests.cast import Cast

__all__ = ["handler400", "handler403", "handler404", "handler500"]

FAULTS = {
    "denied": PermissionDenied("Ask your leader."),
    "odd": SuspiciousOperation("odd"),
    "ours": RuntimeError("ours"),
    "refused": Refused("Choose a day first."),
    "not-allowed": NotAllowed("Only Dora may."),
    "conflict": Conflict("Somebody was quicker."),
}


def _fail(request: HttpRequest, fault: str) -> HttpResponse:
    raise FAULTS[fault]


urlpatterns = [path("fail/<slug:fault>/", _fail), *real]


@pytest.fixture(autouse=True)
def _with_failing_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    ("fault", "status", "sentence"),
    [
        ("denied", 403, "Ask your leader."),
        ("odd", 400, "What was sent here was incomplete or changed on the way."),
        ("ours", 500, "Whatever was saved before is safe, and every promise clock goes on running."),
        ("refused", 400, "Choose a day first."),
        ("not-allowed", 403, "Only Dora may."),
        ("conflict", 409, "Somebody was quicker."),
    ],
)
def test_each_fault_has_its_status_and_a_sentence(db: None, fault: str, status: int, sentence: str) -> None:
    answer = Client(raise_request_exception=False).get(f"/fail/{fault}/")

    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_page_that_is_not_there_says_so(db: None) -> None:
    answer = Client().get("/nowhere/")

    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()


NAMES = {"de": "Diese Seite gibt es nicht", "es": "Esta página no está aquí", "fr": "Cette page n’existe pas"}


@pytest.mark.parametrize("language", NAMES)
def test_a_visitor_reads_it_in_the_language_of_their_browser(db: None, language: str) -> None:
    page = Client().get("/nowhere/", headers={"accept-language": f"{language},en;q=0.5"}).content.decode()

    assert (f'<html lang="{language}"' in page, NAMES[language] in page) == (True, True)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("odd", "Was hier ankam, war unvollständig"),
        ("ours", "Bei uns ist etwas kaputtgegangen"),
        ("form", "Dieses Formular war zu lange offen"),
    ],
)
def test_every_page_a_visitor_can_meet_is_in_their_language(db: None, fault: str, said: str) -> None:
    client = Client(
        raise_request_exception=False, enforce_csrf_checks=True, headers={"accept-language": "de"}
    )
    page = client.post("/tell-us/") if fault == "form" else client.get(f"/fail/{fault}/")

    assert said in page.content.decode()


def test_a_visitor_is_not_led_to_the_start_page_of_staff(db: None) -> None:
    page = Client().get("/nowhere/").content.decode()

    assert ('href="/tell-us/"' in page, "Go to my start page" in page) == (True, False)


def test_staff_read_it_in_english_whatever_their_browser_asks_for(cast: Cast) -> None:
    client = Client(headers={"accept-language": "de"})
    client.force_login(cast.leader)
    page = client.get("/nowhere/").content.decode()

    assert ("This page is not here" in page, "Go to my start page" in page) == (True, True)


def test_a_broken_page_needs_no_database() -> None:
    answer = Client(raise_request_exception=False).get("/fail/ours/")

    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()


def test_a_form_from_elsewhere_is_answered_with_what_to_do(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})

    assert answer.status_code == 403
    assert "This form was open too long" in answer.content.decode()
