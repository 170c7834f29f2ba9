"""What is done with an answer and its comments: each a press, then back to where it was pressed. The pages are in insights."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.access.responses import get_response_for
from feedback.access.texts import get_text_for
from feedback.enums import Tone
from feedback.models import Theme
from feedback.operations.reading import mark_read, open_case_from, write_note
from feedback.operations.themes import correct_theme

READERS = (Role.LEADER, Role.CX_MANAGER, OWNER)
READING, THEMES = "reading", "themes"
"""The practices these presses belong to; opening a case belongs to none."""


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the press came from, if it is one of ours."""
    to = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(to, allowed_hosts=None) and to.startswith("/")
    return HttpResponseRedirect(to if ours else reverse("answers"))


@require_POST
@needs(*READERS, practice=READING)
def read(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    mark_read(response=get_response_for(user, pk, now), by=user, now=now)
    return back(request)


@require_POST
@needs(*READERS, practice=READING)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    response = get_response_for(user, pk, now)
    try:
        with once_in_form(request, now=now) as attempt:
            if not attempt.repeated:
                words = request.POST.get("words", "")
                attempt.keep("reading", write_note(response=response, words=words, by=user, now=now).pk)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Noted."))
    return back(request)


@require_POST
@needs(*READERS)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    response = get_response_for(user, pk, now)
    with once_in_form(request, now=now) as attempt:
        found = open_case_from(response=response, by=user, now=now)
        if not attempt.repeated:
            attempt.keep("case", found.pk)
            messages.success(
                request, _("%(leader)s is responsible for it now.") % {"leader": found.leader.name}
            )
    return redirect("case", found.pk)


@require_POST
@needs(*READERS, practice=THEMES)
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    text = get_text_for(user, pk, now)
    chosen = Theme.objects.filter(slug=request.POST.get("theme", "")).first()
    if chosen is None:
        messages.error(request, _("Choose a theme of the list."))
        return back(request)
    tone = request.POST.get("tone", "")
    with once_in_form(request, now=now) as attempt:
        if not attempt.repeated:
            row = correct_theme(
                text=text,
                theme=chosen,
                holds=request.POST.get("holds") == "yes",
                tone=tone if tone in Tone.values else None,
                by=user,
                now=now,
            )
            attempt.keep("text_theme", row.pk)
            messages.success(request, _("Thank you. The suggestion learns from it."))
    return back(request)
