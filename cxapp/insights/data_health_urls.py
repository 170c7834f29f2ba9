"""Addresses of data health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.views import data_health

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/data/", data_health.page, name="data_health"),
    path("manage/data/<slug:name>/", data_health.behind, name="data_health_rows"),
]
