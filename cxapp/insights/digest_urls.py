"""Addresses of the digests."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.views import digests

urlpatterns: list[URLPattern | URLResolver] = [
    path("", digests.page, name="digests"),
    path("stop/<slug:name>/<str:link>/", digests.stop, name="stop_digest"),
]
