"""Lays the rows a new database starts with. Repeating it changes nothing."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Calendar, Interval, Organisation, PolicyStep, PolicyVersion, Profile
from accounts.rules.foundation import PROFILES, WEEK


@transaction.atomic
def lay_foundation() -> None:
    """Organisation, default calendar and the ready-made profiles, where they are missing."""
    if Organisation.objects.filter(pk=1).exists():
        return
    calendar = Calendar.objects.create(name="Monday to Friday, 9 to 17", zone="UTC")
    Interval.objects.bulk_create(
        [
            Interval(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
            for weekday, opens, closes in WEEK
        ]
    )
    first = None
    for ready in PROFILES:
        profile = Profile.objects.create(
            slug=ready.slug, name=ready.name, source=ready.source, dated=ready.dated
        )
        version = PolicyVersion.objects.create(profile=profile, number=1, made_at=timezone.now())
        PolicyStep.objects.bulk_create(
            [
                PolicyStep(version=version, kind=kind, severity=severity, amount=Decimal(amount), unit=unit)
                for kind, severity, amount, unit in ready.times
            ]
        )
        first = first or profile
    Organisation.objects.create(pk=1, calendar=calendar, profile=first)
