"""What a person chooses for themselves. Not here: name, line and roles, which an administrator keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.operations.timeline import Entry, record


@dataclass(frozen=True, slots=True)
class Preferences:
    """Quiet hours are minutes of the day, both or neither."""

    phone: str
    language: str
    zone: str
    theme: str
    shortcuts: bool
    quiet_from: int | None
    quiet_until: int | None


@transaction.atomic
def change_preferences(*, person: User, wanted: Preferences, by: User, now: datetime) -> list[str]:
    """Keep what changed; answers the names of the changed fields, which are all the timeline holds."""
    names = list(Preferences.__dataclass_fields__)
    changed = [name for name in names if getattr(person, name) != getattr(wanted, name)]
    for name in changed:
        setattr(person, name, getattr(wanted, name))
    if changed:
        person.save(update_fields=changed)
        record(entries=[Entry("person", person.pk, "preferences_changed", by, {"fields": changed})], now=now)
    return changed
