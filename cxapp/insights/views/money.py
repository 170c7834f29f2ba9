"""The page Money: at risk, kept, what reaching customers may have kept, and behind each number its rows.

Not here: counting (`queries.money`, `queries.money_rows`), and how it is said (`rules.money_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.models import User
from accounts.queries.practices import is_on
from cxapp.insights.access.board import BoardSight, check_reads_board
from cxapp.insights.queries.money import money
from cxapp.insights.queries.money_rows import ROWS, Row, rows_behind
from cxapp.insights.rules import money_words as words
from cxapp.insights.rules.figures_money import ATTRIBUTABLE
from cxapp.insights.views.board_filters import BoardFilters, read
from cxapp.insights.views.sections import board_tabs
from cxapp.lib.clock import now as clock_now
from cxapp.lib.export import csv_response
from cxapp.lib.wording import share_words

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, when, and what the page is narrowed to."""

    reader: User
    now: datetime
    filters: BoardFilters
    names: bool

    def content(self) -> dict[str, Any]:
        span = self.filters.span
        found = money(reader=self.reader, period=span.period, now=self.now, place=self.filters.place)
        return found.content()


def _asked(request: HttpRequest) -> Asked:
    """Only for readers of the board, and only while the practice is on."""
    reader, now = reader_of(request), clock_now()
    sight = check_reads_board(reader)
    if not is_on("money"):
        raise Http404
    return Asked(reader, now, read(request.GET, now), sight is BoardSight.FULL)


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """What unhappy customers are worth, as a range and in plain numbers."""
    asked = _asked(request)
    content = asked.content()
    confirmed, logged = content["confirmed"]["customers"], content["logged"]["customers"]
    share, remark = share_words(confirmed, confirmed + logged)
    context = {
        "now": asked.now,
        "span": asked.filters.span,
        "content": content,
        "words": {
            name: getattr(words, name)(content) for name in ("at_risk", "kept", "headline", "method", "spent")
        },
        "not_a_trial": words.not_a_trial(),
        "lines": _lines(content, asked.filters),
        "sides": _sides(content, asked.filters),
        "asides": _asides(content, asked.filters),
        "cost_url": _behind("cost", asked.filters),
        "share": {"number": share, "note": remark, "asked": confirmed + logged},
        "file_url": reverse("retained_file") + asked.filters.address(),
        "filters": asked.filters,
        "board_tabs": board_tabs(asked.reader, "retained"),
        **asked.filters.choices(),
    }
    return render(request, "insights/money/page.html", context)


def _lines(content: dict[str, Any], filters: BoardFilters) -> list[dict[str, Any]]:
    """The rows of the first table: what is counted, how many customers, what they are worth."""
    labels = (
        ("at_risk", _("At risk now"), _("customers with an open case")),
        ("confirmed", _("Kept, confirmed by the customer"), _("they said it was put right")),
        ("logged", _("Kept, only logged"), _("we call it put right, they did not answer")),
    )
    return [
        {
            "label": label,
            "note": note,
            "n": content[name]["customers"],
            "worth": words.worth(content[name], content["currency"]) if content[name]["customers"] else "",
            "without": words.without_value(content[name]),
            "url": _behind(name, filters),
        }
        for name, label, note in labels
    ]


def _sides(content: dict[str, Any], filters: BoardFilters) -> list[dict[str, Any]]:
    return [
        side
        | {
            "cells": [
                {
                    "label": label,
                    "n": side[name],
                    "url": _behind(f"{side['side']}-{name}", filters),
                }
                for name, label in (("stayed", _("Stayed")), ("left", _("Left")), ("unknown", _("Not known")))
            ]
        }
        for side in words.sides(content)
    ]


def _asides(content: dict[str, Any], filters: BoardFilters) -> list[dict[str, str]]:
    """Who is in none of the numbers above, and why."""
    return [
        {"text": text, "url": _behind(name, filters)}
        for name, text in zip(("gone", "left_after", "nameless"), words.asides(content), strict=True)
        if content[name]
    ]


def _behind(name: str, filters: BoardFilters) -> str:
    """The address names the period even where the page shows the usual one."""
    return reverse("retained_rows", args=[name.replace("_", "-")]) + filters.address(period=filters.span.slug)


@require_safe
@needs()
def behind(request: HttpRequest, name: str) -> HttpResponseBase:
    """The rows one number is made of."""
    asked = _asked(request)
    if name not in ROWS:
        raise Http404
    span = asked.filters.span
    rows = rows_behind(
        name, reader=asked.reader, period=span.period, now=asked.now, place=asked.filters.place
    )
    if request.GET.get("format") == "csv":
        return csv_response(f"money-{name}", _heads(), _cells(rows.each(), asked.names))
    found = Paginator(rows.found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": ROWS[name].label,
        "now": asked.now,
        "span": span,
        "page_obj": found,
        "rows": [_shown(row, asked.names) for row in rows.of(found.object_list)],
        "currency": rows.currency,
        "back_url": reverse("retained") + asked.filters.address(),
        "csv_url": f"{reverse('retained_rows', args=[name])}{asked.filters.address()}&format=csv",
    }
    return render(request, "insights/money/rows.html", context)


def _shown(row: Row, names: bool) -> dict[str, Any]:
    return {"row": row, "name": row.name if names else row.initials, "url": row.url if names else ""}


def _heads() -> list[str]:
    return [_("Customer"), _("Amount"), _("Left us on"), _("Known to be with us on"), _("What")]


def _cells(rows: Iterator[Row], names: bool) -> Iterator[list[Any]]:
    for row in rows:
        yield [row.name if names else row.initials, row.amount, row.left_on, row.known_on, row.what]


@require_safe
@needs()
def file(request: HttpRequest) -> HttpResponseBase:
    """The numbers of the page as a file."""
    asked = _asked(request)
    content = asked.content()
    made = content["effect"]
    lines: list[list[Any]] = [
        [line["label"], line["n"], content[name]["valued"], content[name]["value"], "", ""]
        for name, line in zip(("at_risk", "confirmed", "logged"), _lines(content, asked.filters), strict=True)
    ]
    lines.append([_("Recovery cost"), content["recoveries"], "", content["cost"], "", ""])
    known = made["reached"]["stayed"] + made["reached"]["left"]
    label = f"{ATTRIBUTABLE.label} ({words.not_a_trial()})"
    lines.append([label, known, made["worth"]["valued"], made["value"], made["low"], made["high"]])
    heads = [_("What"), _("Count"), _("With a yearly value"), content["currency"], _("From"), _("To")]
    return csv_response(f"money-{asked.filters.span.slug}", heads, lines)
