"""Listens to what accounts announces about the house, in the same transaction, and says what else belongs to the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.announcements import calendar_changed, unit_went_live
from accounts.models import Calendar, Unit
from accounts.operations.timeline import By
from accounts.receivers.house import watch
from feedback.models import AssignmentRule, SendingRule, Stage, Survey, SurveyVersion
from feedback.operations.house_changes import arm_unit, recompute


def _went_live(*, unit: Unit, by: By, now: datetime, **_: Any) -> None:
    arm_unit(unit=unit, by=by, now=now)


def _calendar_changed(*, calendar: Calendar, by: By, now: datetime, **_: Any) -> None:
    recompute(calendar=calendar, by=by, now=now)


def connect() -> None:
    watch(Stage, AssignmentRule, SendingRule, Survey, SurveyVersion)
    unit_went_live.connect(_went_live, dispatch_uid="feedback-unit-live")
    calendar_changed.connect(_calendar_changed, dispatch_uid="feedback-calendar")
