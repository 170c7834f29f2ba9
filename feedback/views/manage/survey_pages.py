"""What the pages of one survey share: the row of links, the builder's content, and answering an act with it.

Not here: which acts there are (`surveys_draft`, `surveys_question`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access.roles import may, reader
from accounts.enums import Role
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.forms.answering import AnswerForm
from feedback.forms.builder import AddQuestionForm
from feedback.models import Survey
from feedback.operations.publishing import NotComplete
from feedback.queries.survey_builder import (
    Builder,
    builder,
    hearers,
    places_to_try,
    saved_at,
    stands_on_kiosk,
    survey_changes,
)
from feedback.rules.languages import Language, language
from feedback.rules.survey_gaps import MOST, SUGGESTED

PAGES: tuple[tuple[str, Any, bool], ...] = (
    ("survey_questions", _("Questions"), True),
    ("survey_ask", _("Ask"), True),
    ("survey_links", _("Links and kiosks"), True),
    ("answers", _("Answers"), False),
    ("survey_results", _("Results"), True),
)
"""Name of the address, label, and whether the survey stands in the path (else it is a filter)."""


def survey_tabs(survey: Survey, current: str) -> list[dict[str, Any]]:
    """The row of links above every page of one survey; a page this installation does not have is left out."""
    found = []
    for name, label, in_path in PAGES:
        try:
            url = reverse(name, args=[survey.slug]) if in_path else reverse(name)
        except NoReverseMatch:
            continue
        if not in_path:
            url = f"{url}?{urlencode({'survey': survey.slug})}"
        found.append({"url": url, "label": label, "current": name == current})
    return found


def is_part(request: HttpRequest) -> bool:
    """Whether a script asks for the part it will put in place."""
    return bool(request.headers.get("HX-Request"))


def number_of(request: HttpRequest) -> int | None:
    """The version named in the address."""
    typed = request.GET.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else None


def preview_of(request: HttpRequest, seen: Builder, question: str = "") -> dict[str, Any]:
    """The survey as a customer meets it, in the language asked for where the version has it; or one question of it alone."""
    code = request.POST.get("language") or request.GET.get("language", "")
    alone = question or request.GET.get("question", "")
    spoken = next((one for one in seen.languages if one.code == code), None)
    chosen: Language = spoken or (seen.languages[0] if seen.languages else language(seen.first))
    form = AnswerForm(seen.questions, chosen.code, first=seen.first, only=[alone] if alone else None)
    form.auto_id = "preview_%s"
    texts = {
        name: words.get(chosen.code) or words.get(seen.first, "")
        for name, words in seen.version.texts.items()
    }
    return {"preview": form, "spoken": chosen, "preview_texts": {} if alone else texts, "alone": alone}


def page_context(request: HttpRequest, survey: Survey, **more: Any) -> dict[str, Any]:
    """Everything the builder shows."""
    user, now = reader(request), clock_now()
    seen = builder(survey, number_of(request))
    return {
        "seen": seen,
        "survey": survey,
        "tabs": survey_tabs(survey, "survey_questions"),
        "adding": AddQuestionForm(),
        "hearers": hearers(),
        "changes": survey_changes(survey),
        "saved_at": saved_at(survey),
        "may_set_times": may(user, Role.CX_MANAGER),
        "reader_mail": user.email,
        "places": places_to_try(),
        "own_unit": user.unit_id,
        "on_kiosk": bool(seen.not_on_kiosk) and stands_on_kiosk(survey),
        "suggested": SUGGESTED,
        "most": MOST,
        "now": now,
        **preview_of(request, seen),
        **more,
    }


def show(request: HttpRequest, survey: Survey, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page, or its part."""
    template = (
        "feedback/manage/surveys/_builder.html" if is_part(request) else "feedback/manage/surveys/page.html"
    )
    answer = render(request, template, page_context(request, survey, **more), status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def act(
    request: HttpRequest, survey: Survey, *, do: Callable[[Any], Any], done: Callable[[Any], Any]
) -> HttpResponse:
    """One operation, once. With a script the builder comes back in place, without one the page is loaded again."""
    now, tone = clock_now(), "success"
    try:
        with once_in_form(request, now=now) as attempt:
            sentence = "" if attempt.repeated else done(do(now))
    except NotComplete as refused:
        # Each of them stands on the page with a link to its place.
        count = len(refused.gaps)
        words = ngettext(
            "Not published: %(count)s thing is missing, as listed under “Before it starts”.",
            "Not published: %(count)s things are missing, as listed under “Before it starts”.",
            count,
        )
        sentence, tone = words % {"count": count}, "error"
    except Refused as refused:
        sentence, tone = refused.sentence, "error"
    survey.refresh_from_db()
    if is_part(request):
        return show(request, survey, said=sentence, tone=tone)
    if sentence:
        messages.add_message(
            request, messages.SUCCESS if tone == "success" else messages.ERROR, str(sentence)
        )
    return redirect("survey_questions", survey.slug)
