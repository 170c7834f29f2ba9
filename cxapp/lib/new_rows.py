"""New rows in great numbers. Not here: storing them (`sql`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)


def new_row(model: type[Row], /, **values: Any) -> Row:
    """A row not stored yet, as `model(**values)`, which asks every field of its table; here only what is handed in is touched.

    Values go by their columns (`leader_id`), or by the name of a relation where the object itself is wanted on the row.
    """
    blank = _blank(model)
    row = model.__new__(model)
    own = row.__dict__
    own.update(blank.same, _state=ModelState())
    for column, make in blank.made.items():
        if column not in values:
            own[column] = make()
    for relation in values.keys() - blank.columns:
        if relation not in blank.relations:
            raise TypeError(f"{model.__name__} has no column {relation}")
        setattr(row, relation, values.pop(relation))
    own.update(values)
    return row


@dataclass(frozen=True, slots=True)
class _Blank:
    """What a new row of a model holds before anything is said: the same each time, or made anew (a salt, an empty list)."""

    same: dict[str, Any]
    made: dict[str, Callable[[], Any]]
    columns: frozenset[str]
    relations: frozenset[str]


@cache
def _blank(model: type[models.Model]) -> _Blank:
    fields = model._meta.concrete_fields
    return _Blank(
        {field.attname: field.get_default() for field in fields if not callable(field.default)},
        {field.attname: field.get_default for field in fields if callable(field.default)},
        frozenset(field.attname for field in fields),
        frozenset(field.name for field in fields if field.is_relation),
    )
