"""Addresses of what hurts right now."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views import alerts

urlpatterns: list[URLPattern | URLResolver] = [
    path("alerts/", alerts.page, name="alerts"),
    path("alerts/help/", alerts.ask, name="ask_for_help"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("alerts/<int:pk>/answer/", alerts.answer, name="answer_alert"),
]
