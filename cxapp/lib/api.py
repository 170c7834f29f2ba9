"""Ground of the REST API: pages of at most 200 rows, one shape for every error, a limit a token.

Lives here: what knows no table. Not here: who a token belongs to (`accounts.api`), the router (`cxapp.api`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.cache import cache as shared_cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from redis import RedisError
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from cxapp.lib.errors import Refused

if TYPE_CHECKING:
    from rest_framework.views import APIView  # at run time it reads the settings, which name this module

log = logging.getLogger("cxapp.api")

MOST_ROWS = 200


class Pages(PageNumberPagination):
    """`?page=2&page_size=100`; never more than 200 rows."""

    page_size_query_param = "page_size"
    max_page_size = MOST_ROWS


def _error(code: str, sentence: str, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"error": {"code": code, "sentence": sentence, "fields": dict(fields or {})}}


def answer_error(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """{"error": {"code", "sentence", "fields"}} for whatever went wrong. None: a fault of ours, answered as such."""
    if isinstance(exc, Refused):
        fields = {exc.field: [str(exc.sentence)]} if exc.field else {}
        return Response(_error(exc.code, str(exc.sentence), fields), status=exc.status)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied(str(exc) or None)
    if not isinstance(exc, exceptions.APIException):
        return None
    return Response(_of_framework(exc), status=exc.status_code, headers=_headers(exc))


def _of_framework(exc: exceptions.APIException) -> dict[str, Any]:
    if isinstance(exc, exceptions.ValidationError):
        fields = exc.detail if isinstance(exc.detail, dict) else {"": exc.detail}
        return _error("not_valid", _("Some fields need another value; each is named."), fields)
    codes = exc.get_codes()
    return _error(codes if isinstance(codes, str) else exc.default_code, str(exc.detail))


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if (challenge := getattr(exc, "auth_header", None)) is not None:
        headers["WWW-Authenticate"] = str(challenge)
    if (wait := getattr(exc, "wait", None)) is not None:
        headers["Retry-After"] = str(int(wait))
    return headers


_nearby = LocMemCache("throttle", {})
"""Stands in while the shared cache does not answer: limits then hold for each process by itself."""


class TokenThrottle(SimpleRateThrottle):
    """So many requests a minute for each token; strangers are counted by address."""

    scope = "token"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        token = getattr(request.auth, "pk", None)
        ident = f"token-{token}" if token is not None else f"address-{self.get_ident(request)}"
        return self.cache_format % {"scope": self.scope, "ident": ident}

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.cache = shared_cache
        try:
            return bool(super().allow_request(request, view))
        except (RedisError, OSError) as error:
            log.warning("The cache does not answer (%s); limits hold for this process alone.", error)
            self.cache = _nearby
            return bool(super().allow_request(request, view))
