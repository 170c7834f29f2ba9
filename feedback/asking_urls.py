"""Addresses of asking: below each survey, and one page over all surveys."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views.manage import asking, asking_rules, open_links

urlpatterns: list[URLPattern | URLResolver] = [
    path("manage/asking/", asking_rules.how_often, name="asking_rules"),
    path("manage/surveys/<slug:slug>/ask/", asking.page, name="survey_ask"),
    path("manage/surveys/<slug:slug>/ask/many/", asking.many, name="survey_ask_many"),
    path("manage/surveys/<slug:slug>/ask/rules/", asking_rules.page, name="survey_ask_rules"),
    path(
        "manage/surveys/<slug:slug>/ask/rules/<int:pk>/switch/",
        asking_rules.switch,
        name="survey_ask_rule_switch",
    ),
    path("manage/surveys/<slug:slug>/ask/sendings/<int:pk>/", asking.sending, name="survey_sending"),
    path("manage/surveys/<slug:slug>/ask/sendings/<int:pk>/stop/", asking.stop, name="survey_sending_stop"),
    path("manage/surveys/<slug:slug>/links/", open_links.page, name="survey_links"),
    path("manage/surveys/<slug:slug>/links/<str:code>/poster/", open_links.poster, name="survey_poster"),
    path("manage/surveys/<slug:slug>/links/<str:code>/pin/", open_links.pin, name="survey_link_pin"),
    path("manage/surveys/<slug:slug>/links/<str:code>/switch/", open_links.switch, name="survey_link_switch"),
]
