"""Customers with values and days, and cases that end as told, for the tests of money. Not here: what is counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from feedback.enums import Word
from feedback.models import Case, Customer
from feedback.operations.customer_words import customer_says
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke

LONG_BEFORE = NOW - timedelta(days=91)
"""So long ago that their time to stay was over yesterday."""


def unhappy(cast: Cast, *, value: int | None = 100, at: datetime = NOW, **fields: Any) -> Case:
    """An open case of a customer who is worth this a year. `left_on` and `known_on` are the customer's."""
    days = {name: fields.pop(name, None) for name in ("left_on", "known_on")}
    case = open_case(cast, at=at, **fields)
    Customer.objects.filter(cases=case).update(yearly_value=None if value is None else Decimal(value), **days)
    return case


def recovered(case: Case, *, at: datetime = NOW) -> Case:
    """The leader reached them and put it right; the customer agrees."""
    spoke(case, now=at)
    put_right(fresh(case), now=at)
    customer_says(signal=signal_of(case), reached=Word.YES, right=Word.YES, now=at)
    return fresh(case)


def past(cast: Cast, *, reached: bool, stayed: bool | None, value: int | None = 100) -> Case:
    """A customer who was unhappy long before; `stayed` empty: nobody knows."""
    day: date = NOW.date()
    case = unhappy(
        cast,
        value=value,
        at=LONG_BEFORE,
        known_on=day if stayed else None,
        left_on=day - timedelta(days=60) if stayed is False else None,
    )
    if reached:
        spoke(case, now=LONG_BEFORE)
    return case
