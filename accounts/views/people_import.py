"""Importing people: upload, match the columns, look at what would happen, apply. Reading a page never writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import needs, reader
from accounts.enums import ImportState, Role
from accounts.forms.imports import ColumnsForm, UploadForm
from accounts.importers import people
from accounts.importers.people_runs import KIND, apply, check, suggested, table_of
from accounts.models import ImportRun
from accounts.operations.import_runs import keep_upload
from accounts.views import errors
from accounts.views.house_pages import posted, tabs
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused

SHOWN = 10
A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.ADMINISTRATOR)
def page(request: HttpRequest) -> HttpResponse:
    """A file, kept beside the database under a name of our own; where its columns are certain it is checked at once."""
    user = reader(request)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = keep_upload(kind=KIND, upload=file, name=file.name, by=user, now=clock_now())
            mapping = suggested(run)
            if not people.unmatched(mapping):
                check(run=run, mapping=mapping, by=user, now=clock_now())
            return redirect("people_import_run", run.pk)
        except Refused as refused:
            form.add_error("file", refused.sentence)
    runs = ImportRun.objects.filter(kind=KIND).select_related("by").order_by("-pk")[:SHOWN]
    return render(
        request,
        "accounts/people_import/page.html",
        {"form": form, "runs": runs, "tabs": tabs(user, "people_import")},
    )


@require_safe
@needs(Role.ADMINISTRATOR)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=pk, kind=KIND)
    try:
        return _show(request, found, None)
    except Refused as refused:
        return errors.refused(request, refused)


@require_POST
@needs(Role.ADMINISTRATOR)
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which; the answer is a check of every row, taken back again."""
    found = get_object_or_404(ImportRun, pk=pk, kind=KIND, ended_at=None)
    try:
        form = ColumnsForm(request.POST, fields=people.FIELDS, headers=table_of(found).headers, matched={})
        if not form.is_valid():
            return _show(request, found, form)
        check(run=found, mapping=form.mapping(), by=reader(request), now=clock_now())
    except Refused as refused:
        return errors.refused(request, refused)
    return redirect("people_import_run", pk)


@require_POST
@needs(Role.ADMINISTRATOR)
def apply_run(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=pk, kind=KIND)
    if found.state == ImportState.DONE:
        return redirect("people_import_run", pk)
    try:
        done = apply(run=found, by=reader(request), now=clock_now())
        words = _("Imported: %(added)d added, %(changed)d changed, %(headless)d departments without a head.")
        messages.success(
            request, words % {"added": done.added, "changed": done.changed, "headless": done.headless}
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("people_import_run", pk)
    return redirect("units" if done.headless else "people")


def _show(request: HttpRequest, found: ImportRun, form: ColumnsForm | None) -> HttpResponse:
    table = table_of(found)
    mapping: dict[str, str] = dict(found.mapping) or suggested(found)
    context: dict[str, Any] = {
        "run": found,
        "tabs": tabs(reader(request), "people_import"),
        "form": form or ColumnsForm(fields=people.FIELDS, headers=table.headers, matched=mapping),
        "fields": people.FIELDS,
        "rows": people.first_rows(table, mapping, SHOWN),
        "faults": Paginator(found.faults.order_by("-fatal", "row", "pk"), A_PAGE).get_page(
            request.GET.get("page")
        ),
        "checked": bool(found.options),
        "ready": found.state == ImportState.CHECKED and bool(found.options),
        "done": found.state == ImportState.DONE,
    }
    return render(request, "accounts/people_import/run.html", context)
