"""Addresses of the board packs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.views import packs

urlpatterns: list[URLPattern | URLResolver] = [
    path("", packs.packs_page, name="packs"),
    path("<uuid:uuid>/", packs.pack_page, name="pack"),
    path("<uuid:uuid>/pdf/", packs.pack_pdf, name="pack_pdf"),
]
