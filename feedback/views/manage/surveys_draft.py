"""Acts on a survey from its page: publish, next version, throw a draft away, copy, retire, restore, test to oneself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.models import Unit
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from feedback.models import Survey
from feedback.operations.asking import invite_tester
from feedback.operations.publishing import discard_draft, next_draft, publish, restore, retire
from feedback.operations.survey_drafts import copy_survey
from feedback.queries.survey_builder import builder, get_survey, places_to_try
from feedback.views.manage.survey_pages import act, number_of


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def publish_draft(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    version = builder(survey).version
    return act(
        request,
        survey,
        do=lambda now: publish(version=version, by=by, now=now),
        done=lambda made: (
            _("Version %(number)s is published. From now on it is asked.") % {"number": made.number}
        ),
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def begin_next(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    return act(
        request,
        survey,
        do=lambda now: next_draft(survey=survey, by=by, now=now),
        done=lambda made: (
            _("A draft of version %(number)s. Until you publish it, the version before is asked.")
            % {"number": made.number}
        ),
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    version = builder(survey).version
    return act(
        request,
        survey,
        do=lambda now: discard_draft(version=version, by=by, now=now),
        done=lambda _nothing: _("The draft is gone. The published version stays."),
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    survey, now = get_survey(slug), clock_now()
    with once_in_form(request, now=now) as attempt:
        if attempt.repeated and attempt.result_id is not None:
            return redirect("survey_questions", Survey.objects.get(pk=attempt.result_id).slug)
        made = copy_survey(survey=survey, by=reader(request), now=now)
        attempt.keep("survey", made.pk)
    return redirect("survey_questions", made.slug)


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Retire, or bring back."""
    survey, by = get_survey(slug), reader(request)
    back = request.POST.get("way") == "restore"
    return act(
        request,
        survey,
        do=lambda now: (restore if back else retire)(survey=survey, by=by, now=now),
        done=lambda _nothing: (
            _("Back in use.") if back else _("Retired. Nobody new is asked; links that are out still work.")
        ),
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def test(request: HttpRequest, slug: str) -> HttpResponse:
    """The version on screen, mailed to whoever presses, as if they had been at a place."""
    survey, person = get_survey(slug), reader(request)
    chosen = [pk for pk, _name in places_to_try() if str(pk) == request.POST.get("place")]
    version = builder(survey, number_of(request)).version
    return act(
        request,
        survey,
        do=lambda now: invite_tester(
            version=version,
            person=person,
            language=request.POST.get("language", ""),
            place=Unit.objects.filter(pk__in=chosen).first(),
            now=now,
        ),
        done=lambda _invitation: (
            _("Sent to %(mail)s. What you answer counts nowhere and tells nobody.") % {"mail": person.email}
        ),
    )
