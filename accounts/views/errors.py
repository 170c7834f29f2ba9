"""Answers to what went wrong: a page with a sentence that says how to go on. Wired in `cxapp.urls` and the settings."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from cxapp.lib.errors import Refused


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The sentence is the one the gate gave, where it gave one."""
    return render(request, "errors/403.html", {"sentence": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Rendered without the frame of the page: whatever broke may be what the frame needs."""
    reference = structlog.contextvars.get_contextvars().get("request_id", "")
    context = {"reference": reference, "staff": settings.SESSION_COOKIE_NAME in request.COOKIES}
    return HttpResponse(render_to_string("errors/500.html", context), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A refusal no page showed beside its form: the sentence alone."""
    template = "errors/403.html" if error.status == 403 else "errors/400.html"
    return render(request, template, {"sentence": error.sentence}, status=error.status)
