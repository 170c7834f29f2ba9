"""Writing down what the company stands for. A value is switched off, never removed: thanks were given for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from cxapp.lib.errors import NotAllowed, Refused
from recognition.models import CompanyValue


class CannotKeepValues(Refused):
    code = "cannot_keep_values"


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """A value as written; without an id it is new."""

    id: int | None
    name: str
    sentence: str
    order: int
    is_active: bool = True


@transaction.atomic
def keep_values(*, by: User, drafts: Sequence[ValueDraft]) -> None:
    """Keep all values as written. At least one stays in use, and no two in use have the same name."""
    if not by.is_administrator:
        raise NotAllowed(_("An administrator writes down the values."))
    used = [draft.name.casefold() for draft in drafts if draft.is_active]
    if not used:
        raise CannotKeepValues(_("Keep at least one value in use, so that people can thank for it."))
    if len(set(used)) < len(used):
        raise CannotKeepValues(_("Two values have the same name. Give one of them another."))
    known = CompanyValue.objects.in_bulk([draft.id for draft in drafts if draft.id])
    for draft in drafts:
        value = known[draft.id] if draft.id in known else CompanyValue(slug=_free_slug(draft.name))
        value.name, value.sentence = draft.name, draft.sentence
        value.order, value.is_active = draft.order, draft.is_active
        value.save()


def _free_slug(name: str) -> str:
    stem = slugify(name)[:32] or "value"
    taken = set(CompanyValue.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return (
        stem
        if stem not in taken
        else next(slug for number in range(2, len(taken) + 3) if (slug := f"{stem}-{number}") not in taken)
    )
