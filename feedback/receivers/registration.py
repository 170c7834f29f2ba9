"""Everything feedback registers with the engine, and the announcements it listens to. Called once at start-up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from accounts.rules import kinds
from cxapp.lib.kept import Among, Kept
from feedback.enums import ContactKind
from feedback.models import Alert, Case, ContactPoint, Customer, Enquiry, Improvement
from feedback.notices import alerts as alert_notices
from feedback.notices import cases as case_notices
from feedback.notices import customers as customer_notices
from feedback.notices import enquiries as enquiry_notices
from feedback.notices import surveys as survey_notices
from feedback.notices import verbs
from feedback.operations.cases import unit_of
from feedback.operations.moments import ON_DUE
from feedback.queries import hidden
from feedback.receivers import house, letters, menu, people, today
from feedback.rules.kinds import CLOCKS, MOMENTS


def _customers(ids: Collection[int]) -> Mapping[int, Customer]:
    """By the number they were told under; who was made one with another is reached as that one."""
    rows = Customer.objects.filter(erased_at=None).select_related("merged_into")
    found = rows.prefetch_related("contact_points", "merged_into__contact_points").in_bulk(list(ids))
    return {pk: row.merged_into or row for pk, row in found.items()}


def _address(customer: Any) -> str | None:
    points = [
        point
        for point in customer.contact_points.all()
        if point.kind == ContactKind.EMAIL and point.bounced_at is None
    ]
    return points[0].value if points else None


def _with_mail() -> QuerySet[Customer, tuple[int]]:
    """Of whom they are now, as `_customers` finds them."""
    today = Coalesce(OuterRef("merged_into_id"), OuterRef("pk"))
    mail = ContactPoint.objects.filter(customer_id=today, kind=ContactKind.EMAIL, bounced_at=None)
    return Customer.objects.filter(Among("id", "ids"), Exists(mail), erased_at=None).values_list("id")


_WITH_MAIL = Kept(_with_mail)


def _reachable(ids: Collection[int]) -> set[int]:
    return {pk for (pk,) in _WITH_MAIL(ids=ids)}


def _units_of_cases(ids: Collection[int]) -> Mapping[int, int | None]:
    return {case.pk: unit_of(case) for case in Case.objects.filter(pk__in=ids).only("place", "department")}


def _places_of_enquiries(ids: Collection[int]) -> Mapping[int, int | None]:
    return dict(Enquiry.objects.filter(pk__in=ids).values_list("pk", "place_id"))


def register() -> None:
    kinds.register_subject(kinds.SubjectKind("case", Case, hidden.excluded, hidden.urgent, _units_of_cases))
    kinds.register_subject(kinds.SubjectKind("customer", Customer))
    kinds.register_subject(kinds.SubjectKind("enquiry", Enquiry, units=_places_of_enquiries))
    kinds.register_subject(kinds.SubjectKind("alert", Alert))
    kinds.register_subject(kinds.SubjectKind("improvement", Improvement))
    kinds.register_recipient(kinds.RecipientKind("customer", _customers, _address, _reachable))
    for row in CLOCKS:
        kinds.register_clock(kinds.ClockKind(row.kind, row.subject, row.rungs, row.opens))
    for name in MOMENTS:
        kinds.register_clock(kinds.ClockKind(name, "case", 0, on_due=ON_DUE[name]))
    for kind in (*case_notices.KINDS, *verbs.KINDS, *customer_notices.KINDS, *survey_notices.KINDS):
        failed, sent = letters.FAILED.get(kind.name), letters.SENT.get(kind.name)
        kinds.register_notice(replace(kind, failed=failed, sent=sent))
    for kind in (*alert_notices.KINDS, *enquiry_notices.KINDS):
        kinds.register_notice(kind)
    people.connect()
    house.connect()
    menu.add()
    today.connect()
