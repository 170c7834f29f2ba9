"""The organisation itself: what customers read of it, and who answers critical matters at night.

The administrator changes everything; the CX manager what customers read, and who is on call. Not here: who may open the page.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import CriticalKind, Role
from accounts.models import OnCall, Organisation, User
from accounts.operations.timeline import Entry, record
from accounts.queries.on_call import coming
from cxapp.lib.errors import NotAllowed, Refused

FOR_CUSTOMERS = ("name", "outside_body", "critical_phone")
"""What customers read: the CX manager keeps these too."""
CHANGEABLE = (*FOR_CUSTOMERS, "owner_title", "zone", "currency", "region")
KEEPERS = (Role.ADMINISTRATOR, Role.CX_MANAGER)


class OrganisationRefused(Refused):
    code = "organisation_refused"


class NotTheirs(NotAllowed):
    code = "not_theirs"


@transaction.atomic
def change_organisation(*, by: User, now: datetime, **changes: Any) -> list[str]:
    """Returns the names of what really changed."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=1)
    changed = [name for name in CHANGEABLE if name in changes and getattr(row, name) != changes[name]]
    if changed and not (by.is_administrator or (by.is_cx_manager and set(changed) <= set(FOR_CUSTOMERS))):
        raise NotTheirs(_("The CX manager changes what customers read; the rest is for an administrator."))
    if "name" in changed and not changes["name"].strip():
        raise OrganisationRefused(_("Enter the name customers know you by."), field="name")
    for name in changed:
        setattr(row, name, changes[name])
    if changed:
        row.save(update_fields=changed)
        record(entries=[Entry("person", by.pk, "organisation_changed", by, {"fields": changed})], now=now)
    return changed


@transaction.atomic
def choose_critical_kinds(*, kinds: Collection[str], by: User, now: datetime) -> None:
    """The kinds that are worked day and night; none before somebody is named on call."""
    _refuse_others(by)
    if kinds and not coming(now).exists():
        raise OrganisationRefused(_("Name first who is on call and when. Then choose the kinds."))
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=1)
    chosen = [kind.value for kind in CriticalKind if kind in kinds]
    if row.critical_kinds == chosen:
        return
    row.critical_kinds = chosen
    row.save(update_fields=["critical_kinds"])
    record(entries=[Entry("person", by.pk, "critical_kinds_chosen", by, {"kinds": chosen})], now=now)


@transaction.atomic
def put_on_call(*, person: User, starts: datetime, ends: datetime, by: User, now: datetime) -> OnCall:
    """Somebody answers critical matters from then until then."""
    _refuse_others(by)
    if ends <= starts:
        raise OrganisationRefused(_("The duty ends before it begins. Change one of the two."), field="ends")
    if ends <= now:
        raise OrganisationRefused(_("This duty is over already. Enter an end that lies ahead."), field="ends")
    if not person.is_active:
        words = _("%(name)s is not active. Choose somebody who is here.")
        raise OrganisationRefused(words % {"name": person.name}, field="person")
    duty = OnCall.objects.create(person=person, starts=starts, ends=ends)
    data = {"duty": duty.pk, "starts": starts.isoformat(), "ends": ends.isoformat()}
    record(entries=[Entry("person", person.pk, "on_call", by, data)], now=now)
    return duty


@transaction.atomic
def end_on_call(*, duty: OnCall, by: User, now: datetime) -> None:
    """One that began ends now, one that lies ahead is taken back, one that is over stays as it was."""
    _refuse_others(by)
    duty = OnCall.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if duty.ends <= now:
        return
    data = {"duty": duty.pk}
    if duty.starts < now:
        duty.ends = now
        duty.save(update_fields=["ends"])
    else:
        duty.delete()
    record(entries=[Entry("person", duty.person_id, "on_call_ended", by, data)], now=now)


def _refuse_others(by: User) -> None:
    if not by.has_role(*KEEPERS):
        raise NotTheirs(_("Who is on call is kept by administrators and the CX manager."))
