"""`/manage/surveys/<slug>/ask/`: who was asked and what came of it, asking one customer, asking many, one sending.

Not here: what asks by itself (`asking_rules`), links open to everybody (`open_links`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.models import User
from accounts.views.house_pages import answer, posted
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.enums import AskedBy
from feedback.forms.asking import AskManyForm, AskOneForm
from feedback.importers.asking_list import Read, as_text, read_file, read_pasted
from feedback.models import Invitation, Survey
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.sendings import send_to_list, stop_sending
from feedback.queries.asking import asking_rules, versions_asked
from feedback.queries.public import live_places
from feedback.queries.sendings import STATES, get_sending, listed, occasions_of, progress_of, sendings_of
from feedback.queries.survey_builder import get_survey
from feedback.views.manage.survey_pages import survey_tabs

ON_A_PAGE = 25
FAULTS_SHOWN = 50
STATE_WORDS: dict[str, Any] = {
    "": gettext_lazy("All"),
    "waiting": gettext_lazy("Waiting"),
    "asked": gettext_lazy("Asked"),
    "answered": gettext_lazy("Answered"),
    "bounced": gettext_lazy("Came back"),
    "passed": gettext_lazy("Not asked"),
}


def frame(survey: Survey, **more: Any) -> dict[str, Any]:
    """What every page of asking shows around its own content."""
    return {
        "survey": survey,
        "tabs": survey_tabs(survey, "survey_ask"),
        "is_published": bool(versions_asked([survey.pk])),
        "quiet_days": asking_rules().quiet_days,
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    survey, now, by = get_survey(slug), clock_now(), reader(request)
    form = AskOneForm(posted(request), places=live_places(now))
    state = request.GET.get("state", "") if request.GET.get("state") in STATES else ""
    asked = occasions_of(survey)
    rows = Paginator(listed(asked, state), ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame(
        survey,
        rows=rows,
        progress=progress_of(asked),
        sendings=sendings_of(survey)[:5],
        states=_states(request, state),
        state=state,
        now=now,
    )
    return answer(
        request,
        form,
        act=lambda moment: _ask_one(survey, form.cleaned_data, by, moment),
        to=lambda _made: reverse("survey_ask", args=[slug]),
        done=lambda _made: _("Asked %(who)s. The mail goes out now.") % {"who": form.cleaned_data["reach"]},
        context=context,
        template="feedback/manage/asking/page.html",
    )


def _ask_one(survey: Survey, values: dict[str, Any], by: User, now: Any) -> Invitation:
    customer = customer_by_mail(typed=values["reach"], name=values["name"], place=values["place"], now=now)
    return invite(
        survey=survey, customer=customer, place=values["place"], about=values["about"], by=by, now=now
    )


def _states(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    return [
        {"url": f"?state={code}" if code else request.path, "label": words, "current": code == current}
        for code, words in STATE_WORDS.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def many(request: HttpRequest, slug: str) -> HttpResponse:
    """The list first, then what would come of it; nobody is asked before the second press."""
    survey, now, user, status = get_survey(slug), clock_now(), reader(request), 200
    form = AskManyForm(posted(request), request.FILES or None, places=live_places(now))
    read: Read | None = None
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form.cleaned_data, now)
            if "send" in request.POST:
                return _send(request, survey, form.cleaned_data, read, user, now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
            read = None
    if form.errors:
        status = 400
    carried = as_text(read.rows) if read is not None else ""
    context = frame(survey, form=form, read=read, carried=carried, shown=FAULTS_SHOWN)
    return render(request, "feedback/manage/asking/many.html", context, status=status)


def _read(values: dict[str, Any], now: Any) -> Read:
    place = values["place"].pk if values["place"] else None
    if values["file"]:
        return read_file(values["file"], name=values["file"].name, place=place, now=now)
    return read_pasted(values["rows"], place=place, now=now)


def _send(
    request: HttpRequest, survey: Survey, values: dict[str, Any], read: Read, by: User, now: Any
) -> HttpResponse:
    how = AskedBy.IMPORT if request.POST.get("how") == AskedBy.IMPORT else AskedBy.LIST
    with once_in_form(request, now=now) as attempt:
        if attempt.repeated and attempt.result_id is not None:
            return redirect("survey_sending", survey.slug, attempt.result_id)
        made = send_to_list(survey=survey, name=values["name"], rows=read.rows, how=how, by=by, now=now)
        attempt.keep("sending", made.pk)
    messages.success(request, _("Each customer is looked at now, and asked where nothing speaks against it."))
    return redirect("survey_sending", survey.slug, made.pk)


@require_safe
@needs(Role.CX_MANAGER, OWNER)
def sending(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    survey = get_survey(slug)
    row = get_sending(survey, pk)
    state = request.GET.get("state", "") if request.GET.get("state") in STATES else ""
    mine = row.occasions.all()
    rows = Paginator(listed(mine, state), ON_A_PAGE).get_page(request.GET.get("page"))
    context = frame(
        survey,
        sending=row,
        rows=rows,
        progress=progress_of(mine),
        states=_states(request, state),
        state=state,
        now=clock_now(),
    )
    return render(request, "feedback/manage/asking/sending.html", context)


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def stop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = get_sending(get_survey(slug), pk)
    stopped = stop_sending(sending=row, by=reader(request), now=clock_now())
    sentence = ngettext(
        "Stopped. One customer is not asked any more.",
        "Stopped. %(n)s customers are not asked any more.",
        stopped,
    )
    messages.success(request, sentence % {"n": stopped})
    return redirect("survey_sending", slug, pk)
