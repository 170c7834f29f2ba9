"""What the tests of asking share: the survey everybody has, and customers who may be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Unit
from feedback.enums import AskedBy
from feedback.models import Customer, Invitation, Occasion, Survey
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.occasions import ToAsk, new_occasions
from tests.cast import NOW, Cast

MakeCustomer = Callable[..., Customer]
MakeOccasions = Callable[..., list[Occasion]]


@pytest.fixture
def survey(db: None) -> Survey:
    """The one-question survey: one reminder after four days, links open for thirty."""
    return Survey.objects.get(slug="recommend")


@pytest.fixture
def customer_called(cast: Cast) -> MakeCustomer:
    def make(name: str, place: Unit | None = None) -> Customer:
        return customer_by_mail(
            typed=f"{name}@example.org", name=name.title(), place=place or cast.leeds, now=NOW
        )

    return make


@pytest.fixture
def maria(customer_called: MakeCustomer) -> Customer:
    return customer_called("maria")


@pytest.fixture
def invitation(cast: Cast, maria: Customer) -> Invitation:
    return invite(customer=maria, place=cast.leeds, by=cast.cx_manager, about="Your order", now=NOW)


@pytest.fixture
def occasions(survey: Survey) -> MakeOccasions:
    """Stored and waiting: one for each of these customers."""

    def make(*customers: Customer, due_at: datetime = NOW, **fields: object) -> list[Occasion]:
        asks = [ToAsk(customer, due_at=due_at) for customer in customers]
        values = {"survey": survey, "how": AskedBy.LIST, **fields}
        rows = new_occasions(asks=asks, now=NOW, **values)  # type: ignore[arg-type]
        for row in rows:
            row.save()
        return rows

    return make
