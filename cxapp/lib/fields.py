"""Text fields that never cut what somebody wrote: the page lets it stand and says by how much it is too long.

A browser cuts a pasted text at `maxlength` without a word, so these fields leave that attribute out. Not here: widgets.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext_lazy

LONGEST_SEARCH = 120


class WholeText(forms.CharField):
    """Words of at most `longest` characters. A line break counts as one, as its writer counts it."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        self.longest = longest
        super().__init__(**options)
        self.widget.attrs["data-cx-most"] = longest

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n")

    def validate(self, value: Any) -> None:
        super().validate(value)
        check_length(value or "", self.longest)


def check_length(text: str, longest: int) -> None:
    """Refuse what is too long, with how much of it."""
    over = len(text) - longest
    if over > 0:
        raise ValidationError(
            ngettext_lazy(
                "This is %(over)d character too long. Shorten it to %(longest)d.",
                "This is %(over)d characters too long. Shorten it to %(longest)d.",
                "over",
            ),
            code="max_length",
            params={"over": over, "longest": longest},
        )
