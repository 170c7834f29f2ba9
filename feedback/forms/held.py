"""The form that judges answers which were held back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class HeldForm(forms.Form):
    """Which of them, and what becomes of them."""

    responses = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Choose at least one answer."),
            "invalid_choice": _("Somebody has judged one of these already. Look at the list again."),
        },
    )
    act = forms.ChoiceField(
        choices=[("release", ""), ("set_aside", "")],
        error_messages={
            "required": _("Choose what becomes of them."),
            "invalid_choice": _("Choose one of the two."),
        },
    )

    def __init__(self, *args: object, held: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["responses"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - it is the one above
        field.choices = [(str(pk), str(pk)) for pk in held]
