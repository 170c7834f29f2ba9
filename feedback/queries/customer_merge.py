"""Two customers beside each other before they are made one: who may be the same, and what would happen. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import OPEN, Case, ContactPoint, Customer
from feedback.queries.customers import marks_of

MOST = 10


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as the preview shows them."""

    customer: Customer
    points: Sequence[ContactPoint]
    cases: int
    open_case: Case | None


def alike(customer: Customer) -> list[Customer]:
    """Customers of the same name."""
    if not customer.name:
        return []
    rows = Customer.objects.filter(name__iexact=customer.name, merged_into=None, erased_at=None)
    return list(rows.exclude(pk=customer.pk).order_by("pk")[:MOST])


def find_others(customer: Customer, text: str) -> list[Customer]:
    """By exact number or address, else by a part of the name; for the CX manager, who sees all of them."""
    if len(text) < 3:
        return []
    points = ContactPoint.objects.filter(digest__in=marks_of(text), identifies=True).values("customer")
    rows = Customer.objects.filter(merged_into=None, erased_at=None).exclude(pk=customer.pk)
    return list(rows.filter(Q(pk__in=points) | Q(name__icontains=text)).order_by("name", "pk")[:MOST])


def side(customer: Customer) -> Side:
    cases = Case.objects.filter(customer=customer)
    return Side(
        customer=customer,
        points=list(ContactPoint.objects.filter(customer=customer).order_by("kind", "pk")),
        cases=cases.count(),
        open_case=cases.filter(OPEN, matter=0).select_related("leader").first(),
    )


def what_happens(kept: Side, gone: Side) -> list[str]:
    """The preview in sentences."""
    names = {"kept": str(kept.customer)}
    said = [_("The other one becomes a part of %(kept)s and has no page any more.") % names]
    if gone.points:
        words = ngettext("%(n)d way to reach them moves.", "%(n)d ways to reach them move.", len(gone.points))
        said.append(words % {"n": len(gone.points)})
    if gone.cases:
        words = ngettext("%(n)d case moves.", "%(n)d cases move.", gone.cases)
        said.append(words % {"n": gone.cases})
    if kept.open_case is not None and gone.open_case is not None:
        first, second = sorted((kept.open_case, gone.open_case), key=lambda case: (case.opened_at, case.pk))
        values = {"older": first.leader.name, "younger": second.leader.name}
        words = _("Both have an open case: %(older)s keeps the older one, that of %(younger)s joins it.")
        said.append(words % values)
    return said
