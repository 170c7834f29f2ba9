"""Files that were handed in: complaints, answers and people, in every state of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from accounts.operations.import_runs import keep_upload
from feedback.importers import complaint_file
from feedback.importers.runs import begin, choose, suggested, table_of
from tests.feedback.complaint_files import line, rows

if TYPE_CHECKING:
    from tests.browser.world import World


def make_files(world: World) -> None:
    content = rows(line(1, closed="2026-02-05"), line(2, value="80"), line(3, received="never"))
    for name in ("checked", "done"):
        run = keep_upload(
            kind=complaint_file.KIND, upload=ContentFile(content), name=f"{name}.csv",
            by=world.cast.administrator, now=world.now,
        )  # fmt: skip
        choose(run=run, mapping=suggested(run, table_of(run)), source=name, zone="UTC", order="")
        run.refresh_from_db()
        world.runs[name] = run
    begin(run=world.runs["done"], mode="history", clock_from=None, now=world.now)
    complaint_file.work(run=world.runs["done"], now=world.now)
    scores = "Person,Rating,Comment,Date\n1,9,Warm bread,2026-01-31\n2,11,Cold soup,2026-02-02\n"
    asked = world.runs["answers"] = keep_upload(
        kind="answers", upload=ContentFile(scores.encode()), name="scores.csv", by=world.cast.cx_manager, now=world.now
    )  # fmt: skip
    columns = {"external_id": "Person", "score": "Rating", "words": "Comment", "at": "Date"}
    scale = {"scale": {"kind": "nps", "reversed": False, "table": {}}, "survey": "Visitors", "typed": ""}
    choose(run=asked, mapping=columns, source="old", zone="UTC", order="", chosen=scale)
    people = "Post Unique Reference,Name,Unit,Reports to Senior Post\nT1,Tess Top,Centre,XX\nT2,N/D,East,T1\n"
    world.runs["people"] = keep_upload(
        kind="people", upload=ContentFile(people.encode()), name="people.csv", by=world.cast.administrator,
        now=world.now,
    )  # fmt: skip
