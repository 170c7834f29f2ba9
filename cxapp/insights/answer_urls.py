"""Addresses of reading answers and of what they are about."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.views import answers, comment_themes, reading

urlpatterns: list[URLPattern | URLResolver] = [
    path("", answers.page, name="answers"),
    path("<int:pk>/", answers.answer, name="answer"),
    path("themes/", comment_themes.page, name="comment_themes"),
    path("themes/<slug:slug>/<slug:tone>/", comment_themes.words, name="theme_words"),
    path("reading/", reading.page, name="reading"),
    path("reading/<int:pk>/", reading.behind, name="reading_behind"),
]
