"""All addresses. Apps own their paths; this file only lines them up."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from cxapp.lib.styles import stylesheet

urlpatterns: list[URLPattern | URLResolver] = [
    path("style/<str:version>.css", stylesheet, name="stylesheet"),
    path("", include("feedback.urls")),
    path("", include("accounts.urls")),
    path("", include("recognition.urls")),
    path("", include("cxapp.insights.urls")),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("cxapp.api.urls")),
    *([path("demo/", include("cxapp.demo.urls"))] if settings.DEMO else []),
]

handler400 = "feedback.views.public.errors.bad_request"
handler403 = "feedback.views.public.errors.forbidden"
handler404 = "feedback.views.public.errors.not_found"
handler500 = "feedback.views.public.errors.broken"
