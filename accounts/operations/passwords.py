"""Setting a password for somebody: checked, recorded, and every other session of theirs ends by itself."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.operations.timeline import By, Entry, record
from cxapp.lib.errors import Refused


class WeakPassword(Refused):
    code = "weak_password"


def check_password(*, password: str, person: User) -> None:
    """Refuse what is easily guessed, with the reasons."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages), field="password") from None


@transaction.atomic
def set_password(*, person: User, password: str, by: By, now: datetime) -> None:
    check_password(password=password, person=person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(entries=[Entry("person", person.pk, "password_set", by)], now=now)
