"""What the doors for people without an account share: headers, the address they come from, time zone, refusals in the page.

Private pages carry their secret in the address and no cookie at all: there is nothing a foreign page could ride on, and a
page that sends no referrer sends no origin either. So they are exempt from the form token; every other form has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from cxapp.lib.errors import Refused
from feedback.queries.public import zone_of
from feedback.views.public.spoken import in_readers_language

View = Callable[..., HttpResponse]

PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def private(view: View) -> View:
    """A page behind a private link: not kept by anybody, found by no search engine, its address told to nobody."""

    spoken = in_readers_language(view)

    @wraps(view)
    def sealed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = spoken(request, *args, **kwargs)
        for name, value in PRIVATE_HEADERS.items():
            answer.headers[name] = value
        return answer

    return csrf_exempt(sealed)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind our own proxy the last address that proxy added."""
    if settings.PRODUCTION and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    unit: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with times in the place's zone."""
    with timezone.override(ZoneInfo(zone_of(unit))):
        answer = render(request, template, dict(context), status=status)
    answer.headers["Content-Language"] = get_language() or "en"
    return answer


def refuse(form: Form, refusal: Refused) -> int:
    """Say a refusal in the form; the answer is the status of the page."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
    return refusal.status


def come_back(answer: HttpResponse, wait: int) -> HttpResponse:
    """Tell a program, too, after how many seconds to try again; 0 says nothing."""
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer
