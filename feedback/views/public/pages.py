"""Short honest pages: help, privacy, accessibility. The same place on each page links them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.queries.house import house
from feedback.views.public.door import show
from feedback.views.public.spoken import in_readers_language


@require_safe
@in_readers_language
def text(request: HttpRequest, template: str) -> HttpResponse:
    return show(request, template, {"organisation": house().organisation})
