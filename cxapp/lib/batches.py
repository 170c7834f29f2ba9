"""Rows turned into something else a page at a time: what a paginator slices. Not here: which rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

from django.db.models import QuerySet

Made = TypeVar("Made")


class Batches(Sequence[Made], Generic[Made]):
    """The rows of a question, made into values only where a slice is taken, so that what they need is read once a slice."""

    def __init__(self, rows: QuerySet[Any, Any], make: Callable[[list[Any]], list[Made]]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return self._rows.count()

    @overload
    def __getitem__(self, at: int) -> Made: ...

    @overload
    def __getitem__(self, at: slice) -> list[Made]: ...

    def __getitem__(self, at: int | slice) -> Made | list[Made]:
        if isinstance(at, slice):
            return self._make(list(self._rows[at]))
        return self._make([self._rows[at]])[0]
