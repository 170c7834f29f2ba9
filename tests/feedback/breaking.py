"""Trying what the database itself must refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, models, transaction


def refused(act: Callable[[], object]) -> bool:
    """Whether a constraint stopped it."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def again(row: models.Model, **changes: Any) -> Callable[[], object]:
    """The same row once more, with these changes."""
    copy = type(row)._default_manager.get(pk=row.pk)
    copy.pk = None
    copy._state.adding = True
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy.save


def changed(row: models.Model, **values: Any) -> Callable[[], object]:
    """The row with these values."""
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**values)
