"""Clock policies: a change is a new version; versions are never edited, so that every clock keeps the times it was given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Severity, StepUnit
from accounts.models import Organisation, PolicyStep, PolicyVersion, Profile, User
from accounts.operations.timeline import By
from cxapp.lib.errors import Refused

Times = Mapping[tuple[str, str], tuple[Decimal, str]]
"""(kind, severity) → (amount, unit); a blank severity stands for any."""

WHOLE = (StepUnit.DAYS, StepUnit.WORKING_DAYS)


class PolicyRefused(Refused):
    code = "policy_refused"


@transaction.atomic
def new_version(*, profile: Profile, times: Times, by: By, now: datetime) -> PolicyVersion:
    """The next version with these times, or the present one where nothing differs."""
    profile = Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    newest = profile.versions.order_by("-number").first()
    if newest is not None and times_of(newest) == dict(times):
        return newest
    _refuse_unusable(times, times_of(newest) if newest else {})
    version = PolicyVersion.objects.create(
        profile=profile,
        number=newest.number + 1 if newest else 1,
        made_at=now,
        made_by=by if isinstance(by, User) else None,
    )
    PolicyStep.objects.bulk_create(
        PolicyStep(version=version, kind=kind, severity=severity, amount=amount, unit=unit)
        for (kind, severity), (amount, unit) in times.items()
    )
    profile.save()
    return version


@transaction.atomic
def choose_profile(*, profile: Profile, by: By, now: datetime) -> None:
    """The profile of every unit that names none. Running clocks keep the times they were given."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=1)
    organisation.profile = profile
    organisation.save(update_fields=["profile"])


def times_of(version: PolicyVersion) -> dict[tuple[str, str], tuple[Decimal, str]]:
    return {(step.kind, step.severity): (step.amount, step.unit) for step in version.steps.all()}


def _refuse_unusable(times: Times, before: Times) -> None:
    if set(before) - set(times):
        raise PolicyRefused(_("A time is missing. Every clock needs one; enter a long one rather than none."))
    for (kind, severity), (amount, unit) in times.items():
        name = f"{kind}, {Severity(severity).label}" if severity else kind
        if amount <= 0:
            raise PolicyRefused(
                _("%(name)s: enter more than 0.") % {"name": name}, field=f"{kind}-{severity}"
            )
        if unit in WHOLE and amount != amount.to_integral_value():
            raise PolicyRefused(_("%(name)s: enter whole days.") % {"name": name}, field=f"{kind}-{severity}")
