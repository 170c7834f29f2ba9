"""Addresses of the board's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.views import board_complaints, boardroom, changes, journey

urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", boardroom.page, name="boardroom"),
    path("board/wall/", boardroom.wall, name="board_wall"),
    path("board/files/<slug:name>/", boardroom.file, name="board_file"),
    path("board/complaints/", board_complaints.page, name="board_complaints"),
    path("board/complaints/files/<slug:name>/", board_complaints.file, name="board_complaints_file"),
    path("journey/", journey.page, name="journey"),
    path("board/changes/", changes.page, name="changes"),
    path("board/changes/<int:pk>/", changes.change, name="change"),
]
