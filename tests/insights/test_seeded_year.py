"""On a year drawn from one seed every count is made twice, by SQL and row by row in Python: there is no difference."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Alarm, Organisation
from cxapp.insights.models import Tally
from cxapp.insights.operations.reconciling import ALARM, reconcile
from cxapp.insights.operations.tallies import kept, rebuild
from cxapp.insights.queries.recount import recounted
from cxapp.insights.queries.tallies import counts
from cxapp.insights.rules.families import Family
from cxapp.lib.periods import between, months
from tests.cast import Cast
from tests.insights.seeded_year import BEGIN, END, Year

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Europe/London")
FIRST, LAST = (BEGIN - timedelta(days=20)).date(), (END + timedelta(days=60)).date()
MONTHS = months(FIRST, LAST, ZONE)


@pytest.fixture
def year(cast: Cast) -> Cast:
    Organisation.objects.filter(pk=1).update(zone=str(ZONE), mark="seeded-year")
    Year(cast)
    return cast


def row_by_row(family: Family) -> dict[str, dict[str, list[Counter[str]]]]:
    """By cut, key and month."""
    whole = between(MONTHS[0].first_day, MONTHS[-1].last_day, ZONE)
    found: dict[str, dict[str, list[Counter[str]]]] = {}
    for cut, counted in recounted(family.name, whole, END, ZONE, ["", *family.cuts]).items():
        rows = found.setdefault(cut, {})
        for (day, key), counter in counted.items():
            place = next(n for n, month in enumerate(MONTHS) if month.first_day <= day <= month.last_day)
            rows.setdefault(key, [Counter() for _ in MONTHS])[place].update(counter)
    return found


def differences(cast: Cast, expected: dict[str, dict[str, dict[str, list[Counter[str]]]]]) -> list[str]:
    """Families and cuts whose counts are not those; read by the board, who sees all that is about nobody."""
    found = []
    for family, by_cut in expected.items():
        for by, rows in by_cut.items():
            made = counts(reader=cast.board, family=family, periods=MONTHS, now=END, by=by)
            if {key: row for key, row in made.items() if any(row)} != rows:
                found.append(f"{family} {by}")
    return found


def test_every_count_is_the_same_row_by_row_with_and_without_tallies(year: Cast) -> None:
    expected = {family.name: row_by_row(family) for family in kept()}
    assert differences(year, expected) == []

    rebuild(families_named=["promises", "cases", "answers"], now=END)

    assert Tally.objects.filter(grain="month").count() > 300
    assert differences(year, expected) == []


def test_a_wrong_tally_is_found_alarmed_and_repaired(year: Cast) -> None:
    rebuild(families_named=["promises"], now=END)
    tally = Tally.objects.filter(family="promises", by="", grain="day", start__gte=date(2025, 12, 1)).first()
    assert tally is not None
    Tally.objects.filter(pk=tally.pk).update(counts={"due": 99})

    found = reconcile(now=END)

    assert [(one.family, one.day, one.kept) for one in found] == [("promises", tally.start, {"due": 99})]
    assert Alarm.objects.get(name=ALARM, cleared_at=None).detail["differences"] == 1
    assert reconcile(now=END) == []
    assert not Alarm.objects.filter(name=ALARM, cleared_at=None).exists()
