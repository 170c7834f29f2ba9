"""Importing complaints and past answers: upload, match the columns, look at what would happen, start, watch.

The worker does the work; what differs by the kind of file stands in its importer and its form.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import needs, reader
from accounts.enums import ImportState, Role
from accounts.models import ImportRun
from accounts.operations.import_runs import keep_upload
from accounts.queries.house import house
from cxapp.lib.clock import now as clock_now
from cxapp.lib.dates import Order
from cxapp.lib.errors import Refused
from cxapp.lib.export import csv_response
from cxapp.lib.tabular import Table
from feedback.forms.manage_imports import READING, FileForm, ReadingForm, StartForm
from feedback.importers import runs
from feedback.importers.batches import MOST_FAULTS
from feedback.queries.imports import visible_to

ROLES = (Role.CX_MANAGER, Role.ADMINISTRATOR)
A_PAGE = 25
SHOWN = 20


def _run(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(visible_to(reader(request)), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(*ROLES)
def page(request: HttpRequest) -> HttpResponse:
    """Earlier imports and a place for the next file."""
    user = reader(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        run = keep_upload(kind=kind, upload=file, name=file.name, by=user, now=clock_now())
        try:
            runs.table_of(run)
            return redirect("file_import", run.pk)
        except Refused as refused:
            run.delete()
            form.add_error("file", refused.sentence)
    found = visible_to(user).select_related("by").order_by("-pk")[:SHOWN]
    return render(request, "feedback/manage/imports.html", {"form": form, "runs": found})


@require_safe
@needs(*ROLES)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _run(request, pk))


@require_POST
@needs(*ROLES)
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """How to read the file; the answer is a check of every row, which stores no complaint."""
    found = _run(request, pk)
    if found.state != ImportState.CHECKED:
        return redirect("file_import", pk)
    form = _reading_form(found, runs.table_of(found), request)
    if form.is_valid():
        data = form.cleaned_data
        try:
            runs.choose(
                run=found,
                mapping=form.mapping(),
                source=data["source"],
                zone=data["zone"],
                order=data.get("order", ""),
                chosen=form.chosen(),
            )
            return redirect("file_import", pk)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    return _show(request, found, reading=form)


@require_POST
@needs(*ROLES)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    found = _run(request, pk)
    form = StartForm(request.POST, kind=found.kind, zone=_zone(found))
    if not form.is_valid():
        return _show(request, found, starting=form)
    try:
        runs.begin(run=found, mode=form.cleaned_data["mode"], clock_from=form.clock_start(), now=clock_now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("file_import", pk)


@require_POST
@needs(*ROLES)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _turn(request, pk, runs.stop, _("Stopped. What was taken stays; you can go on at any time."))


@require_POST
@needs(*ROLES)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _turn(request, pk, runs.go_on, _("The import goes on where it stopped."))


@require_safe
@needs(*ROLES)
def failed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What could not be taken, as it stood in the file, with the reason beside it: correct it and bring it again."""
    found = _run(request, pk)
    rows = runs.failed_rows(found)
    headers = list(next((cells for _number, _reason, cells in rows if cells), {}))
    lines = [[number, reason, *(cells.get(name, "") for name in headers)] for number, reason, cells in rows]
    return csv_response(f"not-taken-{found.pk}", [_("Row"), _("Why it was not taken"), *headers], lines)


def _turn(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    try:
        act(run=_run(request, pk))
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("file_import", pk)


def _zone(found: ImportRun) -> str:
    return found.options.get("zone") or house().organisation.zone


def _reading_form(found: ImportRun, table: Table, request: HttpRequest | None = None) -> ReadingForm:
    """Filled in with what was chosen, else with what the names of the columns say."""
    mapping = dict(found.mapping) or runs.suggested(found, table)
    importer = runs.importer_of(found)
    order = found.options.get("found") or (
        importer.date_order(table, mapping, most=runs.CHECKED_AT_ONCE).decide().value
    )
    form = READING[found.kind]
    return form(
        request.POST if request else None,
        fields=importer.FIELDS,
        headers=table.headers,
        matched=mapping,
        ask_order=order in (Order.CONFLICT.value, Order.UNDECIDED.value),
        initial={
            **form.initial_of(found),
            "source": found.source or found.kind,
            "zone": _zone(found),
            "order": found.options.get("order") if found.options.get("chosen") else None,
        },
    )


def _show(
    request: HttpRequest,
    found: ImportRun,
    *,
    reading: ReadingForm | None = None,
    starting: StartForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "run": found,
        "running": found.state == ImportState.RUNNING,
        "stopped": found.state == ImportState.STOPPED,
        "done": found.state == ImportState.DONE,
        "checked": runs.is_checked(found),
        "ready": runs.is_ready(found),
        "faults": Paginator(found.faults.order_by("row", "pk"), A_PAGE).get_page(request.GET.get("page")),
        "most_faults": MOST_FAULTS,
    }
    if found.state == ImportState.CHECKED:
        table = runs.table_of(found)
        mapping = dict(found.mapping) or runs.suggested(found, table)
        fields = [field for field in runs.importer_of(found).FIELDS if field.name in mapping]
        context |= {
            "reading": reading or _reading_form(found, table),
            "starting": starting or StartForm(kind=found.kind, zone=_zone(found)),
            "fields": fields,
            "rows": [
                (row.number, [row.cells.get(mapping[field.name], "") for field in fields], row.problem)
                for row in runs.first_rows(table)
            ],
        }
    context["form"] = reading or starting
    watched = bool(request.headers.get("HX-Request"))
    part = watched and context["running"]
    template = "feedback/manage/_progress.html" if part else "feedback/manage/import.html"
    answer = render(request, template, context)
    if watched and not part:
        answer["HX-Refresh"] = "true"
    return answer
