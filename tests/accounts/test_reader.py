"""Every page speaks the reader's time: their own zone, else their place's."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.middleware import ReaderMiddleware
from accounts.models import Calendar, User
from tests.cast import Cast


@pytest.mark.parametrize(
    ("own", "place", "shown"),
    [
        ("Asia/Tokyo", "Europe/London", "Asia/Tokyo"),
        ("", "Europe/London", "Europe/London"),
        ("Mars/Base", "Europe/London", "UTC"),
    ],
)
def test_times_are_shown_in_the_readers_zone(cast: Cast, own: str, place: str, shown: str) -> None:
    cast.leeds.calendar = Calendar.objects.create(name="Leeds", zone=place)
    cast.leeds.save()
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=cast.leader.pk)
    request.user.zone = own

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    assert ReaderMiddleware(view)(request).content.decode() == shown
