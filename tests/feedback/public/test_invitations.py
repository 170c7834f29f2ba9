"""Asking a customer: the mail, the limits, the page and the command, and stopping."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import Notice
from accounts.operations.delivery import deliver
from feedback.models import Customer, Invitation
from feedback.notices.surveys import choices_path, survey_path
from feedback.operations.asking import InvitationRefused, customer_by_mail, invite
from tests.cast import NOW, Cast
from tests.factories.signals import open_case


def test_the_invitation_keeps_who_led_the_place(cast: Cast, invitation: Invitation) -> None:
    assert (invitation.leader, invitation.place, invitation.about) == (cast.leader, cast.leeds, "Your order")


def test_the_mail_has_eleven_numbered_links_and_a_way_to_stop(
    invitation: Invitation, maria: Customer, settings: Settings
) -> None:
    settings.MAIL_CONFIGURED = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Notice.objects.all().delete()
    from accounts.operations.notices import NewNotice, notify

    notify(
        notices=[
            NewNotice("survey_invitation", "customer", maria.pk, "again", {"invitation": invitation.pk})
        ],
        now=NOW,
    )
    deliver(limit=10, now=NOW)
    [letter] = mail.outbox
    address = django_settings.SITE_URL + survey_path(invitation)
    assert [
        f"Score {n} of 10" in letter.body and f"{address}?score={n}\n" in letter.body for n in range(11)
    ] == [True] * 11
    assert letter.extra_headers["List-Unsubscribe"] == f"<{django_settings.SITE_URL}{choices_path(maria)}>"
    assert letter.subject == "One question about Your order"


@pytest.mark.parametrize("days", [0, 89])
def test_a_customer_is_asked_once_in_ninety_days(
    cast: Cast, invitation: Invitation, maria: Customer, days: int
) -> None:
    with pytest.raises(InvitationRefused, match="asked less than 90 days ago"):
        invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW + timedelta(days=days))


def test_after_ninety_days_a_customer_may_be_asked_again(
    cast: Cast, invitation: Invitation, maria: Customer
) -> None:
    invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW + timedelta(days=90))
    assert Invitation.objects.count() == 2


def test_nobody_with_an_open_case_is_asked(cast: Cast) -> None:
    case = open_case(cast, contact_points=(("email", "cross@example.org"),))
    assert case.customer is not None
    with pytest.raises(InvitationRefused, match="open case"):
        invite(customer=case.customer, place=cast.leeds, by=cast.cx_manager, now=NOW)


def test_a_place_that_rehearses_asks_nobody(cast: Cast, maria: Customer) -> None:
    cast.leeds.live_at = None
    cast.leeds.save()
    with pytest.raises(InvitationRefused, match="rehearsing"):
        invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW)


def test_the_command_asks_one_customer(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("invite_customer", "new@example.org", place="leeds", name="New Person")
    assert capsys.readouterr().out.startswith("Asked new@example.org. The private link is /s/")


def test_the_cx_manager_asks_from_the_page_and_sees_it_in_the_list(
    cast: Cast, clock: Any, client: Client
) -> None:
    client.force_login(cast.cx_manager)
    form = {"reach": "new@example.org", "name": "New Person", "place": cast.leeds.pk, "about": "Your cake"}
    page = client.post("/manage/surveys/recommend/ask/", form, follow=True)
    assert [(str(row.customer), row.about) for row in page.context["rows"]] == [("New Person", "Your cake")]


def test_others_may_not_ask(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    assert client.get("/manage/surveys/recommend/ask/").status_code == 403


def test_stopping_is_a_press_and_governs_from_then_on(
    cast: Cast, maria: Customer, clock: Any, visitor: Client
) -> None:
    visitor.post(choices_path(maria), {"List-Unsubscribe": "One-Click"})
    with pytest.raises(InvitationRefused, match="does not want to be asked"):
        invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW)


def test_whoever_stopped_may_be_asked_again_when_they_say_so(
    cast: Cast, maria: Customer, clock: Any, visitor: Client
) -> None:
    visitor.post(choices_path(maria), {"wanted": "no"})
    visitor.post(choices_path(maria), {"wanted": "yes"})
    assert invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW).customer == maria


def test_the_same_customer_found_by_mail_is_not_added_twice(cast: Cast, maria: Customer) -> None:
    assert customer_by_mail(typed="MARIA@example.org", name="", place=cast.leeds, now=NOW) == maria
