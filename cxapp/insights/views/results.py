"""The doors to results: the list of surveys, the page of one, and each of its tables as a file.

Not here: what stands on the page (`results_page`, `results_charts`, `results_tables`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.enums import UnitKind
from accounts.queries.house import house
from cxapp.insights.access.results import answers_for, check_reads_results
from cxapp.insights.queries.scores import asked_by, weekly
from cxapp.insights.rules.filters import DAYS, NARROWED, SPLITS, USUAL, read
from cxapp.insights.views import results_charts as charts
from cxapp.insights.views import results_tables as tables
from cxapp.insights.views.results_list import SurveyRow, survey_row
from cxapp.insights.views.results_page import Results
from cxapp.lib.charts import Table
from cxapp.lib.clock import now as clock_now
from cxapp.lib.export import csv_response
from cxapp.lib.periods import weeks
from feedback.enums import ResponseSource
from feedback.models import Survey

SOURCES = frozenset(ResponseSource.values)
LISTED_WEEKS = 26


@require_safe
@needs()
def results(request: HttpRequest) -> HttpResponse:
    """All surveys that were ever published, by name, each with its score and how it goes."""
    reader, now = reader_of(request), clock_now()
    check_reads_results(reader, now)
    surveys = list(Survey.objects.filter(versions__published_at__isnull=False).distinct().order_by("name"))
    asked = asked_by(surveys)
    zone = ZoneInfo(str(house().organisation.zone))
    spans = weeks((now - timedelta(weeks=LISTED_WEEKS)).date(), now.astimezone(zone).date(), zone)
    mains = {pk: one.survey.pk for one in asked.values() for pk in one.same}
    rows = answers_for(reader, now).filter(at__gte=spans[0].start, at__lt=spans[-1].end)
    found = weekly(rows, mains, zone) if mains else {}
    listed: list[SurveyRow] = [
        survey_row(asked[one.pk], found.get(one.pk, {}), spans, now) for one in surveys
    ]
    return render(request, "insights/results/list.html", {"rows": listed, "now": now, "days": USUAL})


@require_safe
@needs()
def survey_results(request: HttpRequest, slug: str) -> HttpResponse:
    """What customers answered to one survey."""
    page = _page(request, slug)
    words = tables.with_words(page)
    number = _number(request.GET.get("page", ""))
    first = (number - 1) * tables.COMMENTS
    found = list(words[first : first + tables.COMMENTS + 1])
    context: dict[str, Any] = {
        "now": page.now,
        "asked": page.asked,
        "sentence": charts.sentence(page),
        "headline": charts.headline(page) if page.kind else None,
        "distribution": charts.distribution(page.score) if page.kind else None,
        "funnel": charts.funnel_chart(page.funnel),
        "why_not": charts.why_not(page.funnel),
        "trend": charts.trend(page) if page.kind else None,
        "rows": tables.split_rows(page) if page.kind and page.filters.by != "leader" else None,
        "table": tables.group_table(page),
        "beside": tables.beside(page),
        "drivers": tables.drivers(page),
        "comments": tables.comments_of(page, found[: tables.COMMENTS]),
        "older": page.filters.address() + f"&page={number + 1}" if len(found) > tables.COMMENTS else "",
        "newer": page.filters.address() + f"&page={number - 1}" if number > 1 else "",
        **_choices(page),
    }
    return render(request, "insights/results/page.html", context)


FILES: dict[str, Callable[[Results], Table | None]] = {
    "answers": lambda page: _of(charts.distribution(page.score)),
    "funnel": lambda page: _of(charts.funnel_chart(page.funnel)),
    "trend": lambda page: _of(charts.trend(page).drawing),
    "by": tables.group_table,
    "beside": tables.beside_table,
    "comments": tables.comments_table,
}


@require_safe
@needs()
def results_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """One table of the page as a file, narrowed like the page."""
    page = _page(request, slug)
    known = {chart.table.name: chart.table for chart in tables.drivers(page)} if name not in FILES else {}
    table = FILES[name](page) if name in FILES else known.get(name)
    if table is None:
        raise Http404
    return csv_response(f"{slug}-{name}", table.heads, table.rows)


def _of(chart: Any) -> Table | None:
    found: Table | None = chart.table if chart is not None else None
    return found


def _page(request: HttpRequest, slug: str) -> Results:
    reader, now = reader_of(request), clock_now()
    check_reads_results(reader, now)
    survey = get_object_or_404(Survey, slug=slug)
    return Results(reader, asked_by([survey])[survey.pk], read(request.GET, SOURCES), now)


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _choices(page: Results) -> dict[str, Any]:
    """Periods, splits and filters as links, chips and lists; the address keeps them all."""
    here = page.filters
    named = {"place": _("Place"), "stage": _("Stage"), "department": _("Department"), "leader": _("Leader")}
    periods = {30: _("30 days"), 90: _("90 days"), 365: _("12 months")}
    units = list(page.units.values())
    lists = [
        ("place", named["place"], [unit for unit in units if unit.kind == UnitKind.PLACE]),
        ("department", named["department"], [unit for unit in units if unit.kind == UnitKind.DEPARTMENT]),
        ("stage", named["stage"], [stage for stage in page.stages.values() if stage.slug != "none"]),
    ]
    file_base = reverse("results_file", args=[page.asked.survey.slug, "NAME"])
    return {
        "periods": [
            {"url": here.address(days=days), "label": periods[days], "current": days == here.days}
            for days in DAYS
        ],
        "splits": [
            {"url": here.address(by=by), "label": named[by], "current": by == here.by} for by in SPLITS
        ],
        "said": [
            {"url": here.address(words=words), "label": label, "current": words == here.words}
            for words, label in (("", _("All")), ("low", _("Unhappy")), ("high", _("Happy")))
        ],
        "chips": _chips(page, named),
        "clear_url": here.address(place=None, department=None, stage=None, source="")
        if here.is_narrowed
        else "",
        "lists": [
            {"name": name, "label": label, "options": options, "chosen": getattr(here, name)}
            for name, label, options in lists
            if options
        ],
        "sources": [
            {"value": value, "label": label, "chosen": value == here.source}
            for value, label in ResponseSource.choices
        ],
        "files": {name: file_base.replace("NAME", name) + here.address() for name in FILES},
        "file_base": file_base.replace("NAME/", ""),
        "query": here.address(),
        "filters": here,
    }


def _chips(page: Results, named: dict[str, str]) -> list[dict[str, str]]:
    """One chip for each thing the answers are narrowed to, each with its way off."""
    here = page.filters
    names: dict[str, Any] = {"place": page.units, "department": page.units, "stage": page.stages}
    chips = []
    for field in NARROWED:
        chosen = getattr(here, field)
        if chosen:
            text = str(names[field].get(chosen, _("Not known")))
            chips.append({"label": f"{named[field]}: {text}", "remove_url": here.address(**{field: None})})
    if here.source:
        label = str(ResponseSource(here.source).label)
        chips.append({"label": label, "remove_url": here.address(source="")})
    return chips
