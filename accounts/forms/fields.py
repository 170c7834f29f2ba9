"""Fields the pages of the house share: choosing a person or a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User


def people_here() -> QuerySet[User]:
    return User.objects.filter(is_active=True).order_by("name")


def units_open() -> QuerySet[Unit]:
    return Unit.objects.filter(is_active=True).order_by("name")


if TYPE_CHECKING:
    PersonChoice = forms.ModelChoiceField[User]
    UnitChoice = forms.ModelChoiceField[Unit]
else:
    PersonChoice = UnitChoice = forms.ModelChoiceField


class PersonField(PersonChoice):
    """Somebody who is here, shown with their job so that namesakes differ."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", people_here())
        options.setdefault("empty_label", _("Choose somebody"))
        options.setdefault("error_messages", {"required": _("Choose somebody.")})
        super().__init__(**options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.title or obj.sign_in_name}"


class UnitField(UnitChoice):
    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", units_open())
        options.setdefault("empty_label", _("None"))
        options.setdefault("required", False)
        super().__init__(**options)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Only these rows may be chosen in this field of this form."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
