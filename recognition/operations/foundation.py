"""Lays the first company values. Repeating it changes nothing, and values once written are left alone."""

from __future__ import annotations

from django.db import transaction

from recognition.models import CompanyValue
from recognition.rules.foundation import VALUES


@transaction.atomic
def lay_values() -> None:
    """Only where there is none at all."""
    if not CompanyValue.objects.exists():
        CompanyValue.objects.bulk_create(
            [
                CompanyValue(slug=slug, name=name, sentence=sentence, order=order)
                for order, (slug, name, sentence) in enumerate(VALUES, start=1)
            ]
        )
