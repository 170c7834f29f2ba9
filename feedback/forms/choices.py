"""Filling in choices that are only known once a form is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django import forms
from django.utils.choices import BaseChoiceIterator

Choices = Iterable[tuple[Any, Any]]


def offer(form: forms.Form, name: str, choices: Choices | Callable[[], Choices]) -> None:
    """Gives a choice field of this form its choices, or how to find them once they are looked at."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = _Offered(choices if callable(choices) else list(choices))


class _Offered(BaseChoiceIterator):
    """Pairs as they are: Django looks into each of them for groups, at every look, which for a hundred places is dear."""

    def __init__(self, choices: Choices | Callable[[], Choices]) -> None:
        self._choices = choices

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield from self._choices() if callable(self._choices) else self._choices
