"""The import pages for answers given elsewhere: the same way from upload to done, with the scale in between."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import ImportRun
from feedback.importers.runs import work_next
from feedback.models import Answer, Response
from tests.cast import NOW, Cast
from tests.feedback.manage.conftest import SignIn

ANSWERS = (
    b"Person,Rating,Comment,Date\n1,1,Warm bread,2021-01-31\n2,5,Cold soup,2021-02-02\n3,7,,2021-02-03\n"
)


def upload(client: Client) -> None:
    file = SimpleUploadedFile("answers.csv", ANSWERS)
    client.post(reverse("file_imports"), {"kind": "answers", "file": file, "once": "one"})


def words(answer: Any) -> str:
    """The page as text with single spaces."""
    return " ".join(answer.content.decode().split())


def _scored(**more: str) -> dict[str, str]:
    return {
        "scale": "csat",
        "reversed": "on",
        "values": "7=",
        "survey": "Friends and family",
        "source": "old survey",
        "zone": "UTC",
        "external_id": "Person",
        "score": "Rating",
        "words": "Comment",
        "at": "Date",
        **more,
    }


def test_past_answers_go_from_upload_to_done_on_the_same_page(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    upload(client)
    run = ImportRun.objects.get()
    client.post(reverse("file_import_columns", args=[run.pk]), _scored())
    found = client.get(reverse("file_import", args=[run.pk]))
    client.post(reverse("file_import_start", args=[run.pk]), {"mode": "history", "clock_from": ""})
    work_next(now=NOW, stop=lambda: False)

    done = client.get(reverse("file_import", args=[run.pk]))

    assert "3 people, 2 with a score." in words(found)
    assert "The answers of 3 people were added." in words(done)
    assert list(Answer.objects.filter(kind="csat").order_by("pk").values_list("score", flat=True)) == [5, 1]


def test_values_on_no_scale_are_named_before_anything_is_kept(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    upload(client)
    run = ImportRun.objects.get()
    client.post(reverse("file_import_columns", args=[run.pk]), _scored(values=""))
    page = client.get(reverse("file_import", args=[run.pk]))
    assert "<code>7</code>" in words(page)
    assert not Response.objects.exists()


def test_a_line_that_says_nothing_is_refused_and_stays(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    upload(client)
    run = ImportRun.objects.get()
    answer = client.post(reverse("file_import_columns", args=[run.pk]), _scored(values="7"))
    assert "Write each line like 11= or good=4, not “7”." in words(answer)
    assert answer.context["reading"]["values"].value() == "7"
