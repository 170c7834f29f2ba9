"""Two customers become one: everything moves, two open cases become one, and whoever is told the old number is found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Event
from accounts.operations.history import verify
from accounts.rules.kinds import recipients
from feedback.enums import Word
from feedback.models import OPEN, Case, ContactPoint, Customer, Signal
from feedback.operations.customer_changes import CustomerRefused, NotForYou
from feedback.operations.customer_merges import merge_customers
from feedback.operations.customer_words import customer_says
from feedback.operations.signals import receive
from feedback.operations.survey_choices import choose_surveys
from feedback.queries.asking import wants_no_surveys
from tests.cast import NOW, Cast
from tests.factories.signals import clock_of, complaint, open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke

LATER = NOW + timedelta(minutes=30)


def both_open(cast: Cast, *, second: timedelta = timedelta(minutes=5)) -> tuple[Case, Case]:
    """Mia by telephone at Leeds, M. Moss by mail at York."""
    mia = open_case(cast, name="Mia Moss", contact_points=(("phone", "+441134960001"),))
    moss = open_case(
        cast,
        at=NOW + second,
        name="M. Moss",
        contact_points=(("email", "moss@example.test"),),
        place=cast.york.pk,
    )
    return mia, moss


def merged(cast: Cast, kept: Case, gone: Case) -> Customer:
    assert kept.customer is not None
    assert gone.customer is not None
    return merge_customers(kept=kept.customer, gone=gone.customer, by=cast.cx_manager, now=LATER)


@pytest.mark.parametrize("keep_younger", [False, True])
def test_the_older_case_stays_open_as_the_one_matter(cast: Cast, keep_younger: bool) -> None:
    older, younger = both_open(cast)

    kept = merged(cast, younger, older) if keep_younger else merged(cast, older, younger)

    assert [(c.pk, c.matter, c.customer) for c in Case.objects.filter(OPEN)] == [(older.pk, 0, kept)]
    assert (fresh(younger).end, fresh(younger).merged_into) == ("merged", older)
    assert {signal.customer for signal in Signal.objects.all()} == {kept}
    assert {point.customer for point in ContactPoint.objects.all()} == {kept}
    assert verify().faults == []


def test_a_later_complaint_by_either_way_joins_that_case(cast: Cast) -> None:
    older, younger = both_open(cast)
    kept = merged(cast, younger, older)

    for point in (("phone", "+441134960001"), ("email", "moss@example.test")):
        draft = complaint(cast, name="", contact_points=(point,))
        assert receive(signals=[draft], by=cast.front_line, now=LATER)[0].case == older
    draft = complaint(cast, customer=older.customer_id, contact_points=(), name="")
    assert receive(signals=[draft], by=cast.front_line, now=LATER)[0].signal.customer == kept


def test_one_open_case_moves_as_it_is(cast: Cast) -> None:
    mia = open_case(cast, name="Mia Moss")
    moss = open_case(cast, name="M. Moss")
    spoke(moss)
    put_right(moss)
    customer_says(signal=signal_of(moss), right=Word.YES, reached="", now=NOW)

    kept = merged(cast, moss, mia)

    assert (fresh(mia).customer, fresh(mia).state, fresh(moss).state) == (kept, "waiting", "closed")
    assert clock_of(mia).ended_at is None


def test_the_one_who_could_not_be_reached_can_be_now(cast: Cast) -> None:
    nameless = open_case(cast, name="Mia Moss", contact_points=())
    mia = open_case(cast, name="Mia Moss", contact_points=(("phone", "+441134960001"),))

    merged(cast, nameless, mia)

    assert (fresh(nameless).reachable, clock_of(nameless).kind) == (True, "contact")


def test_mail_under_the_old_number_reaches_the_one_who_stayed(cast: Cast) -> None:
    mia, moss = both_open(cast)
    kept = merged(cast, mia, moss)

    kind = recipients["customer"]
    found = kind.load([moss.customer_id or 0])

    assert (found[moss.customer_id or 0], kind.address(found[moss.customer_id or 0])) == (
        kept,
        "moss@example.test",
    )


def test_who_wanted_no_surveys_gets_none_afterwards(cast: Cast) -> None:
    mia, moss = both_open(cast)
    assert moss.customer is not None
    choose_surveys(customer=moss.customer, wanted=False, by=cast.cx_manager, now=NOW)

    assert wants_no_surveys(merged(cast, mia, moss))


def test_a_second_merge_leads_everybody_to_the_last_one(cast: Cast) -> None:
    mia, moss = both_open(cast)
    third = open_case(cast, name="Mrs Moss")
    merged(cast, moss, mia)
    kept = merged(cast, third, moss)

    assert {row.merged_into for row in Customer.objects.exclude(pk=kept.pk)} == {kept}


def test_both_histories_say_who_became_whom(cast: Cast) -> None:
    mia, moss = both_open(cast)
    merged(cast, mia, moss)

    events = Event.objects.filter(subject_kind="customer", code__startswith="merged").order_by("pk")
    assert {event.code: event.data for event in events} == {
        "merged": {"gone": moss.customer_id, "case": mia.pk},
        "merged_into": {"kept": mia.customer_id, "case": mia.pk},
    }


def test_only_the_cx_manager_and_only_two_different_present_customers(cast: Cast) -> None:
    mia, moss = both_open(cast)
    assert mia.customer is not None
    assert moss.customer is not None

    with pytest.raises(NotForYou):
        merge_customers(kept=mia.customer, gone=moss.customer, by=cast.owner, now=LATER)
    with pytest.raises(CustomerRefused):
        merge_customers(kept=mia.customer, gone=mia.customer, by=cast.cx_manager, now=LATER)
    merged(cast, mia, moss)
    with pytest.raises(CustomerRefused):
        merged(cast, mia, moss)
