"""Any change of the house (units, calendars, policies, practices, organisation) gives it a new mark, so that no process

reads an old one.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from accounts.models import (
    Calendar,
    ClosedDay,
    Interval,
    Organisation,
    PolicyStep,
    PolicyVersion,
    Practice,
    Profile,
    Unit,
)
from accounts.queries.house import forget

WATCHED = (Calendar, ClosedDay, Interval, PolicyStep, PolicyVersion, Practice, Profile, Unit)


def mark_changed(**_: Any) -> None:
    """Also called by bulk operations, which send no signals."""
    Organisation.objects.filter(pk=1).update(mark=uuid4().hex)
    forget()


def watch(*models: type[Model]) -> None:
    """A change of these tables gives a new mark too: what is read from them with `House.kept` is read again."""
    for model in models:
        post_save.connect(mark_changed, sender=model, dispatch_uid=f"house-save-{model.__name__}")
        post_delete.connect(mark_changed, sender=model, dispatch_uid=f"house-delete-{model.__name__}")


def connect() -> None:
    watch(*WATCHED)
    post_save.connect(mark_changed, sender=Organisation, dispatch_uid="house-save-Organisation")
