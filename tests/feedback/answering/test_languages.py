"""Whoever reads a survey in German, Spanish or French reads the whole page in it, not the questions alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.operations.delivery import deliver
from feedback.enums import OpenLinkKind, QuestionKind, Wish
from feedback.models import Case, Invitation, Response, SurveyVersion
from feedback.notices.surveys import choices_path, survey_path
from tests.cast import NOW, Cast
from tests.feedback.answering.questions import NPS, REASON

FELT = {
    "code": "felt",
    "kind": QuestionKind.EMOTION,
    "required": True,
    "texts": {"de": "Wie war es?", "fr": "Comment était-ce ?"},
}
ENGLISH = re.compile(
    r"\b(?:the|your|you|call|send|reads|thank|answer|how|us|and|choose|enter|when|optional|step|kept|leave|privacy)\b",
    re.IGNORECASE,
)
Make = Callable[..., Any]


def words(page: Any) -> str:
    """What is read on the page, also by who cannot see it."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', body))
    return unescape(re.sub(r"<[^>]+>", " ", body) + labels)


@pytest.fixture
def german(survey: Make, invited: Make, clock: Any) -> Invitation:
    version: SurveyVersion = survey(NPS, REASON, languages=["de"])
    made: Invitation = invited(version)
    assert made.language == "de"
    return made


def test_a_german_survey_has_no_english_words(german: Invitation, visitor: Client) -> None:
    page = visitor.get(survey_path(german))
    said = words(page)
    assert (ENGLISH.findall(said), page.headers["Content-Language"]) == ([], "de")
    for told in ("Ja, rufen Sie mich an", "liest dies persönlich", "Sehr unwahrscheinlich", "Senden"):
        assert told in said


def test_what_is_missing_is_said_in_german(german: Invitation, visitor: Client) -> None:
    page = visitor.post(survey_path(german), {"asked": "*", "wish": "call", "language": "de"})
    said = words(page)
    assert (page.status_code, ENGLISH.findall(said)) == (400, [])
    assert "Wählen Sie eine Zahl von 0 bis 10." in said


@pytest.mark.parametrize(
    ("score", "told"), [("10", "das freut uns sehr"), ("7", "Vielen Dank für Ihre Antwort")]
)
def test_the_thanks_are_german_whatever_the_mood(
    german: Invitation, visitor: Client, score: str, told: str
) -> None:
    path = survey_path(german)
    visitor.post(path, {"asked": "*", "q-recommend": score, "language": "de"})
    said = words(visitor.get(path))
    assert (ENGLISH.findall(said), told in said) == ([], True)


def test_an_unhappy_customer_reads_the_promise_and_the_private_page_in_german(
    german: Invitation, visitor: Client
) -> None:
    german.customer.language = "de"  # type: ignore[union-attr]  # Maria was asked
    german.customer.save()  # type: ignore[union-attr]
    path = survey_path(german)
    visitor.post(path, {"asked": "*", "q-recommend": "2", "wish": "write", "language": "de"})
    thanks = visitor.get(path)
    follow = visitor.get(re.findall(r'href="(/c/[^"#]+)"', thanks.content.decode())[0])
    assert "schreibt Ihnen bis" in words(thanks)
    assert [ENGLISH.findall(words(page)) for page in (thanks, follow)] == [[], []]


def test_a_time_that_was_tapped_reaches_the_leader_in_english_and_is_marked_again(
    german: Invitation, visitor: Client
) -> None:
    fields = {"asked": "*", "q-recommend": "2", "wish": "call-morning", "reach": "020 7946 0018"}
    visitor.post(survey_path(german), {**fields, "language": "de"})
    response = Response.objects.get()
    assert (response.wish, response.wish_when, Case.objects.get().wish) == (
        Wish.CALL,
        "before 12:00",
        Wish.CALL,
    )
    page = visitor.get(survey_path(german) + "?change=1").content.decode()
    assert re.search(r'value="call-morning"[^>]*checked', page)


def test_a_link_that_is_over_says_so_in_german(german: Invitation, visitor: Client, clock: Any) -> None:
    clock.later(days=400)
    said = words(visitor.get(survey_path(german)))
    assert (ENGLISH.findall(said), "Diese Frage ist abgeschlossen" in said) == ([], True)


def test_a_kiosk_has_french_faces_and_french_thanks(
    survey: Make, link: Make, clock: Any, visitor: Client
) -> None:
    door = link(survey(FELT, languages=["fr"]), OpenLinkKind.KIOSK)
    home, thanks = visitor.get(f"/kiosk/{door.code}/"), visitor.get(f"/kiosk/{door.code}/?thanks=1")
    assert [face for face in ("Colère", "Enthousiasme", "Quitter la borne") if face not in words(home)] == []
    assert [ENGLISH.findall(words(page)) for page in (home, thanks)] == [[], []]


def test_the_mail_and_its_choices_are_spanish(
    survey: Make, invited: Make, clock: Any, visitor: Client, settings: Settings
) -> None:
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = invited(survey({**NPS, "texts": {"es": "¿Nos recomienda?"}}, languages=["es"]))
    deliver(limit=10, now=NOW)
    [letter] = mail.outbox
    made.customer.language = "es"
    made.customer.save()
    choices = words(visitor.get(choices_path(made.customer)))
    assert letter.subject.startswith("Una pregunta de ")
    assert [ENGLISH.findall(str(text)) for text in (letter.body, choices)] == [[], []]
    assert "¿Con qué frecuencia podemos preguntarle?" in choices


@pytest.mark.parametrize(
    ("asks_for", "told"),
    [
        ("de-CH,en;q=0.5", "Dieser Link öffnet nichts"),
        ("it,fr;q=0.8,en;q=0.2", "Ce lien n’ouvre rien"),
        ("it", "This link opens nothing"),
        ("", "This link opens nothing"),
    ],
)
def test_a_lost_link_speaks_the_language_of_the_browser(
    cast: Cast, visitor: Client, asks_for: str, told: str
) -> None:
    page = visitor.get("/s/nothing-here/", headers={"accept-language": asks_for})
    assert (page.status_code, told in words(page)) == (404, True)


def test_staff_read_english_whatever_their_browser_asks_for(cast: Cast, visitor: Client) -> None:
    visitor.force_login(cast.leader)
    page = visitor.get("/", headers={"accept-language": "de"}).content.decode()
    assert ('<html lang="en"' in page, "Abmelden" in page) == (True, False)


def test_a_survey_in_a_language_we_do_not_write_keeps_its_direction(
    survey: Make, link: Make, clock: Any, visitor: Client
) -> None:
    door = link(survey({**NPS, "texts": {"ar": "كم؟"}}, languages=["ar"]))
    page = visitor.get(f"/a/{door.code}/")
    assert '<html lang="ar" dir="rtl"' in page.content.decode()
    assert "Yes, call me" in words(page)
    assert (
        '<p class="meta" lang="en" dir="ltr">The questions are in the language you chose.'
        in page.content.decode()
    )
