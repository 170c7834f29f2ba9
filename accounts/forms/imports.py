"""Forms of an import: the file, then which column is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cxapp.lib.columns import Field

ALLOWED = (".csv", ".txt", ".gz", ".xlsx")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (XLSX), one row for each person, with a header."),
        widget=forms.FileInput(attrs={"accept": ",".join(ALLOWED)}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ALLOWED):
            raise forms.ValidationError(
                _("Choose a CSV or XLSX file. Other programs can save as one of these.")
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each field an import knows."""

    def __init__(
        self,
        *args: Any,
        fields: Sequence[Field],
        headers: Sequence[str],
        matched: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choices = [("", _("Not in this file")), *((header, header) for header in headers)]
        for field in fields:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label,
                choices=choices,
                required=field.required,
                initial=matched.get(field.name, ""),
                error_messages={"required": _("Choose the column for: %(field)s") % {"field": field.label}},
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        used: dict[str, str] = {}
        for name, header in list(data.items()):
            if header and header in used:
                self.add_error(
                    name,
                    _("“%(header)s” is chosen twice. A column can be one thing only.") % {"header": header},
                )
            used[header] = name
        return data

    def mapping(self) -> dict[str, str]:
        return {name: header for name, header in self.cleaned_data.items() if header}
