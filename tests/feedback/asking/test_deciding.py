"""Occasions become invitations, or say why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Event, Notice
from cxapp.lib.tokens import fingerprint, link_token
from feedback.enums import PassedOver
from feedback.models import Customer, Invitation, Occasion, Survey
from feedback.operations.asking import InvitationRefused, MayNotAsk, invite, invite_tester
from feedback.operations.reminders import send_due
from feedback.queries.asking import current_version
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.asking.conftest import MakeCustomer, MakeOccasions

DAY = timedelta(days=1)


def reasons() -> dict[str, str]:
    rows = Occasion.objects.order_by("pk").values_list("customer__name", "passed_over")
    return dict(rows)


def test_a_due_occasion_becomes_an_invitation_with_who_leads_there(
    cast: Cast, maria: Customer, occasions: MakeOccasions
) -> None:
    occasions(maria)
    send_due(now=NOW)
    row = Invitation.objects.get()
    assert (row.customer, row.place, row.leader, row.occasion.decided_at) == (
        maria,
        cast.leeds,
        cast.leader,
        NOW,
    )


def test_an_occasion_waits_for_its_moment(maria: Customer, occasions: MakeOccasions) -> None:
    occasions(maria, due_at=NOW + DAY)
    assert (send_due(now=NOW).decided, send_due(now=NOW + DAY).asked) == (0, 1)


def test_only_the_fingerprint_of_a_link_is_kept(invitation: Invitation) -> None:
    token = link_token("survey", invitation.uuid, 1)
    assert (invitation.token_sha, token in str(Invitation.objects.values().get())) == (
        fingerprint(token),
        False,
    )


def test_two_surveys_in_the_quiet_time_ask_one_customer_once(
    maria: Customer, occasions: MakeOccasions, survey: Survey
) -> None:
    occasions(maria)
    occasions(maria, due_at=NOW + timedelta(minutes=1))
    send_due(now=NOW + timedelta(minutes=1))
    assert sorted(Occasion.objects.values_list("passed_over", flat=True)) == ["", "lately"]


def test_everybody_passed_over_is_told_why(
    cast: Cast, customer_called: MakeCustomer, occasions: MakeOccasions, survey: Survey
) -> None:
    cross = open_case(cast, contact_points=(("email", "cross@example.org"),), name="Cross").customer
    gone, mute, fine = customer_called("gone"), customer_called("mute"), customer_called("fine")
    gone.contact_points.update(bounced_at=NOW)
    mute.contact_points.all().delete()
    assert cross is not None
    occasions(gone, mute, fine, cross)
    send_due(now=NOW)
    assert reasons() == {"Gone": "bounced", "Mute": "no_address", "Fine": "", "Cross": "open_case"}


def test_a_retired_survey_asks_nobody(maria: Customer, occasions: MakeOccasions, survey: Survey) -> None:
    occasions(maria)
    Survey.objects.update(is_active=False)
    send_due(now=NOW)
    assert reasons() == {"Maria": PassedOver.STOPPED}


def test_a_mail_and_a_line_on_the_timeline_go_with_every_invitation(
    maria: Customer, occasions: MakeOccasions
) -> None:
    occasions(maria)
    send_due(now=NOW)
    assert (
        list(Notice.objects.values_list("kind", "recipient_id")),
        list(Event.objects.filter(subject_kind="customer").values_list("code", "actor_key")),
    ) == ([("survey_invitation", maria.pk)], [("invited", "system")])


def test_thirty_customers_cost_as_many_questions_as_five(
    customer_called: MakeCustomer, occasions: MakeOccasions
) -> None:
    counts = []
    for start, size in ((0, 5), (5, 30)):
        rows = occasions(*[customer_called(f"c{number}") for number in range(start, start + size)])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            send_due(now=NOW)
        counts.append(len(asked))
        assert Occasion.objects.filter(pk__in=[row.pk for row in rows], passed_over="").count() == size
    assert counts[1] <= counts[0]


def test_a_row_that_cannot_be_decided_holds_up_nobody(
    customer_called: MakeCustomer, occasions: MakeOccasions, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feedback.operations import occasions as module

    bad, *_rest = occasions(*[customer_called(f"c{number}") for number in range(5)])
    real = module.decide

    def decide(**given: object) -> None:
        if bad.pk in [row.pk for row in given["occasions"]]:  # type: ignore[attr-defined]
            raise ValueError("broken")
        real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "decide", decide)
    send_due(now=NOW)
    assert list(Occasion.objects.filter(decided_at=None)) == [bad]


def test_a_refused_question_leaves_nothing(cast: Cast, maria: Customer, invitation: Invitation) -> None:
    with pytest.raises(InvitationRefused, match="asked less than 90 days ago"):
        invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW + DAY)
    assert Occasion.objects.count() == 1


def test_leaders_ask_nobody(cast: Cast, maria: Customer) -> None:
    with pytest.raises(MayNotAsk):
        invite(customer=maria, place=cast.leeds, by=cast.leader, now=NOW)


def test_a_test_to_oneself_asks_no_customer_and_reminds_nobody(cast: Cast) -> None:
    row = invite_tester(version=current_version(), person=cast.cx_manager, language="en", now=NOW)
    notice = Notice.objects.get()
    assert (row.is_test, row.customer, row.remind_at, notice.kind, notice.recipient_id) == (
        True, None, None, "survey_test", cast.cx_manager.pk,
    )  # fmt: skip


def test_a_mail_that_never_arrived_does_not_use_up_the_quiet_time(
    cast: Cast, maria: Customer, invitation: Invitation
) -> None:
    Invitation.objects.update(bounced_at=NOW)
    assert invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW + DAY).customer == maria
