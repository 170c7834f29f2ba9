"""Addresses of the page Money."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.views import money

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/retained/", money.page, name="retained"),
    path("board/retained/file/", money.file, name="retained_file"),
    path("board/retained/<slug:name>/", money.behind, name="retained_rows"),
]
