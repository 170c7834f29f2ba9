"""What accounts itself tells people, and who can be told: a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from accounts.models import Unit, User
from accounts.rules import kinds
from cxapp.lib.kept import Among, Kept


def _people(ids: Collection[int]) -> Mapping[int, User]:
    return User.objects.filter(is_active=True).in_bulk(list(ids))


def _address(person: Any) -> str | None:
    return person.email or None


_WITH_MAIL = Kept(lambda: User.objects.filter(Among("id", "ids"), is_active=True).values_list("id", "email"))


def _reachable(ids: Collection[int]) -> set[int]:
    return {pk for pk, email in _WITH_MAIL(ids=ids) if email}


def register() -> None:
    """Called once at start-up."""
    kinds.register_recipient(kinds.RecipientKind("person", _people, _address, _reachable))
    kinds.register_subject(kinds.SubjectKind("person", User))
    kinds.register_subject(kinds.SubjectKind("unit", Unit))
