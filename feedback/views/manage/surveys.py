"""`/manage/surveys/`: the list with what became of each survey, beginning a new one, one survey, and its preview alone.

Not here: changing it (`surveys_draft`, `surveys_question`, `surveys_forms`), asking customers, answers and results.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.forms.builder import NewSurveyForm
from feedback.models import Survey
from feedback.operations.survey_drafts import create_survey
from feedback.queries.survey_builder import builder, get_survey
from feedback.queries.survey_health import DAYS, surveys_listed
from feedback.views.manage.survey_pages import is_part, number_of, preview_of, show


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest) -> HttpResponse:
    """The list, and a form that begins a new survey."""
    now, user, status = clock_now(), reader(request), 200
    form = NewSurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            with once_in_form(request, now=now) as attempt:
                if attempt.repeated and attempt.result_id is not None:
                    return redirect("survey_questions", Survey.objects.get(pk=attempt.result_id).slug)
                survey = create_survey(**form.cleaned_data, by=user, now=now)
                attempt.keep("survey", survey.pk)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("A draft. Nobody is asked before you publish it."))
            return redirect("survey_questions", survey.slug)
    if form.errors:
        status = 400
    context = {"listed": surveys_listed(user=user, now=now), "days": DAYS, "form": form, "now": now}
    return render(request, "feedback/manage/surveys/list.html", context, status=status)


@require_safe
@needs(Role.CX_MANAGER, OWNER)
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, get_survey(slug))


@require_safe
@needs(Role.CX_MANAGER, OWNER)
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The survey as a customer meets it; to a script only the panel."""
    found = get_survey(slug)
    seen = builder(found, number_of(request))
    context = {"survey": found, "seen": seen, **preview_of(request, seen)}
    part = "feedback/manage/surveys/_preview.html"
    return render(request, part if is_part(request) else "feedback/manage/surveys/preview.html", context)
