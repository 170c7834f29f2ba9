"""The questions of a draft: the page of one, saved while it is written, and adding, moving, removing from the list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.enums import QuestionKind
from feedback.forms.builder import AddQuestionForm
from feedback.forms.builder_question import QuestionForm
from feedback.models import Question, Survey
from feedback.operations.survey_questions import (
    add_question,
    change_question,
    move_question,
    remove_question,
)
from feedback.queries.survey_builder import Builder, builder, get_survey
from feedback.views.manage.survey_pages import act, is_part, preview_of, show

PAGE, PART = "feedback/manage/surveys/question.html", "feedback/manage/surveys/_beside.html"


def _found(survey: Survey, code: str) -> tuple[Builder, Question]:
    """The question of the newest version, or 404."""
    seen = builder(survey)
    question = next((row for row in seen.questions if row.code == code), None)
    if question is None:
        raise Http404
    return seen, question


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A script saves after each change and gets the preview; the button saves and goes back to the list."""
    survey, by, status = get_survey(slug), reader(request), 200
    seen, question = _found(survey, code)
    if not seen.is_draft:
        messages.info(request, _("This version is published, so it stays as it is. Make the next version."))
        return redirect("survey_questions", slug)
    earlier = seen.questions[: seen.questions.index(question)]
    form = QuestionForm(
        request.POST if request.method == "POST" else None, question=question, earlier=earlier
    )
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            now = clock_now()
            change_question(question=question, by=by, now=now, **form.changes())
            context["saved_at"] = now
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            if not is_part(request):
                return redirect("survey_questions", slug)
    if form.errors:
        status = 200 if is_part(request) else 400
    seen = builder(survey)
    number = next((row.number for row in seen.rows if row.question.code == code), 0)
    context |= {
        "form": form,
        "question": question,
        "survey": survey,
        "seen": seen,
        "row": seen.rows[number - 1],
        "before": seen.rows[number - 2] if number > 1 else None,
        "after": seen.rows[number] if number < len(seen.rows) else None,
        **preview_of(request, seen, code),
    }
    template = PART if is_part(request) else PAGE
    answer = render(request, template, context, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by, form = get_survey(slug), reader(request), AddQuestionForm(request.POST)
    if not form.is_valid():
        return show(request, survey, status=200 if is_part(request) else 400, adding=form, form=form)
    version, kind = builder(survey).version, QuestionKind(form.cleaned_data["kind"])
    return act(
        request,
        survey,
        do=lambda now: add_question(version=version, kind=kind, by=by, now=now),
        done=lambda made: _("Added as question %(number)s.") % {"number": made.order},
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def move(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    _seen, question = _found(survey, code)
    up = request.POST.get("way") == "up"
    return act(
        request,
        survey,
        do=lambda now: move_question(question=question, up=up, by=by, now=now),
        done=lambda _nothing: "",
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def remove(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    seen, question = _found(survey, code)
    text = question.texts.get(seen.first, "")
    return act(
        request,
        survey,
        do=lambda now: remove_question(question=question, by=by, now=now),
        done=lambda _nothing: _("Removed: “%(question)s”.") % {"question": text},
    )
