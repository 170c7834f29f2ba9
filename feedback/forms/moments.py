"""Choosing a moment the way people say it: a few presets in the reader's own time, and a field for any other."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cxapp.lib.wording import clock_time

AFTERNOON, MORNING = time(17), time(10)
LEAST = timedelta(minutes=30)
LOCAL = "%Y-%m-%dT%H:%M"


def presets(now: datetime) -> list[datetime]:
    """Today 17:00 while that is half an hour away, tomorrow 10:00, tomorrow 17:00: the first two that lie ahead."""
    here = timezone.localtime(now)
    tomorrow = here.date() + timedelta(days=1)
    wanted = [(here.date(), AFTERNOON), (tomorrow, MORNING), (tomorrow, AFTERNOON)]
    moments = [timezone.make_aware(datetime.combine(day, at), here.tzinfo) for day, at in wanted]
    return [moment for moment in moments if moment - now >= LEAST][:2]


def preset_choices(now: datetime, words: Any = "%(time)s", prefix: str = "") -> list[tuple[str, str]]:
    zone = timezone.get_current_timezone()
    return [
        (f"{prefix}{moment.isoformat()}", str(words) % {"time": clock_time(moment, now, zone)})
        for moment in presets(now)
    ]


def read_moment(value: str) -> datetime | None:
    """A preset as it comes back; None for anything else."""
    try:
        moment = parse_datetime(value)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


class MomentField(forms.DateTimeField):
    """Any moment, in the browser's own control, typed in the reader's time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local"})
        errors = {"invalid": _("Enter a date and a time, for example 24 March 2026, 14:30.")}
        formats = [LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(widget=widget, input_formats=formats, error_messages=errors, **kwargs)
