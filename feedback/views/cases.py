"""The list of cases: views, filters in the address, pages, a file of the same rows, and handing several over at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from cxapp.lib.clock import now as clock_now
from cxapp.lib.export import csv_response
from feedback.forms.case_list import CaseFilterForm
from feedback.operations.looks import note_look
from feedback.queries.case_list import (
    A_PAGE,
    COUNTED,
    HEADERS,
    LOGGED,
    Row,
    export_rows,
    find_cases,
    first_ids,
    first_view,
    listed,
    rows_of,
    views_for,
)
from feedback.queries.naming import customer_name, words_of

LABELS = {
    "mine": gettext_lazy("Mine"),
    "late": gettext_lazy("Late"),
    "came_up": gettext_lazy("Came up to me"),
    "reports": gettext_lazy("My reports'"),
    "all": gettext_lazy("All open"),
    "closed": gettext_lazy("Closed"),
    LOGGED: gettext_lazy("I logged"),
}


def _view_of(request: HttpRequest, user: User, now: datetime) -> str:
    """The view in the address; without one, the first that has something to do in it."""
    wanted = request.GET.get("view", "")
    return wanted if wanted in views_for(user) else first_view(user, now)


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), clock_now()
    view = _view_of(request, user, now)
    form = CaseFilterForm(request.GET, reader=user)
    found = find_cases(user=user, view=view, filters=form.values(), now=now)
    pages = Paginator(first_ids(found), A_PAGE)
    page_obj = pages.get_page(request.GET.get("page"))
    rows = [_line(row) for row in rows_of(listed(list(page_obj.object_list)), now)]
    context = {
        "filter": form,
        "view": view,
        "tabs": _tabs(request, user, view),
        "chips": _chips(request, form),
        "clear_url": f"{reverse('cases')}?view={view}",
        "rows": rows,
        "page_obj": page_obj,
        "total": _total(pages.count),
        "card_only": view == LOGGED,
        "may_hand_over": user.leads and view in ("mine", "reports", "late", "all"),
        "export_url": f"{reverse('cases_export')}?{request.GET.urlencode()}",
        "now": now,
    }
    return render(request, "feedback/cases/page.html", context)


def _line(row: Row) -> dict[str, Any]:
    """What one row says, each value under one short name: a template looks up every step of a longer way."""
    case, status, name = row.case, row.status, customer_name(row.case)
    return {
        "pk": case.pk,
        "name": name,
        "choose": _("Choose %(name)s") % {"name": name},
        "words": words_of(case),
        "state": status.state,
        "state_text": status.text,
        "tries": status.tries,
        "escalated_to": status.escalated_to,
        "at": case.closed_at or case.due_at,
        "leader": case.leader.name,
        "last_act": row.last_act,
        "customer": case.customer_id,
        "value": case.customer.yearly_value if case.customer else None,
    }


@require_safe
@needs()
def export(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a file."""
    user, now = reader(request), clock_now()
    view = _view_of(request, user, now)
    if view == LOGGED:
        raise PermissionDenied(_("Files are for whoever leads cases. Your list shows what you logged."))
    form = CaseFilterForm(request.GET, reader=user)
    found = find_cases(user=user, view=view, filters=form.values(), now=now)
    note_look(user=user, subject_kind="case", subject_id=0, what="export", now=now)
    return csv_response(f"cases-{view}-{now:%Y-%m-%d}", HEADERS, export_rows(found, now))


def _tabs(request: HttpRequest, user: User, view: str) -> list[dict[str, Any]]:
    kept = request.GET.copy()
    kept.pop("page", None)
    tabs = []
    for name in views_for(user):
        kept["view"] = name
        tabs.append({"url": f"?{kept.urlencode()}", "label": LABELS[name], "current": name == view})
    return tabs


def _chips(request: HttpRequest, form: CaseFilterForm) -> list[dict[str, str]]:
    chips = []
    for name, label in form.chips():
        rest = request.GET.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        chips.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
    return chips


def _total(count: int) -> str:
    """How many, as far as it was counted."""
    if count > COUNTED:
        return _("%(count)s+ cases") % {"count": number_format(COUNTED, force_grouping=True)}
    return _("1 case") if count == 1 else _("%(count)s cases") % {"count": count}
