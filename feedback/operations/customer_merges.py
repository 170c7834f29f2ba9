"""Two customers who turn out to be one person: everything of the one goes to the other. By the CX manager, after a preview."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations.timeline import Entry, record
from feedback.models import (
    OPEN,
    Case,
    ContactPoint,
    Customer,
    Enquiry,
    Invitation,
    Occasion,
    Response,
    Signal,
)
from feedback.operations.customer_changes import CustomerRefused, NotForYou, present
from feedback.operations.cycles import lock_cases
from feedback.operations.merges import merge
from feedback.operations.survey_choices import choose_surveys
from feedback.operations.wishes import reach_again
from feedback.queries.asking import wants_no_surveys

BELONGINGS = (Signal, ContactPoint, Occasion, Invitation, Response, Enquiry)
FILLED = ("name", "yearly_value", "account", "place")
"""What the one who stays takes over where it is empty."""


@transaction.atomic
def merge_customers(*, kept: Customer, gone: Customer, by: User, now: datetime) -> Customer:
    """`gone` becomes part of `kept`: its cases, signals, answers and contact points move, its open case is merged.

    1. lock  2. belongings  3. cases  4. the two open ones become one  5. who can be reached now.
    """
    if not by.is_cx_manager:
        raise NotForYou(_("Only the CX manager makes two customers one."))
    if kept.pk == gone.pk:
        raise CustomerRefused(_("Choose two different customers."))
    lock_cases(
        list(Case.objects.filter(customer__in=[kept, gone]).order_by("pk").values_list("pk", flat=True))
    )
    first, second = (present(row) for row in sorted((kept, gone), key=lambda row: row.pk))
    kept, gone = (first, second) if first.pk == kept.pk else (second, first)
    for model in BELONGINGS:
        model._default_manager.filter(customer=gone).update(customer=kept)
    older = _move_cases(kept, gone, by, now)
    if wants_no_surveys(gone):
        choose_surveys(customer=kept, wanted=False, by=by, now=now)
    Customer.objects.filter(merged_into=gone).update(merged_into=kept)
    _fill(kept, gone)
    if ContactPoint.objects.filter(customer=kept, bounced_at=None).exists():
        reach_again(customer=kept, by=by, now=now)
    data = {"case": older.pk if older else None}
    record(
        entries=[
            Entry("customer", kept.pk, "merged", by, {"gone": gone.pk, **data}),
            Entry("customer", gone.pk, "merged_into", by, {"kept": kept.pk, **data}),
        ],
        now=now,
    )
    return Customer.objects.get(pk=kept.pk)


def _move_cases(kept: Customer, gone: Customer, by: User, now: datetime) -> Case | None:
    """One open case a customer: two of them are merged, the younger into the older, which stays the customer's main matter."""
    ours = Case.objects.filter(OPEN, customer=kept, matter=0).first()
    theirs = Case.objects.filter(OPEN, customer=gone, matter=0).first()
    if ours is None or theirs is None:
        Case.objects.filter(customer=gone).update(customer=kept)
        return None
    aside = Signal.objects.filter(case=theirs).order_by("pk").values_list("pk", flat=True)[0]
    Case.objects.filter(pk=theirs.pk).update(matter=aside)
    Case.objects.filter(customer=gone).update(customer=kept)
    older = merge(cases=(ours, theirs), by=by, now=now)
    Case.objects.filter(pk=older.pk).update(matter=0)
    return older


def _fill(kept: Customer, gone: Customer) -> None:
    empty = [name for name in FILLED if getattr(kept, name) in (None, "")]
    for name in empty:
        setattr(kept, name, getattr(gone, name))
    kept.save(update_fields=empty)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
