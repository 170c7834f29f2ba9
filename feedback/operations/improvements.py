"""What we changed: add, change, withdraw. Each stands in the timeline of the improvement; nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.operations.timeline import Entry, record
from accounts.queries.house import house
from cxapp.lib.errors import NotAllowed, Refused
from cxapp.lib.periods import today
from feedback.access.improvements import keeps_all, may_add, may_change, own_places
from feedback.models import Cause, Improvement, Stage
from feedback.operations.work import digest, keep_text


class ImprovementRefused(Refused):
    code = "improvement_refused"


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of one change."""

    name: str
    keeper: User
    in_use_on: date
    what: str = ""
    place: Unit | None = None
    stage: Stage | None = None
    cause: Cause | None = None

    def columns(self) -> dict[str, Any]:
        return {
            name: getattr(self, name) for name in ("name", "keeper", "in_use_on", "place", "stage", "cause")
        }


@transaction.atomic
def add_improvement(*, change: Change, by: User, now: datetime) -> Improvement:
    """A change that is in use, with its keeper. Charts mark the day."""
    if not may_add(by):
        raise NotAllowed(_("What we changed is entered by the CX manager, the owner and leaders of places."))
    _check(change, by, now)
    text = keep_text(change.what)
    made = Improvement.objects.create(**change.columns(), what=text, by=by, at=now)
    _note("improvement_added", made, by, now, what=digest(text))
    return made


@transaction.atomic
def change_improvement(*, improvement: Improvement, change: Change, by: User, now: datetime) -> Improvement:
    """Other words, another keeper, another day: what it was before stands in the timeline."""
    row = _locked(improvement, by)
    _check(change, by, now)
    before = _facts(row)
    for name, value in change.columns().items():
        setattr(row, name, value)
    if (row.what.body if row.what else "") != change.what.strip():
        row.what = keep_text(change.what)
    after = _facts(row)
    was = {name: value for name, value in before.items() if after[name] != value}
    if was:
        row.save(update_fields=[*change.columns(), "what"])
        _note("improvement_changed", row, by, now, was=was)
    return row


@transaction.atomic
def withdraw_improvement(*, improvement: Improvement, by: User, now: datetime) -> Improvement:
    """It was entered by mistake, or was undone. It leaves the charts; its history stays."""
    row = _locked(improvement, by)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    _note("improvement_withdrawn", row, by, now)
    return row


def _locked(improvement: Improvement, by: User) -> Improvement:
    row = Improvement.objects.select_for_update(of=("self",)).select_related("what").get(pk=improvement.pk)
    if row.withdrawn_at is not None:
        raise ImprovementRefused(_("This change was withdrawn. Enter it again if it is back."))
    if not may_change(by, row):
        raise NotAllowed(_("Only the CX manager, the owner and the leaders of its place change this."))
    return row


def _check(change: Change, by: User, now: datetime) -> None:
    if not change.name.strip():
        raise ImprovementRefused(_("Say in a few words what was changed."), field="name")
    if not change.keeper.is_active:
        raise ImprovementRefused(
            _("The keeper is somebody who is here. Choose another person."), field="keeper"
        )
    if change.in_use_on > today(now, house().organisation.zone):
        raise ImprovementRefused(
            _("A change counts from the day it is in use. Enter it then."), field="in_use_on"
        )
    if not keeps_all(by) and (change.place is None or change.place.pk not in own_places(by)):
        raise ImprovementRefused(_("Choose one of your own places."), field="place")


def _facts(row: Improvement) -> Mapping[str, Any]:
    return {
        "name": row.name,
        "keeper": row.keeper_id,
        "in_use_on": row.in_use_on.isoformat(),
        "place": row.place_id,
        "stage": row.stage_id,
        "cause": row.cause_id,
        "what": row.what_id,
    }


def _note(code: str, row: Improvement, by: User, now: datetime, **data: Any) -> None:
    record(entries=[Entry("improvement", row.pk, code, by, {**_facts(row), **data})], now=now)
