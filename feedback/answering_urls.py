"""Addresses of those who answer: links open to everybody, the kiosk; and of the desk where held answers are judged."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views.manage import held
from feedback.views.public import kiosk, open_survey

urlpatterns: list[URLPattern | URLResolver] = [
    path("a/<slug:code>/", open_survey.page, name="open_survey"),
    path("a/<slug:code>/<uuid:key>/", open_survey.kept, name="open_survey_kept"),
    path("a/<slug:code>/<uuid:key>/keep/", open_survey.keep_answer, name="open_survey_keep"),
    path("a/<slug:code>/<uuid:key>/thank/", open_survey.thank, name="open_survey_thank"),
    path("kiosk/<slug:code>/", kiosk.page, name="kiosk"),
    path("kiosk/<slug:code>/exit/", kiosk.leave, name="kiosk_exit"),
    path("manage/held/", held.page, name="held"),
]
