"""Two pages of a survey with a form each: its settings, and the languages, opening and thanks of a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.house_pages import answer, posted
from feedback.forms.builder import SettingsForm, WordingForm
from feedback.models import Survey
from feedback.operations.survey_drafts import change_settings, change_wording
from feedback.queries.survey_builder import builder, get_survey


def _context(survey: Survey, title: str) -> dict[str, Any]:
    back = reverse("survey_questions", args=[survey.slug])
    return {"title": title, "survey": survey, "back_url": back}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    form = SettingsForm(posted(request), survey=survey)
    return answer(
        request,
        form,
        act=lambda now: change_settings(survey=survey, by=by, now=now, **form.cleaned_data),
        to=lambda _made: reverse("survey_questions", args=[slug]),
        done=lambda _made: _("Saved. It holds from the next mail on."),
        context=_context(survey, _("Settings")),
        template="feedback/manage/surveys/settings.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def wording(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    seen = builder(survey)
    if not seen.is_draft:
        messages.info(request, _("This version is published, so it stays as it is. Make the next version."))
        return redirect("survey_questions", slug)
    form = WordingForm(posted(request), version=seen.version, asks_to_recommend=seen.asks_to_recommend)
    return answer(
        request,
        form,
        act=lambda now: change_wording(version=seen.version, by=by, now=now, **form.wording()),
        to=lambda _made: reverse("survey_questions", args=[slug]),
        done=lambda _made: _("Saved."),
        context={**_context(survey, _("Languages and texts")), "seen": seen},
        template="feedback/manage/surveys/wording.html",
    )
