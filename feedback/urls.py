"""Addresses of feedback for staff. Those about customers, for customers and for setting up stand beside."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from feedback.views import case, cases, contact, hand_over, log, search, today, verbs

urlpatterns: list[URLPattern | URLResolver] = [
    # Customers first: each list that does not know an address costs a little time.
    path("", include("feedback.public_urls")),
    path("", include("feedback.answering_urls")),
    path("", today.page, name="today"),
    path("log/", log.page, name="log"),
    path("log/<uuid:uuid>/", log.saved, name="logged"),
    path("log/<uuid:uuid>/undo/", log.undo, name="undo_log"),
    path("cases/", cases.page, name="cases"),
    path("cases/export/", cases.export, name="cases_export"),
    path("cases/hand-over/", hand_over.several, name="hand_over_several"),
    path("cases/<int:pk>/", case.page, name="case"),
    path("cases/<int:pk>/contact/", contact.page, name="log_contact"),
    path("cases/<int:pk>/contact/<int:attempt>/undo/", contact.undo, name="undo_contact"),
    path("cases/<int:pk>/<slug:verb>/", verbs.page, name="case_verb"),
    path("board/changes/", include("feedback.improvement_urls")),
    path("search/", search.page, name="search"),
    path("customers/", include("feedback.customer_urls")),
    path("manage/surveys/", include("feedback.survey_urls")),
    path("", include("feedback.alert_urls")),
    path("", include("feedback.reading_urls")),
    path("", include("feedback.asking_urls")),
    path("", include("feedback.manage_urls")),
]
