"""The import pages: upload, match, check, start, watch, stop; who may open them; nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import ImportState
from accounts.models import ImportRun
from feedback.importers.runs import work_next
from feedback.models import Case
from tests.cast import NOW, Cast
from tests.feedback.complaint_files import checked, line, rows, started
from tests.feedback.manage.conftest import SignIn

FILE = rows(line(1), line(2, received="soon"), line(3))


def _upload(
    client: Client, content: bytes = FILE, name: str = "complaints.csv", kind: str = "complaints"
) -> Any:
    return client.post(
        reverse("file_imports"), {"kind": kind, "file": SimpleUploadedFile(name, content), "once": "one"}
    )


def _reading(**more: str) -> dict[str, str]:
    return {
        "source": "old desk",
        "zone": "UTC",
        "external_id": "Complaint ID",
        "received_at": "Date received",
        "words": "Description",
        "place": "Branch",
        **more,
    }


def _words(answer: Any) -> str:
    """The page as text with single spaces."""
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("who", "status"),
    [("cx_manager", 200), ("administrator", 200), ("leader", 403), ("owner", 403), ("front_line", 403)],
)
def test_the_page_opens_for_those_who_import(cast: Cast, signed_in: SignIn, who: str, status: int) -> None:
    assert signed_in(getattr(cast, who)).get(reverse("file_imports")).status_code == status


def test_a_file_goes_from_upload_to_done_without_any_script(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    _upload(client)
    run = ImportRun.objects.get()
    client.post(reverse("file_import_columns", args=[run.pk]), _reading())
    found = client.get(reverse("file_import", args=[run.pk]))
    stored_before = Case.objects.count()
    client.post(reverse("file_import_start", args=[run.pk]), {"mode": "history", "clock_from": ""})
    running = client.get(reverse("file_import", args=[run.pk]))
    work_next(now=NOW, stop=lambda: False)

    done = client.get(reverse("file_import", args=[run.pk]))

    assert "3 rows: 2 can be taken, 1 cannot." in _words(found)
    assert "See how far it is" in _words(running)
    assert "2 complaints were added." in _words(done)
    assert (stored_before, Case.objects.count()) == (0, 2)


def test_the_columns_are_chosen_before_by_their_names(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    _upload(client)

    page = client.get(reverse("file_import", args=[ImportRun.objects.get().pk]))

    form = page.context["reading"]
    assert {
        name: form[name].value() for name in ("external_id", "received_at", "words", "place", "phone")
    } == {
        "external_id": "Complaint ID",
        "received_at": "Date received",
        "words": "Description",
        "place": "Branch",
        "phone": "Phone",
    }
    assert [number for number, _cells, _problem in page.context["rows"]] == [2, 3, 4]


def test_a_column_cannot_be_two_things_and_what_was_chosen_stays(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    _upload(client)
    run = ImportRun.objects.get()

    answer = client.post(
        reverse("file_import_columns", args=[run.pk]),
        _reading(issue="Description", source="Desk of old"),
    )

    assert "“Description” is chosen twice. A column can be one thing only." in _words(answer)
    assert answer.context["reading"]["source"].value() == "Desk of old"


def test_the_order_of_dates_is_asked_only_where_the_file_leaves_it_open(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.cx_manager)
    _upload(client, rows(line(1, received="31/01/2026"), line(2, received="01/31/2026")))
    open_question = ImportRun.objects.get()
    asked = client.get(reverse("file_import", args=[open_question.pk]))
    client.post(reverse("file_import_columns", args=[open_question.pk]), _reading(order="day_first"))
    chosen = client.get(reverse("file_import", args=[open_question.pk]))

    clear = client.get(reverse("file_import", args=[checked(FILE).pk]))

    assert ("order" in asked.context["reading"].fields, "order" in clear.context["reading"].fields) == (
        True,
        False,
    )
    assert "Dates are read with the day first, as you chose." in _words(chosen)


def test_without_an_answer_the_order_of_dates_is_asked_again(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    _upload(client, rows(line(1, received="31/01/2026"), line(2, received="01/31/2026")))

    answer = client.post(reverse("file_import_columns", args=[ImportRun.objects.get().pk]), _reading())

    assert answer.context["reading"].errors == {"order": ["Choose how dates are written."]}


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture.csv", None),
        (b"", "empty.csv", "This file is empty. Choose another one."),
        (b"x", "letter.docx", "Choose a CSV or XLSX file. Other programs can save as one of these."),
        (b"PK\x03\x04broken", "broken.xlsx", None),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    cast: Cast, signed_in: SignIn, content: bytes, name: str, sentence: str | None
) -> None:
    answer = _upload(signed_in(cast.cx_manager), content, name)

    errors = answer.context["form"].errors["file"]
    assert (answer.status_code, len(errors), ImportRun.objects.count()) == (200, 1, 0)
    assert sentence is None or errors == [sentence]


def test_live_clocks_start_at_the_wall_time_of_the_files_zone(cast: Cast, signed_in: SignIn) -> None:
    run = checked(FILE, zone="Europe/Madrid")

    signed_in(cast.cx_manager).post(
        reverse("file_import_start", args=[run.pk]), {"mode": "live", "clock_from": "2026-06-01T09:00"}
    )

    run.refresh_from_db()
    assert (run.state, run.mode, run.options["clock_from"]) == (
        ImportState.RUNNING,
        "live",
        "2026-06-01T09:00:00+02:00",
    )


def test_a_moment_that_is_none_is_said_and_nothing_starts(cast: Cast, signed_in: SignIn) -> None:
    run = checked(FILE)

    answer = signed_in(cast.cx_manager).post(
        reverse("file_import_start", args=[run.pk]), {"mode": "live", "clock_from": "monday"}
    )

    run.refresh_from_db()
    assert (answer.context["starting"].errors["clock_from"], run.state) == (
        ["Write the moment like 2026-01-31 09:00"],
        ImportState.CHECKED,
    )


def test_starting_twice_starts_once(cast: Cast, signed_in: SignIn) -> None:
    run = checked(FILE)
    client = signed_in(cast.cx_manager)
    client.post(reverse("file_import_start", args=[run.pk]), {"mode": "history"})
    client.post(reverse("file_import_start", args=[run.pk]), {"mode": "live"})

    assert ImportRun.objects.get().mode == "history"


def test_stop_and_go_on(cast: Cast, signed_in: SignIn) -> None:
    run, client = started(FILE), signed_in(cast.cx_manager)

    states = []
    for verb in ("stop", "resume", "resume"):
        client.post(reverse(f"file_import_{verb}", args=[run.pk]))
        run.refresh_from_db()
        states.append(run.state)

    assert states == ["stopped", "running", "running"]


def test_the_progress_is_swapped_alone_and_the_end_reloads_the_page(cast: Cast, signed_in: SignIn) -> None:
    run, client = started(FILE), signed_in(cast.cx_manager)
    address = reverse("file_import", args=[run.pk])

    running: HttpResponse = client.get(address, headers={"HX-Request": "true"})  # type: ignore[assignment]
    work_next(now=NOW, stop=lambda: False)
    done = client.get(address, headers={"HX-Request": "true"})

    assert running.content.decode().startswith('<section class="stack" id="progress"')
    assert ("HX-Refresh" in running, done["HX-Refresh"]) == (False, "true")


def test_failed_rows_are_a_file_with_the_reason_beside_each(cast: Cast, signed_in: SignIn) -> None:
    run = checked(rows(line(1), line(2, received="soon", words="=1+1")))

    answer = signed_in(cast.cx_manager).get(reverse("file_import_failed", args=[run.pk]))

    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines == [
        "Row,Why it was not taken,Complaint ID,Date received,Description,Customer name,Phone,Branch,Closed,Value",
        "3,“soon” is no date. Write it like 2026-01-31 or 2026-01-31 14:05.,2,soon,'=1+1,Customer 2,"
        "0113 496 0002,Leeds,,",
    ]


@pytest.mark.parametrize("page", ["file_import", "file_import_failed"])
def test_an_administrator_sees_only_files_they_brought(cast: Cast, signed_in: SignIn, page: str) -> None:
    own, other = checked(FILE), checked(FILE)
    ImportRun.objects.filter(pk=own.pk).update(by=cast.administrator)
    client = signed_in(cast.administrator)

    assert [client.get(reverse(page, args=[run.pk])).status_code for run in (own, other)] == [200, 404]


def test_a_page_that_is_only_read_stores_nothing(cast: Cast, signed_in: SignIn) -> None:
    run = checked(FILE)
    before = ImportRun.objects.values().get(pk=run.pk)

    signed_in(cast.cx_manager).get(reverse("file_import", args=[run.pk]))

    assert ImportRun.objects.values().get(pk=run.pk) == before


def test_a_cell_with_markup_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    run = checked(rows(line(1, words="<script>alert(1)</script>"), line(2, received="<b>soon</b>")))

    page = signed_in(cast.cx_manager).get(reverse("file_import", args=[run.pk])).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page, "<b>soon</b>" in page) == (
        False,
        True,
        False,
    )
