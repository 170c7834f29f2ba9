"""Fields that have no words of their own still say what to do."""

from __future__ import annotations

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "sent", "says"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.IntegerField(), "", "Enter a number."),
        (forms.ChoiceField(choices=[("a", "a")]), "", "Choose one of these."),
        (
            forms.ChoiceField(choices=[("a", "a")]),
            "b",
            "Choose one of these. What was sent is not among them.",
        ),
        (forms.DateField(), "soon", "Enter a date like 2026-01-31."),
        (forms.CharField(error_messages={"required": "Enter a name."}), "", "Enter a name."),
    ],
)
def test_a_field_says_what_to_do(field: forms.Field, sent: str, says: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(sent)
    assert refused.value.messages == [says]
