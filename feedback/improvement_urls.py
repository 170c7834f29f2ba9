"""Addresses of entering what we changed. The list and the page of one change are insights'."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views import improvements

urlpatterns: list[URLPattern | URLResolver] = [
    path("add/", improvements.add, name="add_change"),
    path("<int:pk>/edit/", improvements.edit, name="edit_change"),
    path("<int:pk>/withdraw/", improvements.withdraw, name="withdraw_change"),
]
