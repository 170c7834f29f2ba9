"""What every request of a signed-in person carries: their time zone and language, and how a refusal is answered."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.models import User
from accounts.queries.house import house, read_once
from accounts.views.errors import refused
from cxapp.lib.errors import Refused


class ReaderMiddleware:
    """Activates the reader's time zone and language for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            return self.get_response(request)
        with timezone.override(self._zone(request.user)), translation.override(request.user.language or "en"):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no page showed beside its form is still a sentence, never a fault of ours."""
        return refused(request, exception) if isinstance(exception, Refused) else None

    @staticmethod
    def _zone(user: User) -> ZoneInfo | None:
        """The zone a person chose, else the one of the calendar of their place."""
        try:
            return ZoneInfo(user.zone or house().calendar_of(user.unit_id).zone)
        except (ZoneInfoNotFoundError, ValueError):
            return None
