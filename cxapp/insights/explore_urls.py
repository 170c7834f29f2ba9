"""Addresses of celebrating, of questions to ask and of exploring figures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.api.figures import Figures, OneFigure
from cxapp.insights.views import celebrate, explore, explore_rows, questions, saved_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("celebrate/", celebrate.page, name="celebrate"),
    path("board/questions/", questions.page, name="questions_to_ask"),
    path("board/questions/<slug:name>/", questions.behind, name="question_behind"),
    path("explore/", explore.page, name="explore"),
    path("explore/rows/", explore_rows.rows, name="explore_rows"),
    path("explore/views/", saved_views.keep, name="keep_view"),
    path("explore/views/<int:pk>/share/", saved_views.share, name="share_view"),
    path("explore/views/<int:pk>/drop/", saved_views.drop, name="drop_view"),
    path("api/v1/figures/", Figures.as_view(), name="api_figures"),
    path("api/v1/figures/<slug:name>/", OneFigure.as_view(), name="api_figure"),
]
