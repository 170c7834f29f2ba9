"""What customers say about being asked: stop, go on, less often, and in which language. The newest word governs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.operations.timeline import By, Entry, record
from cxapp.lib.errors import Refused
from feedback.models import Customer
from feedback.queries.asking import CHOICES, choice_of, wants_no_surveys
from feedback.rules.asking import OFF

EVENTS = {choice: code for code, choice in CHOICES.items()}
"""By what a customer chose: the event that says so."""


class ChoiceRefused(Refused):
    code = "choice_refused"


@transaction.atomic
def choose_surveys(*, customer: Customer, wanted: bool, by: By, now: datetime) -> None:
    """Whether we may ask at all. Whoever asked for fewer questions and wants some keeps that."""
    if wants_no_surveys(customer) == wanted:
        choose_how_often(customer=customer, choice="" if wanted else OFF, by=by, now=now)


@transaction.atomic
def choose_how_often(*, customer: Customer, choice: str, by: By, now: datetime) -> str:
    """As usual, less often or not at all. Answers what it was before, so that it can be taken back."""
    if choice not in EVENTS:
        raise ChoiceRefused(_("Choose one of the three."), field="choice")
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    before = choice_of(customer)
    if before != choice:
        record(entries=[Entry("customer", customer.pk, EVENTS[choice], by)], now=now)
    return before


@transaction.atomic
def choose_language(*, customer: Customer, language: str, by: By, now: datetime) -> str:
    """The language we write in from now on. Answers the one before."""
    row = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    before = row.language
    if before != language:
        Customer.objects.filter(pk=row.pk).update(language=language)
        data = {"from": before, "to": language}
        record(entries=[Entry("customer", row.pk, "language", by, data)], now=now)
    return before
