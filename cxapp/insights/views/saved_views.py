"""What is pressed about kept views: keep, share, drop. They are listed on the page they belong to (`explore`)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from cxapp.insights.operations.saved_views import drop_view, keep_view, share_view
from cxapp.insights.queries.saved_views import get_view_for
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.rules.exploring import read
from cxapp.insights.views.explore import PAGE, READERS
from cxapp.lib import clock
from cxapp.lib.errors import Refused
from cxapp.lib.periods import today


def _back(query: str) -> HttpResponse:
    return redirect(f"{reverse('explore')}?{query}" if query else reverse("explore"))


@require_POST
@needs(*READERS)
def keep(request: HttpRequest) -> HttpResponse:
    """The address as it is understood, under a name."""
    reader, now = reader_of(request), clock.now()
    query = ""
    try:
        asked = QueryDict(request.POST.get("query", "")[:1000])
        query = read(asked, today=today(now, house_zone())).address().removeprefix("?")
        kept = keep_view(
            by=reader,
            name=request.POST.get("name", ""),
            page=PAGE,
            query=query,
            shared=bool(request.POST.get("shared")),
            now=now,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
    return _back(query)


@require_POST
@needs(*READERS)
def share(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_view_for(reader_of(request), pk)
    share_view(view=view, shared=request.POST.get("shared") == "1")
    return _back(view.query)


@require_POST
@needs(*READERS)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_view_for(reader_of(request), pk)
    drop_view(view=view)
    messages.success(request, _("“%(name)s” is gone.") % {"name": view.name})
    return _back("")
