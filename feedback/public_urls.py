"""Addresses of the pages customers open, and of what staff answer there: visitors' questions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views import enquiries
from feedback.views.public import follow, mail_choices, pages, survey, tell_us

urlpatterns: list[URLPattern | URLResolver] = [
    path("tell-us/", tell_us.places, name="tell_us_where"),
    path("tell-us/<slug:slug>/", tell_us.page, name="tell_us"),
    path("c/", follow.enter_code, name="enter_code"),
    path("c/<str:link>/", follow.page, name="follow"),
    path("c/<str:link>/<slug:name>/", follow.act, name="follow_act"),
    path("s/<str:token>/", survey.page, name="survey"),
    path("s/<str:token>/keep/", survey.keep_answer, name="survey_keep"),
    path("s/<str:token>/seen/", survey.seen_by_script, name="survey_seen"),
    path("s/<str:token>/thank/", survey.thank, name="survey_thank"),
    path("u/<str:link>/", mail_choices.page, name="mail_choices"),
    path("help/", pages.text, {"template": "feedback/public/help.html"}, name="help"),
    path("privacy/", pages.text, {"template": "feedback/public/privacy.html"}, name="privacy"),
    path(
        "accessibility/", pages.text, {"template": "feedback/public/accessibility.html"}, name="accessibility"
    ),
    path("enquiries/", enquiries.page, name="enquiries"),
    path("enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
]
