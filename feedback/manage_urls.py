"""Addresses of the pages that set feedback up."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views.manage import imports, replays, rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/import/", imports.page, name="file_imports"),
    path("manage/import/<int:pk>/", imports.run, name="file_import"),
    path("manage/import/<int:pk>/columns/", imports.columns, name="file_import_columns"),
    path("manage/import/<int:pk>/start/", imports.start, name="file_import_start"),
    path("manage/import/<int:pk>/stop/", imports.stop, name="file_import_stop"),
    path("manage/import/<int:pk>/resume/", imports.resume, name="file_import_resume"),
    path("manage/import/<int:pk>/not-taken/", imports.failed, name="file_import_failed"),
    path("manage/import/<int:pk>/replay/", replays.page, name="file_import_replay"),
    path("manage/rules/", rules.page, name="rules"),
    path("manage/rules/add/", rules.add, name="add_rule"),
    path("manage/rules/<int:pk>/", rules.edit, name="edit_rule"),
    path("manage/rules/<int:pk>/delete/", rules.delete, name="delete_rule"),
    path("manage/rules/<int:pk>/move/", rules.move, name="move_rule"),
]
