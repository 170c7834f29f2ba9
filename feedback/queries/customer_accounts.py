"""Accounts as the CX manager lists them, and one account with its people and their cases, through the gate of cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.models import User
from feedback.access.cases import visible_to
from feedback.enums import CaseState
from feedback.models import OPEN, Account, Customer
from feedback.queries.case_list import Row, rows_of, with_names

MOST = 100


def all_accounts() -> QuerySet[Account]:
    """By name, with how many people and how many open cases each has."""
    people = Count("customers", filter=Q(customers__merged_into=None), distinct=True)
    waiting = Count("customers__cases", filter=~Q(customers__cases__state=CaseState.CLOSED), distinct=True)
    return Account.objects.select_related("leader").annotate(people=people, waiting=waiting).order_by("name")


@dataclass(frozen=True, slots=True)
class SeenAccount:
    """An account as one person may see it. `people` are those whose page the reader may open."""

    account: Account
    people: list[Customer]
    hidden: int
    rows: list[Row]
    open: int


def get_account_for(user: User, pk: int, now: datetime) -> SeenAccount:
    """For its leader, the CX manager, the owner, and whoever may read a case of one of its people. Otherwise 404."""
    account = Account.objects.select_related("leader").filter(pk=pk).first()
    if account is None:
        raise Http404
    readable = visible_to(user, now).filter(customer__account=account)
    cases = list(with_names(readable).order_by("-opened_at")[:MOST])
    overall = user.is_owner or user.is_cx_manager
    if not (cases or overall or account.leader_id == user.pk):
        raise Http404
    everybody = Customer.objects.filter(account=account, merged_into=None).order_by("name", "pk")
    people = everybody if overall else everybody.filter(pk__in=readable.values("customer"))
    shown = list(people[:MOST])
    return SeenAccount(
        account, shown, everybody.count() - len(shown), rows_of(cases, now), readable.filter(OPEN).count()
    )
