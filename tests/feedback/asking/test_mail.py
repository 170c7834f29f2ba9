"""The mail: each answer a link named so that it can be read out, the way to stop, and what the outbox hears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from accounts.operations.delivery import BACKOFF, deliver
from accounts.rules.actor import CUSTOMER
from feedback.enums import QuestionKind
from feedback.models import ContactPoint, Customer, Invitation, Question, SurveyVersion
from feedback.notices.surveys import choices_path, survey_path
from feedback.operations.asking import invite, invite_tester
from feedback.operations.bounces import report_bounce
from feedback.operations.reminders import send_due
from feedback.operations.survey_choices import choose_surveys
from feedback.queries.asking import current_version
from tests.cast import NOW, Cast

Letter = Callable[[], EmailMultiAlternatives]


@pytest.fixture(autouse=True)
def mailing(settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def letter_to(cast: Cast, maria: Customer) -> Any:
    """The one mail an invitation makes now."""
    invite(customer=maria, place=cast.leeds, by=cast.cx_manager, about="Your order", now=NOW)
    deliver(limit=10, now=NOW)
    [letter] = mail.outbox
    return letter


def ask_instead(kind: QuestionKind, **ends: Any) -> None:
    """The one question, on another scale."""
    Question.objects.filter(kind=QuestionKind.NPS).update(kind=kind, ends=ends)


def test_every_answer_is_a_link_that_can_be_read_out(cast: Cast, maria: Customer) -> None:
    body = letter_to(cast, maria).body
    address = django_settings.SITE_URL + survey_path(Invitation.objects.get())
    assert [f"Score {n} of 10: {address}?score={n}\n" in body for n in range(11)] == [True] * 11


@pytest.mark.parametrize(
    ("kind", "numbers"), [(QuestionKind.CSAT, range(1, 6)), (QuestionKind.CES, range(1, 8))]
)
def test_other_scales_have_their_own_numbers(
    cast: Cast, maria: Customer, kind: QuestionKind, numbers: range
) -> None:
    ask_instead(kind)
    body = letter_to(cast, maria).body
    assert [n for n in range(12) if f"Score {n} of {numbers[-1]}:" in body] == list(numbers)


def test_faces_are_named_by_words(cast: Cast, maria: Customer) -> None:
    ask_instead(QuestionKind.EMOTION)
    body = letter_to(cast, maria).body
    words = (
        "Angry (1 of 5):",
        "Let down (2 of 5):",
        "Neither (3 of 5):",
        "Pleased (4 of 5):",
        "Delighted (5 of 5):",
    )
    assert [word in body for word in words] == [True] * 5


def test_both_ends_of_a_scale_are_named(cast: Cast, maria: Customer) -> None:
    ask_instead(QuestionKind.CES, low={"en": "Very hard"}, high={"en": "Very easy"})
    letter = letter_to(cast, maria)
    assert "1 is “Very hard”, 7 is “Very easy”." in letter.body
    assert "1 is “Very hard”, 7 is “Very easy”." in letter.alternatives[0][0]


def test_the_page_in_the_mail_holds_the_same_links(cast: Cast, maria: Customer) -> None:
    letter = letter_to(cast, maria)
    page = letter.alternatives[0][0]
    address = django_settings.SITE_URL + survey_path(Invitation.objects.get())
    assert [f'href="{address}?score={n}" aria-label="Score {n} of 10"' in page for n in range(11)] == [
        True
    ] * 11


def test_a_survey_that_begins_with_words_links_to_its_page(cast: Cast, maria: Customer) -> None:
    Question.objects.filter(kind=QuestionKind.NPS).delete()
    body = letter_to(cast, maria).body
    assert "Answer here: " + django_settings.SITE_URL + survey_path(Invitation.objects.get()) in body
    assert "?score=" not in body


def test_the_mail_is_in_the_language_of_the_survey(cast: Cast, maria: Customer) -> None:
    SurveyVersion.objects.update(languages=["en", "de"])
    Question.objects.filter(kind=QuestionKind.NPS).update(
        texts={"en": "How likely?", "de": "Wie wahrscheinlich?"}
    )
    Customer.objects.update(language="de")
    letter = letter_to(cast, maria)
    assert "Wie wahrscheinlich?" in letter.body
    assert '<html lang="de" dir="ltr">' in letter.alternatives[0][0]


def test_one_click_stops_it_as_mail_programs_expect(cast: Cast, maria: Customer) -> None:
    headers = letter_to(cast, maria).extra_headers
    assert (headers["List-Unsubscribe"], headers["List-Unsubscribe-Post"]) == (
        f"<{django_settings.SITE_URL}{choices_path(maria)}>",
        "List-Unsubscribe=One-Click",
    )


def test_an_accepted_mail_is_noted_with_its_time(cast: Cast, maria: Customer) -> None:
    letter_to(cast, maria)
    assert Invitation.objects.get().delivered_at == NOW


def test_whoever_stopped_before_it_left_gets_no_mail(cast: Cast, maria: Customer) -> None:
    invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW)
    choose_surveys(customer=maria, wanted=False, by=CUSTOMER, now=NOW)
    deliver(limit=10, now=NOW)
    assert (mail.outbox, Invitation.objects.get().delivered_at) == ([], None)


def test_a_reminder_says_that_its_link_is_the_one_that_works(cast: Cast, maria: Customer) -> None:
    letter_to(cast, maria)
    later = NOW + timedelta(days=4)
    send_due(now=later)
    deliver(limit=10, now=later)
    reminder = mail.outbox[1]
    assert reminder.subject == "Still open: One question about Your order"
    assert f"{survey_path(Invitation.objects.get())}?score=7\n" in str(reminder.body)


def test_a_test_goes_to_the_person_and_says_what_it_is(cast: Cast) -> None:
    invite_tester(version=current_version(), person=cast.cx_manager, language="en", now=NOW)
    deliver(limit=10, now=NOW)
    [letter] = mail.outbox
    assert (letter.to, letter.subject[:5], "List-Unsubscribe" in letter.extra_headers) == (
        [cast.cx_manager.email],
        "Test:",
        False,
    )


def refusing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(self: EmailMultiAlternatives, fail_silently: bool = False) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)


def test_an_address_the_server_does_not_know_is_used_no_more(
    cast: Cast, maria: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, SMTPRecipientsRefused({"maria@example.org": (550, b"unknown")}))
    invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW)
    deliver(limit=10, now=NOW)
    row = Invitation.objects.get()
    assert (row.bounced_at, row.remind_at, ContactPoint.objects.get().bounced_at) == (NOW, None, NOW)


def test_a_server_that_is_away_for_days_does_not_spoil_the_address(
    cast: Cast, maria: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, ConnectionRefusedError("away"))
    invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW)
    now = NOW
    for pause in (timedelta(0), *BACKOFF):
        now += pause
        deliver(limit=10, now=now)
    assert (Invitation.objects.get().bounced_at, ContactPoint.objects.get().bounced_at) == (now, None)


def test_a_reported_bounce_marks_the_address_and_the_invitation(
    maria: Customer, invitation: Invitation
) -> None:
    later = NOW + timedelta(hours=1)
    reported = [report_bounce(address="MARIA@example.org", by=CUSTOMER, now=later) for _ in range(2)]
    row = Invitation.objects.get()
    assert (reported, row.bounced_at, row.remind_at) == ([True, False], later, None)
    assert ContactPoint.objects.get().bounced_at == later
