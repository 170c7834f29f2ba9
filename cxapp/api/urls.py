"""Assembles the API: which endpoint stands where, and the description of them all. Logic lives in the apps."""

from __future__ import annotations

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from feedback.api.asking import Bounces, Events, Invitations
from feedback.api.cases import Cases, OneCase
from feedback.api.complaints import Complaint, Complaints

urlpatterns: list[URLPattern] = [
    path("complaints/", Complaints.as_view(), name="api_complaints"),
    path("complaints/<uuid:uuid>/", Complaint.as_view(), name="api_complaint"),
    path("events/", Events.as_view(), name="api_events"),
    path("invitations/", Invitations.as_view(), name="api_invitations"),
    path("bounces/", Bounces.as_view(), name="api_bounces"),
    path("cases/", Cases.as_view(), name="api_cases"),
    path("cases/<int:pk>/", OneCase.as_view(), name="api_case"),
    path(
        "schema/",
        SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]),
        name="api_schema",
    ),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(
            url_name="api_schema", authentication_classes=[], permission_classes=[]
        ),
        name="api_docs",
    ),
]
