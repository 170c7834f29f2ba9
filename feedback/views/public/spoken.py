"""The language of a page for somebody without an account: theirs where we know it, else the one their browser asks for.

Not here: the pages of a survey, which speak the language it is read in (`answer_page.in_language`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from feedback.models import Customer
from feedback.rules.languages import FIRST, SPOKEN

View = Callable[..., HttpResponse]


def asked_for(request: HttpRequest) -> str:
    """The first language of the browser's list that our own words are written in."""
    listed = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return next((code for code in (name.split("-")[0] for name, _weight in listed) if code in SPOKEN), FIRST)


def in_readers_language(view: View) -> View:
    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(asked_for(request)):
            return view(request, *args, **kwargs)

    return spoken


def language_of(customer: Customer | None) -> translation.override:
    """As we write to this customer; nothing changes where we do not know them."""
    known = customer.language if customer is not None else ""
    return translation.override(known if known in SPOKEN else translation.get_language())
