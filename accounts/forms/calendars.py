"""The form of a calendar: a line of hours for each weekday, holidays by country, extra closed days one a line."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import holidays
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Calendar
from accounts.operations.calendars import Hours
from accounts.rules.hours import NotHours, closed_text, day_text, parse_closed, parse_day

WEEKDAYS = (
    ("monday", _("Monday")),
    ("tuesday", _("Tuesday")),
    ("wednesday", _("Wednesday")),
    ("thursday", _("Thursday")),
    ("friday", _("Friday")),
    ("saturday", _("Saturday")),
    ("sunday", _("Sunday")),
)


class HoursField(forms.CharField):
    """`9:00-12:30, 13:00-17:00`; empty is closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, **options)

    def clean(self, value: Any) -> Any:
        try:
            return parse_day(super().clean(value))
        except NotHours as error:
            raise forms.ValidationError(str(error)) from error


class CalendarForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter a name.")})
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [
            (zone, zone.replace("_", " "))
            for zone in sorted(available_timezones())
            if "/" in zone or zone == "UTC"
        ],
    )
    monday = HoursField(
        label=_("Monday"), help_text=_("Such as 9:00-12:30, 13:00-17:00. Empty: closed. 0:00-24:00: all day.")
    )
    tuesday = HoursField(label=_("Tuesday"))
    wednesday = HoursField(label=_("Wednesday"))
    thursday = HoursField(label=_("Thursday"))
    friday = HoursField(label=_("Friday"))
    saturday = HoursField(label=_("Saturday"))
    sunday = HoursField(label=_("Sunday"))
    country = forms.CharField(
        label=_("Country of public holidays"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as GB or DE. Empty: no holidays."),
    )
    region = forms.CharField(
        label=_("Region of public holidays"),
        max_length=10,
        required=False,
        help_text=_("Such as SCT for Scotland or BY for Bavaria."),
    )
    closed = forms.CharField(
        label=_("Extra closed days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: 2026-12-24 Christmas Eve"),
        max_length=20_000,
    )

    def clean_closed(self) -> Any:
        try:
            return parse_closed(self.cleaned_data["closed"])
        except NotHours as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        country, region = data.get("country", "").upper(), data.get("region", "").upper()
        known = holidays.list_supported_countries()
        if country and country not in known:
            self.add_error(
                "country",
                _("No public holidays are known for this country. Write its two letters, such as GB."),
            )
        elif region and region not in known.get(country, []):
            names = ", ".join(known.get(country, [])) or "–"
            self.add_error(
                "region", _("This country has no such region. Known are: %(names)s.") % {"names": names}
            )
        data["country"], data["region"] = country, region
        return data

    def hours(self) -> Hours:
        data = self.cleaned_data
        week = tuple(data[name] for name, _label in WEEKDAYS)
        return Hours(data["name"], data["zone"], week, data["closed"], data["country"], data["region"])

    @classmethod
    def of(cls, calendar: Calendar) -> CalendarForm:
        spans: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
        for interval in calendar.intervals.all():
            spans[interval.weekday].append((interval.opens, interval.closes))
        initial: dict[str, Any] = {
            name: day_text(day) for (name, _label), day in zip(WEEKDAYS, spans, strict=True)
        }
        initial |= {
            "name": calendar.name,
            "zone": calendar.zone,
            "country": calendar.country,
            "region": calendar.region,
        }
        initial["closed"] = closed_text({day.day: day.why for day in calendar.closed_days.all()})
        return cls(initial=initial)
