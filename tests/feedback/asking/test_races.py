"""Two at the same instant: the quiet time holds, and nobody is asked or reminded twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.models import Notice
from accounts.rules.actor import SYSTEM
from feedback.enums import AskedBy
from feedback.models import Invitation, Occasion
from feedback.operations.asking import InvitationRefused, customer_by_mail, invite
from feedback.operations.occasions import ToAsk, new_occasions
from feedback.operations.reminders import send_due
from feedback.queries.asking import current_version
from tests.cast import NOW, make_cast

AT_ONCE = 8


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What comes of doing these at one instant, each in a thread of its own."""
    gate = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(timeout=30)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def due_occasions(count: int, customers: int) -> list[Occasion]:
    """So many occasions of so few customers, all due."""
    cast = make_cast()
    people = [
        customer_by_mail(typed=f"c{number}@example.org", name="", place=cast.leeds, now=NOW)
        for number in range(customers)
    ]
    asks = [ToAsk(people[number % customers]) for number in range(count)]
    rows = new_occasions(survey=current_version().survey, how=AskedBy.RULE, asks=asks, now=NOW)
    for row in rows:
        row.save()
    return rows


def rounds_until_done() -> None:
    """What a worker held is left to the next round, as each minute."""
    while Occasion.objects.filter(decided_at=None).exists():
        send_due(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_workers_and_pages_at_one_instant_ask_each_customer_once() -> None:
    rows = due_occasions(count=40, customers=8)
    place = rows[0].place

    def by_hand(number: int) -> Callable[[], Any]:
        def ask() -> None:
            with suppress(InvitationRefused):
                invite(customer=rows[number].customer, place=place, by=SYSTEM, now=NOW)

        return ask

    workers: list[Callable[[], Any]] = [rounds_until_done] * (AT_ONCE // 2)
    at_once(*workers, *[by_hand(number) for number in range(AT_ONCE // 2)])
    asked = list(Invitation.objects.values_list("customer_id", flat=True))
    assert sorted(asked) == sorted({row.customer_id for row in rows})
    assert Notice.objects.filter(kind="survey_invitation").count() == len(asked)


@pytest.mark.django_db(transaction=True)
def test_two_pages_asking_the_same_customer_at_one_instant_send_one_mail() -> None:
    cast = make_cast()
    maria = customer_by_mail(typed="maria@example.org", name="Maria", place=cast.leeds, now=NOW)

    def ask() -> str:
        try:
            invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=NOW)
        except InvitationRefused as refusal:
            return refusal.code
        return "asked"

    assert sorted(at_once(*[ask] * AT_ONCE)) == ["asked"] + ["invitation_refused"] * (AT_ONCE - 1)


@pytest.mark.django_db(transaction=True)
def test_workers_at_one_instant_remind_each_once() -> None:
    due_occasions(count=20, customers=20)
    send_due(now=NOW)
    later = NOW + timedelta(days=4)
    at_once(*[lambda: send_due(now=later)] * 4)
    send_due(now=later)
    assert list(Invitation.objects.values_list("generation", "reminders_sent").distinct()) == [(2, 1)]
    assert Notice.objects.filter(kind="survey_reminder").count() == 20
