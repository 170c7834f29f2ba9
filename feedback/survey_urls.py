"""Addresses of the survey builder, below `/manage/surveys/`. Asking and links have theirs in `asking_urls`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views.manage import surveys, surveys_draft, surveys_forms, surveys_question

urlpatterns: list[URLPattern | URLResolver] = [
    path("", surveys.page, name="surveys"),
    path("<slug:slug>/", surveys.survey, name="survey_questions"),
    path("<slug:slug>/preview/", surveys.preview, name="survey_preview"),
    path("<slug:slug>/settings/", surveys_forms.settings, name="survey_settings"),
    path("<slug:slug>/wording/", surveys_forms.wording, name="survey_wording"),
    path("<slug:slug>/publish/", surveys_draft.publish_draft, name="survey_publish"),
    path("<slug:slug>/next/", surveys_draft.begin_next, name="survey_next"),
    path("<slug:slug>/discard/", surveys_draft.discard, name="survey_discard"),
    path("<slug:slug>/copy/", surveys_draft.copy, name="survey_copy"),
    path("<slug:slug>/switch/", surveys_draft.switch, name="survey_switch"),
    path("<slug:slug>/test/", surveys_draft.test, name="survey_test"),
    path("<slug:slug>/questions/add/", surveys_question.add, name="survey_question_add"),
    path("<slug:slug>/questions/<slug:code>/", surveys_question.page, name="survey_question"),
    path("<slug:slug>/questions/<slug:code>/move/", surveys_question.move, name="survey_question_move"),
    path("<slug:slug>/questions/<slug:code>/remove/", surveys_question.remove, name="survey_question_remove"),
]
