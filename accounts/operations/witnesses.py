"""Witnesses: the one or two people the owner names to see what the owner keeps waiting."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User, Witness
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import NotAllowed, Refused

MOST = 2


class WitnessRefused(Refused):
    code = "witness_refused"


class OnlyTheOwner(NotAllowed):
    code = "only_the_owner"


@transaction.atomic
def name_witness(*, user: User, by: User, now: datetime) -> Witness:
    _refuse_others(by)
    present = list(Witness.objects.select_for_update(of=("self",)).filter(until=None).select_related("user"))
    if user.is_owner or not user.is_active:
        raise WitnessRefused(
            _("A witness is somebody else who is here. Choose another person."), field="user"
        )
    if user.pk in {witness.user_id for witness in present}:
        raise WitnessRefused(_("%(name)s is a witness already.") % {"name": user.name}, field="user")
    if len(present) >= MOST:
        raise WitnessRefused(_("There are two witnesses. Release one of them first."), field="user")
    witness = Witness.objects.create(user=user, named_by=by, since=now)
    record(entries=[Entry("person", user.pk, "witness_named", by, {})], now=now)
    return witness


@transaction.atomic
def release_witness(*, witness: Witness, by: User, now: datetime) -> None:
    _refuse_others(by)
    if Witness.objects.filter(pk=witness.pk, until=None).update(until=now):
        record(entries=[Entry("person", witness.user_id, "witness_released", by, {})], now=now)


def _refuse_others(by: User) -> None:
    if not by.is_owner:
        raise OnlyTheOwner(_("Only the owner names witnesses."))
