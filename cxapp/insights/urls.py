"""Addresses of insights: pages that need two or more apps."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from cxapp.insights.views import leaders, results

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cxapp.insights.board_urls")),
    path("", include("cxapp.insights.explore_urls")),
    path("", include("cxapp.insights.ledger_urls")),
    path("", include("cxapp.insights.money_urls")),
    path("", include("cxapp.insights.data_health_urls")),
    path("answers/", include("cxapp.insights.answer_urls")),
    path("board/pack/", include("cxapp.insights.pack_urls")),
    path("settings/digests/", include("cxapp.insights.digest_urls")),
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/definitions/", leaders.definitions, name="definitions"),
    path("leaders/<int:pk>/<slug:name>/", leaders.behind, name="cases_behind"),
    path("results/", results.results, name="results"),
    path("results/<slug:slug>/", results.survey_results, name="survey_results"),
    path("results/<slug:slug>/files/<slug:name>/", results.results_file, name="results_file"),
]
