"""The page of digests, and the link under each of them that stops it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Absence, User
from cxapp.insights.models import DigestChoice
from cxapp.insights.notices.digests import stop_path
from cxapp.insights.operations.digests import Wanted, choose_digests, switch_digest
from cxapp.insights.rules.digests import Digest
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAGE = "/settings/digests/"
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.MAIL_CONFIGURED = True
    monkeypatch.setattr("cxapp.insights.views.digests.clock_now", lambda: TUESDAY)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, page: str = PAGE) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_the_page_says_when_the_next_mails_come(cast: Cast) -> None:
    page = text(as_(cast.owner))

    assert "They go to olga@example.test." in page
    for words in ("tomorrow 07:30", "Mon 07:30", "Wed 1 Apr 2026"):
        assert f">{words}</time>" in page


def test_quiet_hours_move_the_next_mail_and_the_page_says_so(cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(quiet_from=1200, quiet_until=480)

    assert ">tomorrow 08:00</time> <span" in text(as_(cast.leader))


def test_choices_and_the_hour_are_kept(cast: Cast) -> None:
    answer = as_(cast.leader).post(PAGE, {"daily": "on", "minute": "6.45"})

    assert answer["Location"] == PAGE
    row = DigestChoice.objects.get(person=cast.leader)
    assert (row.daily, row.weekly, row.monthly, row.minute) == (True, False, True, 405)


def test_an_odd_hour_is_named_and_nothing_is_kept(cast: Cast) -> None:
    answer = as_(cast.leader).post(PAGE, {"daily": "on", "minute": "25:00"})

    assert answer.context["form"].errors == {"minute": ["Enter a time such as 21:30."]}
    assert not DigestChoice.objects.exists()


def test_nobody_is_offered_what_their_role_does_not_read(cast: Cast) -> None:
    fields = {
        who.sign_in_name: list(as_(who).get(PAGE).context["form"].fields)
        for who in (cast.owner, cast.leader, cast.board, cast.front_line)
    }

    assert fields == {
        "olga": ["daily", "weekly", "monthly", "minute"],
        "anna": ["daily", "weekly", "minute"],
        "bert": ["monthly", "minute"],
        "fay": ["minute"],
    }


def test_a_ticked_digest_of_another_role_is_not_kept(cast: Cast) -> None:
    as_(cast.leader).post(PAGE, {"monthly": "on", "daily": "on", "minute": "7:30"})

    assert DigestChoice.objects.get(person=cast.leader).monthly is True
    assert "monthly" not in as_(cast.leader).get(PAGE).context["form"].fields


def test_while_standing_in_for_a_leader_the_daily_one_is_offered(cast: Cast) -> None:
    Absence.objects.create(
        person=cast.leader, deputy=cast.front_line, starts=TUESDAY.replace(day=2), ends=TUESDAY.replace(day=9)
    )

    assert "daily" in as_(cast.front_line).get(PAGE).context["form"].fields


def test_the_page_says_why_late_promises_cannot_be_switched_off(cast: Cast) -> None:
    assert "Notices of late promises always come: a customer was told your name" in text(as_(cast.outsider))


def test_settings_lead_to_the_page(cast: Cast) -> None:
    assert f'href="{PAGE}"' in text(as_(cast.leader), "/settings/")


def test_opening_the_link_under_a_digest_changes_nothing_and_a_press_stops_it(cast: Cast) -> None:
    link, visitor = stop_path(cast.leader.pk, Digest.WEEKLY), Client()

    assert "Stop this mail?" in text(visitor, link)
    assert not DigestChoice.objects.exists()

    assert visitor.post(link)["Location"] == link
    row = DigestChoice.objects.get(person=cast.leader)
    assert (row.daily, row.weekly) == (True, False)
    assert "It no longer comes" in text(visitor, link)


def test_what_was_stopped_can_be_sent_again(cast: Cast) -> None:
    link = stop_path(cast.leader.pk, Digest.DAILY)
    Client().post(link)
    Client().post(link, {"wanted": "yes"})

    assert DigestChoice.objects.get(person=cast.leader).daily is True


def test_a_mail_programs_own_button_stops_it_too(cast: Cast) -> None:
    answer = Client().post(stop_path(cast.leader.pk, Digest.DAILY), {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, DigestChoice.objects.get(person=cast.leader).daily) == (200, False)


def test_a_link_for_one_digest_opens_no_other_and_nobody_elses(cast: Cast) -> None:
    link = stop_path(cast.leader.pk, Digest.DAILY)

    assert Client().post(link.replace("/daily/", "/weekly/")).status_code == 404
    assert Client().post(link[:-3] + "xx/").status_code == 404
    assert Client().post("/settings/digests/stop/hourly/x/").status_code == 404
    assert not DigestChoice.objects.exists()


def test_switching_one_off_keeps_the_hour_even_midnight(cast: Cast) -> None:
    choose_digests(person=cast.leader, wanted=Wanted({}, 0), by=cast.leader, now=TUESDAY)
    switch_digest(person=cast.leader, digest=Digest.WEEKLY, on=False, by=cast.leader, now=TUESDAY)

    row = DigestChoice.objects.get(person=cast.leader)
    assert (row.minute, row.daily, row.weekly) == (0, True, False)
