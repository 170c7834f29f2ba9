"""Accounts of customers: a company or household with a leader of its own. Kept by the CX manager.

A new leader leads from the next case on; open cases keep theirs. Each change stands in the history of whoever made it; the
name, which may be a household's, does not. Not here: whose account a customer is in (`customer_changes`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import NotAllowed, Refused
from feedback.models import Account


class AccountRefused(Refused):
    code = "account_refused"


@transaction.atomic
def add_account(*, name: str, leader: User | None, by: User, now: datetime) -> Account:
    account = Account(name=_tidy(name), leader=leader)
    _check(account, by)
    account.save()
    _note("account_added", account, by, now)
    return account


@transaction.atomic
def change_account(*, account: Account, name: str, leader: User | None, by: User, now: datetime) -> Account:
    """Another name, or another leader."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    before = {"name": account.name, "leader_id": account.leader_id}
    account.name, account.leader = _tidy(name), leader
    _check(account, by)
    changed = [field for field, value in before.items() if getattr(account, field) != value]
    if changed:
        account.save(update_fields=["name", "leader"])
        _note("account_changed", account, by, now, fields=changed, old=before["leader_id"])
    return account


def _note(code: str, account: Account, by: User, now: datetime, **data: Any) -> None:
    data = {"account": account.pk, "leader": account.leader_id, **data}
    record(entries=[Entry("person", by.pk, code, by, data)], now=now)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _check(account: Account, by: User) -> None:
    if not by.has_role(Role.CX_MANAGER):
        raise NotAllowed(_("Accounts are kept by the CX manager."))
    if not account.name:
        raise AccountRefused(_("Enter the name of the account."), field="name")
    if Account.objects.filter(name__iexact=account.name).exclude(pk=account.pk or 0).exists():
        words = _("There is an account called %(name)s already. Choose another name.")
        raise AccountRefused(words % {"name": account.name}, field="name")
    if account.leader is not None and not account.leader.is_active:
        words = _("%(name)s is not here any more. Choose somebody else.")
        raise AccountRefused(words % {"name": account.leader.name}, field="leader")
