"""Importing people in the browser: upload, match, look, apply; nothing half done, nothing typed lost."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from accounts.models import ImportMapping, ImportRun, Unit, User
from accounts.operations.import_runs import path_of
from tests.cast import Cast

KNOWN = "Post Unique Reference,Name,Unit,Reports to Senior Post\nT1,Tess Top,Centre,XX\nT2,N/D,East,T1\n"
ODD = "Kennung,Wer,Chef\nT1,Tess Top,XX\nT2,Ulf Under,T1\n"


def admin(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.administrator)
    return client


def upload(client: Client, content: str | bytes, name: str = "people.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post("/people/import/", {"file": SimpleUploadedFile(name, data)})


def run() -> ImportRun:
    return ImportRun.objects.get()


def test_a_file_with_known_columns_is_checked_at_once_and_writes_nothing(cast: Cast) -> None:
    client = admin(cast)
    answer = upload(client, KNOWN)

    page = client.get(answer["Location"]).content.decode()
    assert "2 posts, 1 of them without a person: 2 added, 0 changed." in page
    assert not User.objects.filter(sign_in_name="T1").exists()


def test_the_first_rows_stand_under_our_names(cast: Cast) -> None:
    client = admin(cast)
    answer = client.get(upload(client, KNOWN)["Location"])

    assert answer.context["rows"][0] == (2, ["T1", "Tess Top", "XX", "Centre", "", "", ""])


def test_what_was_found_stands_by_row(cast: Cast) -> None:
    client = admin(cast)
    upload(client, KNOWN)

    assert list(run().faults.order_by("row").values_list("row", "fatal")) == [(2, False), (3, False)]


def test_applying_writes_all_of_it_and_leads_to_the_gaps(cast: Cast) -> None:
    client = admin(cast)
    upload(client, KNOWN)

    answer = client.post(f"/people/import/{run().pk}/apply/")

    assert (
        answer["Location"],
        User.objects.get(sign_in_name="T1").reports_to,
        Unit.objects.filter(name="East").count(),
    ) == (
        "/units/",
        cast.owner,
        1,
    )


def test_applying_twice_imports_once(cast: Cast) -> None:
    client = admin(cast)
    upload(client, KNOWN)
    for _each in range(2):
        answer = client.post(f"/people/import/{run().pk}/apply/")

    assert (answer.status_code, User.objects.filter(sign_in_name="T1").count()) == (302, 1)


def test_unknown_columns_are_matched_by_hand_then_checked(cast: Cast) -> None:
    client = admin(cast)
    page = client.get(upload(client, ODD)["Location"])
    assert page.context["checked"] is False

    client.post(
        f"/people/import/{run().pk}/columns/", {"reference": "Kennung", "name": "Wer", "reports_to": "Chef"}
    )

    assert run().options["added"] == 2


def test_a_match_is_remembered_for_the_next_file_of_this_shape(cast: Cast) -> None:
    client = admin(cast)
    upload(client, ODD)
    client.post(
        f"/people/import/{run().pk}/columns/", {"reference": "Kennung", "name": "Wer", "reports_to": "Chef"}
    )

    upload(client, ODD.replace("Ulf", "Uta"))

    assert (ImportMapping.objects.count(), ImportRun.objects.latest("pk").options["added"]) == (1, 2)


def test_a_missing_column_is_asked_for_by_name(cast: Cast) -> None:
    client = admin(cast)
    upload(client, ODD)

    answer = client.post(f"/people/import/{run().pk}/columns/", {"reference": "Kennung", "name": "Wer"})

    assert "Choose the column for: Reports to" in answer.content.decode()


def test_one_column_is_not_two_things(cast: Cast) -> None:
    client = admin(cast)
    upload(client, ODD)

    answer = client.post(
        f"/people/import/{run().pk}/columns/",
        {"reference": "Kennung", "name": "Kennung", "reports_to": "Chef"},
    )

    assert "“Kennung” is chosen twice." in answer.content.decode()


def test_a_circle_is_shown_and_cannot_be_applied(cast: Cast) -> None:
    client = admin(cast)
    page = client.get(upload(client, KNOWN + "T3,Ann,,T4\nT4,Ben,,T3\n")["Location"]).content.decode()

    client.post(f"/people/import/{run().pk}/apply/")

    assert ("Import all of it" in page, "report to each other in a circle" in page) == (False, True)
    assert not User.objects.filter(sign_in_name="T1").exists()


def test_a_file_that_is_no_table_is_refused_in_words(cast: Cast) -> None:
    answer = upload(admin(cast), b"%PDF-1.4 \x00\x01\x02", "people.csv")

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_another_kind_of_file_is_refused_by_its_name(cast: Cast) -> None:
    answer = upload(admin(cast), b"x", "people.pdf")

    assert "Choose a CSV or XLSX file." in answer.content.decode()


def test_a_count_of_groups_is_refused_in_words(cast: Cast) -> None:
    answer = upload(admin(cast), "Unit,Reporting Senior Post,Number of Posts in FTE\nEast,T2,3.5\n")

    assert "counts groups of posts, not people" in answer.content.decode()


def test_an_excel_file_is_read_alike(cast: Cast) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in KNOWN.splitlines():
        sheet.append(line.split(","))
    file = BytesIO()
    book.save(file)

    upload(admin(cast), file.getvalue(), "people.xlsx")

    assert run().options["added"] == 2


def test_others_do_not_see_an_import(cast: Cast) -> None:
    upload(admin(cast), KNOWN)
    client = Client()
    client.force_login(cast.cx_manager)

    assert client.get(f"/people/import/{run().pk}/").status_code == 403


def test_an_import_of_another_kind_is_not_found_here(cast: Cast) -> None:
    client = admin(cast)
    upload(client, KNOWN)
    ImportRun.objects.update(kind="complaints")

    assert client.get(f"/people/import/{run().pk}/").status_code == 404


def test_a_file_that_is_no_longer_kept_is_asked_for_again(cast: Cast) -> None:
    client = admin(cast)
    upload(client, KNOWN)
    Path(path_of(run())).unlink()

    answers = [
        client.get(f"/people/import/{run().pk}/"),
        client.post(f"/people/import/{run().pk}/columns/", {}),
    ]
    assert [answer.status_code for answer in answers] == [400, 400]


def test_what_is_downloaded_comes_back_without_a_change(cast: Cast) -> None:
    User.objects.create(
        sign_in_name="P9", name="Adviser", title="Adviser", held=False, is_active=False, reports_to=cast.owner
    )
    client = admin(cast)
    downloaded = client.get("/people/export/").getvalue()

    upload(client, downloaded)

    assert [run().options[name] for name in ("posts", "added", "changed", "unheld", "units")] == [
        11,
        0,
        0,
        1,
        0,
    ]


def test_only_administrators_download_everybody(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.cx_manager)

    assert client.get("/people/export/").status_code == 403
