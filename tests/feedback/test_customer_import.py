"""Customers from a file: found by number, e-mail or telephone, brought up to date, never added twice, never half done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from accounts.enums import ImportState
from accounts.models import Event, ImportRun
from accounts.operations.import_runs import keep_upload
from accounts.operations.timeline import record
from feedback.importers import batches, customer_file, runs
from feedback.importers.batches import HISTORY, CannotImport, Check
from feedback.models import Account, ContactPoint, Customer
from feedback.operations import customer_lists
from feedback.operations.customer_merges import merge_customers
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

HEAD = "Customer number,Customer,E-mail,Telephone,Yearly value,Churn,Leaving date,Company\n"
DAY = NOW.date()


def run_of(text: str, cast: Cast, **options: str) -> ImportRun:
    """A run over these rows, its columns matched by name."""
    run = keep_upload(
        kind="customers", upload=ContentFile(text.encode()), name="list.csv", by=cast.cx_manager, now=NOW
    )
    run.mapping = customer_file.suggest(runs.table_of(run))
    run.options = dict(options)
    return run


def checked(text: str, cast: Cast) -> Check:
    return customer_file.check(run=run_of(text, cast))


def taken(text: str, cast: Cast, **options: str) -> ImportRun:
    run = run_of(text, cast, **options)
    customer_file.start(run=run, mode=HISTORY, now=NOW)
    customer_file.work(run=run, now=NOW)
    return run


def only(number: str) -> Customer:
    return Customer.objects.get(external_id=number)


def test_a_new_customer_is_added_with_value_account_and_ways_to_reach_them(cast: Cast) -> None:
    taken(HEAD + "C1,Lena Long,lena@example.org,+44 113 496 0001,1200.50,No,,Long & Sons\n", cast)

    found = only("C1")
    assert (str(found), found.yearly_value, found.left_on) == ("Lena Long", Decimal("1200.50"), None)
    assert found.account == Account.objects.get(name="Long & Sons")
    assert ContactPoint.objects.filter(customer=found).count() == 2


@pytest.mark.parametrize("by", ["C7,,,,", ",,mia@example.org,,", ",,,+441134960007,"])
def test_a_known_customer_is_found_by_number_mail_or_telephone(cast: Cast, by: str) -> None:
    points = (("phone", "+441134960007"), ("email", "mia@example.org"))
    customer = open_case(cast, name="Mia Moss", contact_points=points).customer
    Customer.objects.filter(pk=customer.pk).update(source="customers", external_id="C7")  # type: ignore[union-attr]

    taken(f"{HEAD}{by}900,,,\n", cast)

    assert [(str(one), one.yearly_value) for one in Customer.objects.all()] == [("Mia Moss", Decimal(900))]


def test_who_is_called_lost_left_on_that_day_or_on_the_day_of_the_list(cast: Cast) -> None:
    taken(HEAD + "C1,,,,,Yes,2026-01-15,\nC2,,,,,Yes,,\n", cast, on="2026-02-01")

    assert (only("C1").left_on, only("C2").left_on) == (date(2026, 1, 15), date(2026, 2, 1))


def test_who_is_not_called_lost_is_known_to_be_with_us_on_the_day_of_the_list(cast: Cast) -> None:
    taken(HEAD + "C1,,,,,No,,\n", cast, on="2026-02-01")

    assert (only("C1").known_on, only("C1").left_on) == (date(2026, 2, 1), None)


def test_a_list_that_does_not_say_who_left_proves_nobody_stayed(cast: Cast) -> None:
    taken("Customer number,Yearly value\nC1,100\n", cast)

    assert only("C1").known_on is None


def test_who_came_back_has_no_leaving_date_any_more(cast: Cast) -> None:
    taken(HEAD + "C1,,,,,Yes,2026-01-15,\n", cast, on="2026-01-31")
    taken(HEAD + "C1,,,,,No,,\n", cast, on="2026-02-28")

    assert only("C1").left_on is None


def test_a_value_a_month_is_taken_twelve_times(cast: Cast) -> None:
    taken("customerID,MonthlyCharges,Churn\nC1,29.85,No\n", cast)

    assert only("C1").yearly_value == Decimal("358.20")


def test_what_is_empty_in_the_file_stays_as_it_is(cast: Cast) -> None:
    taken(HEAD + "C1,Lena Long,,,1200,No,,\n", cast)
    taken(HEAD + "C1,,,,,No,,\n", cast)

    assert (str(only("C1")), only("C1").yearly_value) == ("Lena Long", Decimal(1200))


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    text = HEAD + "C1,Lena Long,lena@example.org,,1200,No,,\nC2,,,,5,Yes,,\n"
    taken(text, cast)
    again = taken(text, cast)

    assert (again.added, again.skipped, Customer.objects.count()) == (0, 2, 2)


def test_history_holds_the_names_of_the_fields_and_no_personal_data(cast: Cast) -> None:
    taken(HEAD + "C1,Lena Long,,,1200,No,,\n", cast)
    taken(HEAD + "C1,Lena Short,,,1300,No,,\n", cast)

    event = Event.objects.get(subject_kind="customer", subject_id=only("C1").pk, code="changed")
    assert event.data == {"fields": ["name", "yearly_value"], "list": True}


def test_a_row_that_belongs_to_two_customers_is_refused_and_the_others_are_taken(cast: Cast) -> None:
    for number, mail in (("1", "mia@example.org"), ("2", "max@example.org")):
        open_case(cast, contact_points=(("email", mail), ("phone", f"+44113496000{number}")))

    run = taken(HEAD + "C1,,mia@example.org,+441134960002,5,No,,\nC2,,,,5,No,,\n", cast)

    assert (run.added, run.failed) == (1, 1)
    assert "different customers" in run.faults.get().reason


def test_of_two_customers_made_one_the_one_who_stayed_is_brought_up_to_date(cast: Cast) -> None:
    taken(HEAD + "C1,,a@example.org,,5,No,,\nC2,,b@example.org,,5,No,,\n", cast)
    merge_customers(kept=only("C1"), gone=only("C2"), by=cast.cx_manager, now=NOW)

    taken(HEAD + "C2,,,,900,No,,\n", cast)

    assert (only("C1").yearly_value, only("C2").yearly_value) == (Decimal(900), Decimal(5))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Lena,,,5,No,,", "does not say who it is"),
        ("C1,,,,many,No,,", "no amount of money"),
        ("C1,,,,5,perhaps,,", "neither yes nor no"),
        ("C1,,nowhere,,5,No,,", "no whole telephone number or e-mail address"),
    ],
)
def test_a_bad_row_is_named_with_its_reason(cast: Cast, row: str, reason: str) -> None:
    found = checked(f"{HEAD}{row}\nC9,,,,5,No,,\n", cast)

    assert (found.good, found.bad, found.faults[0][0]) == (1, 1, 2)
    assert reason in found.faults[0][1]


def test_the_check_says_what_would_happen_and_stores_nobody(cast: Cast) -> None:
    taken(HEAD + "C1,,,,5,No,,\n", cast)

    found = checked(HEAD + "C1,,,,6,No,,\nC2,,,,,Yes,,\n", cast)

    assert found.notes == (
        "1 are known already and are brought up to date, 1 are added.",
        "1 have a value.",
        "1 left, 1 are known to be with us on 2026-03-03.",
    )
    assert Customer.objects.count() == 1


def test_a_batch_that_breaks_leaves_no_trace_and_the_run_goes_on_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    run = run_of(HEAD + "".join(f"C{n},,c{n}@example.org,,5,No,,\n" for n in range(4)), cast)
    customer_file.start(run=run, mode=HISTORY, now=NOW)
    calls = iter([True, False])

    def breaks(**facts: object) -> None:
        if not next(calls, True):
            raise RuntimeError("the machine went down")
        record(**facts)  # type: ignore[arg-type]

    monkeypatch.setattr(customer_lists, "record", breaks)
    with pytest.raises(RuntimeError):
        customer_file.work(run=run, now=NOW)
    assert (Customer.objects.count(), ImportRun.objects.get(pk=run.pk).rows_done) == (2, 2)

    customer_file.work(run=ImportRun.objects.get(pk=run.pk), now=NOW)

    assert (Customer.objects.count(), ImportRun.objects.get(pk=run.pk).state) == (4, ImportState.DONE)


def test_a_file_without_a_column_that_names_somebody_is_refused(cast: Cast) -> None:
    with pytest.raises(CannotImport):
        checked("Yearly value\n5\n", cast)


def test_by_command_as_by_page(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("customerID,MonthlyCharges,Churn\nC1,10,No\nC2,20,Yes\n")

    call_command("import_customers", file, "--dry-run")
    assert Customer.objects.count() == 0

    call_command("import_customers", file, "--on", "2026-02-01")
    assert (only("C1").known_on, only("C2").left_on) == (date(2026, 2, 1), date(2026, 2, 1))


def test_on_the_page_it_is_uploaded_checked_and_started(client: Client, cast: Cast) -> None:
    client.force_login(cast.cx_manager)
    file = ContentFile(b"customerID,MonthlyCharges,Churn\nC1,10,No\n", name="list.csv")
    answer = client.post("/manage/import/", {"kind": "customers", "file": file})
    page = client.get(answer["Location"]).content.decode()
    assert "On which day was this list true?" in page

    run = ImportRun.objects.get()
    columns = {"external_id": "customerID", "monthly_value": "MonthlyCharges", "left": "Churn"}
    client.post(
        f"/manage/import/{run.pk}/columns/", {"source": "crm", "zone": "UTC", "on": "2026-02-01", **columns}
    )
    assert (
        "0 are known already and are brought up to date, 1 are added."
        in client.get(f"/manage/import/{run.pk}/").content.decode()
    )

    client.post(f"/manage/import/{run.pk}/start/", {"mode": "history"})
    runs.work_next(now=NOW, stop=lambda: False)

    assert (only("C1").source, only("C1").known_on) == ("crm", date(2026, 2, 1))
