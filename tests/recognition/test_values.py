"""The company's values: what a new company starts with, and how its administrator writes its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cxapp.lib.errors import NotAllowed
from recognition.models import CompanyValue, Kudos
from recognition.operations.foundation import lay_values
from recognition.operations.values import CannotKeepValues, ValueDraft, keep_values
from recognition.rules.foundation import VALUES
from tests.cast import Cast

SignIn = Callable[[User], Client]


def _in_use() -> list[str]:
    return list(CompanyValue.objects.filter(is_active=True).values_list("name", flat=True))


def _rows(*rows: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "values-TOTAL_FORMS": len(rows),
        "values-INITIAL_FORMS": CompanyValue.objects.count(),
    }
    for number, row in enumerate(rows):
        data |= {f"values-{number}-{name}": value for name, value in row.items()}
    return data


def _kept() -> list[dict[str, Any]]:
    rows = CompanyValue.objects.values("id", "name", "sentence", "order", "is_active")
    return [{name: value for name, value in row.items() if value is not False} for row in rows]


def test_a_new_company_starts_with_values_in_order(db: None) -> None:
    assert _in_use() == [name for _slug, name, _sentence in VALUES]


def test_values_once_written_are_left_alone(db: None) -> None:
    CompanyValue.objects.exclude(slug="we-listen").delete()

    lay_values()

    assert _in_use() == ["We listen"]


def test_the_administrator_renames_adds_and_switches_off(
    cast: Cast, signed_in: SignIn, thanked: Kudos
) -> None:
    rows = _kept()
    rows[0]["name"] = "We hear you"
    del rows[1]["is_active"]

    signed_in(cast.administrator).post(
        reverse("company_values"), _rows(*rows, {"name": "We dare", "order": 9, "is_active": "on"})
    )

    assert _in_use() == ["We hear you", "We help each other", "We keep our word", "We dare"]
    assert thanked.value.name == "We help each other" if thanked.value else False


def test_an_unused_empty_row_is_no_value(cast: Cast, signed_in: SignIn) -> None:
    before = _in_use()

    signed_in(cast.administrator).post(
        reverse("company_values"), _rows(*_kept(), {"name": "", "order": 100, "is_active": "on"})
    )

    assert _in_use() == before


def test_a_value_without_a_name_is_asked_for_and_nothing_is_lost(cast: Cast, signed_in: SignIn) -> None:
    rows = _kept()
    rows[0]["name"], rows[1]["sentence"] = "", "Typed just now."

    answer = signed_in(cast.administrator).post(reverse("company_values"), _rows(*rows))

    forms = answer.context["forms"].forms
    assert forms[0].errors == {"name": ["Give the value a name, or switch it off."]}
    assert forms[1]["sentence"].value() == "Typed just now."


def test_at_least_one_value_stays_in_use(cast: Cast, signed_in: SignIn) -> None:
    rows = [{name: value for name, value in row.items() if name != "is_active"} for row in _kept()]

    answer = signed_in(cast.administrator).post(reverse("company_values"), _rows(*rows))

    assert answer.context["errors"] == ["Keep at least one value in use, so that people can thank for it."]


def test_two_values_of_the_same_name_are_refused(cast: Cast) -> None:
    drafts = [ValueDraft(None, "We dare", "", 1), ValueDraft(None, "we DARE", "", 2)]

    with pytest.raises(CannotKeepValues, match="Two values have the same name"):
        keep_values(by=cast.administrator, drafts=drafts)


def test_only_an_administrator_writes_values(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        keep_values(by=cast.cx_manager, drafts=[ValueDraft(None, "We dare", "", 1)])
