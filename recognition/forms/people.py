"""Naming colleagues without a list to scroll: text boxes with suggestions, and a choice where a name fits several people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from recognition.queries.people import colleagues_near, everybody
from recognition.rules.limits import MOST_RECEIVERS
from recognition.rules.names import Known, take_apart

BOXES = 4
MOST_OFFERED = 8


class NamesInput(forms.Widget):
    """One text box to begin with and more behind a disclosure; browsers suggest the names of `near`."""

    template_name = "recognition/widgets/names.html"
    near: list[Known]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.near = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name, []))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = [text for text in value or [] if text.strip()]
        boxes = [*typed, *[""] * max(BOXES - len(typed), 1)]
        context["widget"].update(first=boxes[0], more=boxes[1:], several=len(typed) > 1, near=self.near)
        return context


class NamesField(forms.Field):
    widget = NamesInput

    def clean(self, value: Any) -> list[str]:
        typed = [text.strip() for text in value or [] if text.strip()]
        super().clean(typed)
        return typed


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that fits several people: `name` of the radio group, and who may be meant."""

    name: str
    typed: str
    people: list[Known]
    picked: str
    more: bool


class PeopleForm(forms.Form):
    """Any form that names people. After cleaning: `people` found, `choices` still to be made."""

    whom = NamesField(
        label=gettext_lazy("Whom do you want to thank?"),
        error_messages={"required": gettext_lazy("Say whom you want to thank.")},
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.people: list[User] = []
        self.choices: list[Choice] = []
        widget: Any = self.fields["whom"].widget
        widget.near = colleagues_near(reader)

    def clean_whom(self) -> list[str]:
        typed: list[str] = self.cleaned_data["whom"]
        known = everybody(self.reader) if typed else []
        found: list[int] = []
        for index, (name, matches) in enumerate(take_apart(typed, known)):
            picked = self._picked(index, name, matches)
            if picked is None:
                continue
            found.append(picked)
        if len(found) > MOST_RECEIVERS:
            sentence = _("You can name up to %(count)s people at once.")
            self.add_error("whom", sentence % {"count": MOST_RECEIVERS})
        rows = User.objects.in_bulk(found)
        self.people = [rows[pk] for pk in found if pk in rows]
        return typed

    def _picked(self, index: int, name: str, matches: list[Known]) -> int | None:
        """The one person meant; None after saying what is still needed."""
        if not matches:
            self.add_error(
                "whom",
                _("Nobody here is called “%(name)s”. Check the spelling, or type the surname.")
                % {"name": name},
            )
            return None
        if len(matches) == 1:
            return matches[0].id
        group = f"pick-{index}"
        picked = self.data.get(group, "")
        self.choices.append(Choice(group, name, matches[:MOST_OFFERED], picked, len(matches) > MOST_OFFERED))
        if picked in {str(one.id) for one in matches}:
            return int(picked)
        sentence = _("%(count)s people fit “%(name)s”. Choose one below.")
        self.add_error("whom", sentence % {"count": len(matches), "name": name})
        return None
