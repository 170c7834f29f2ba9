"""Forms of an import: the file, how to read it (one form a kind of file), how to take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.imports import ColumnsForm, UploadForm
from accounts.models import ImportRun
from cxapp.lib.columns import Field
from cxapp.lib.dates import Order
from feedback.forms.choices import offer
from feedback.importers.batches import HISTORY, LIVE
from feedback.rules.questions import SCORES
from feedback.rules.scales import read_table

ORDERS = (
    (Order.DAY_FIRST.value, _("Day first: 31/01/2026")),
    (Order.MONTH_FIRST.value, _("Month first: 01/31/2026")),
)
KINDS = (
    ("complaints", _("Complaints, one row for each")),
    ("answers", _("Answers to a survey that was asked elsewhere")),
    ("customers", _("Customers: what they are worth a year, and who left")),
)
MODES = {
    "complaints": (
        (HISTORY, _("From before: closed cases for the record. Nobody is told and no clock starts.")),
        (LIVE, _("Live: each customer gets a leader, and their clock starts.")),
    ),
    "answers": (
        (HISTORY, _("From before: for the record. Nobody is told and no case opens.")),
        (LIVE, _("Live: each unhappy customer gets a leader, and their clock starts.")),
    ),
    "customers": (
        (
            HISTORY,
            _("For the record. Customers found are brought up to date; nobody is told and no case opens."),
        ),
    ),
}
SCALES = [(kind.value, kind.label) for kind in SCORES]


class FileForm(UploadForm):
    kind = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=KINDS,
        initial="complaints",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is in the file.")},
    )

    field_order = ["kind", "file"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _("CSV (also gzipped) or Excel (XLSX), with a header.")


class ReadingForm(ColumnsForm):
    """Which column is which, where the numbers come from, and how times are written."""

    source = forms.CharField(
        label=_("Where the file comes from"),
        max_length=80,
        help_text=_("The same number from the same source is taken only once."),
        error_messages={"required": _("Say where the file comes from, for example “Old helpdesk”.")},
    )
    zone = forms.ChoiceField(label=_("Time zone of the times in the file"))
    order = forms.ChoiceField(
        label=_("How dates are written"),
        choices=ORDERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how dates are written.")},
    )

    field_order = ["order", "source", "zone"]
    beside: ClassVar[tuple[str, ...]] = ("source", "zone", "order")
    """The answers that are no columns."""

    def __init__(self, *args: Any, fields: Sequence[Field], ask_order: bool, **options: Any) -> None:
        super().__init__(*args, fields=fields, **options)
        self.columns = [field.name for field in fields]
        zones = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
        self.fields["zone"] = forms.ChoiceField(
            label=self.fields["zone"].label, choices=[(name, name.replace("_", " ")) for name in zones]
        )
        if not ask_order:
            del self.fields["order"]

    @staticmethod
    def initial_of(run: ImportRun) -> dict[str, Any]:
        """What was chosen before, of what this kind of file asks for."""
        return {}

    def chosen(self) -> dict[str, Any]:
        """What this kind of file asks for beside its columns, as the run keeps it."""
        return {}

    def clean(self) -> dict[str, Any]:
        """Columns may not be named twice; the other answers are no columns."""
        others = {name: self.cleaned_data.pop(name) for name in self.beside if name in self.cleaned_data}
        return super().clean() | others

    def mapping(self) -> dict[str, str]:
        return {name: header for name, header in self.cleaned_data.items() if name in self.columns and header}


class AnswersForm(ReadingForm):
    """Beside the columns: the scale of the scores, what single values count as, and the survey they answer."""

    scale = forms.ChoiceField(
        label=_("Which scale do the scores have?"),
        choices=SCALES,
        error_messages={"required": _("Say which scale the scores have.")},
    )
    reversed = forms.BooleanField(label=_("The lowest number is the best"), required=False)
    values = forms.CharField(
        label=_("What single values count as"),
        required=False,
        max_length=2000,
        help_text=_("One a line: very good=5. Nothing after the sign means no answer: 11="),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    survey = forms.CharField(
        label=_("Name of the survey they answered"),
        max_length=160,
        error_messages={"required": _("Name the survey, for example “Visitors 2018”.")},
    )
    undated = forms.DateField(
        label=_("Day of rows whose date cannot be read"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2018-05-15.")},
    )

    field_order = ["scale", "reversed", "values", "survey", "undated", "order", "source", "zone"]
    beside: ClassVar[tuple[str, ...]] = (
        *ReadingForm.beside,
        "scale",
        "reversed",
        "values",
        "survey",
        "undated",
    )

    @staticmethod
    def initial_of(run: ImportRun) -> dict[str, Any]:
        options, scale = run.options, run.options.get("scale", {})
        return {
            "scale": scale.get("kind"),
            "reversed": scale.get("reversed"),
            "values": options.get("typed", ""),
            "survey": options.get("survey") or Path(run.file_name).stem,
            "undated": options.get("undated", "")[:10] or None,
        }

    def clean_values(self) -> str:
        typed: str = self.cleaned_data["values"]
        try:
            read_table(typed.splitlines())
        except ValueError as error:
            raise forms.ValidationError(
                _("Write each line like 11= or good=4, not “%(line)s”.") % {"line": str(error)[:40]}
            ) from None
        return typed

    def chosen(self) -> dict[str, Any]:
        data = self.cleaned_data
        noon = (
            datetime.combine(data["undated"], time(12), ZoneInfo(data["zone"])) if data["undated"] else None
        )
        return {
            "scale": {
                "kind": data["scale"],
                "reversed": data["reversed"],
                "table": read_table(data["values"].splitlines()),
            },
            "typed": data["values"],
            "survey": data["survey"],
            **({"undated": noon.isoformat()} if noon else {}),
        }


class CustomersForm(ReadingForm):
    """Beside the columns: the day on which the list was true."""

    on = forms.DateField(
        label=_("On which day was this list true?"),
        required=False,
        help_text=_("Whoever the list does not call lost is known to be with us on that day. Empty: today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2018-05-15.")},
    )

    field_order = ["on", "order", "source", "zone"]
    beside: ClassVar[tuple[str, ...]] = (*ReadingForm.beside, "on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].widget = forms.HiddenInput()
        self.fields["source"].help_text = _("The same number from the same source is the same customer.")

    @staticmethod
    def initial_of(run: ImportRun) -> dict[str, Any]:
        return {"on": run.options.get("on") or None}

    def chosen(self) -> dict[str, Any]:
        day = self.cleaned_data["on"]
        return {"on": day.isoformat()} if day else {}


READING: Mapping[str, type[ReadingForm]] = {
    "complaints": ReadingForm,
    "answers": AnswersForm,
    "customers": CustomersForm,
}
"""How to read each kind of file."""


class StartForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("How to take them"),
        choices=(),
        initial=HISTORY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how to take them.")},
    )
    clock_from = forms.DateTimeField(
        label=_("Clocks start at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Only for live ones. Left empty, they start with the import."),
        error_messages={"invalid": _("Write the moment like 2026-01-31 09:00")},
    )

    def __init__(self, *args: Any, kind: str, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "mode", MODES[kind])
        if kind == "customers":
            del self.fields["clock_from"]
        self.zone = ZoneInfo(zone)

    def clock_start(self) -> datetime | None:
        """The moment as it was meant: on the wall of the file's zone."""
        moment: datetime | None = self.cleaned_data.get("clock_from")
        if moment is None or self.cleaned_data["mode"] == HISTORY:
            return None
        return moment.replace(tzinfo=self.zone)
