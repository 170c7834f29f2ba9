"""Addresses of what is done with answers and comments; the pages they are pressed on are in insights."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views import answers
from feedback.views.manage import themes

urlpatterns: list[URLPattern | URLResolver] = [
    path("answers/<int:pk>/read/", answers.read, name="read_answer"),
    path("answers/<int:pk>/note/", answers.note, name="note_answer"),
    path("answers/<int:pk>/case/", answers.case, name="case_from_answer"),
    path("comments/<int:pk>/theme/", answers.theme, name="correct_theme"),
    path("manage/themes/", themes.page, name="themes"),
    path("manage/themes/add/", themes.add, name="add_theme"),
    path("manage/themes/<slug:slug>/", themes.edit, name="edit_theme"),
]
