"""`/manage/surveys/<slug>/links/`: links open to everybody, their posters and the PIN of a kiosk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.queries.house import house
from accounts.views.house_pages import answer, posted
from cxapp.lib import qr
from cxapp.lib.clock import now as clock_now
from feedback.enums import OpenLinkKind
from feedback.forms.asking import OpenLinkForm, PinForm
from feedback.models import OpenLink, Survey
from feedback.operations.open_links import change_pin, create_open_link, switch_open_link
from feedback.queries.asking import current_version, versions_asked
from feedback.queries.leaders import leader_to_be
from feedback.queries.public import live_places
from feedback.queries.sendings import address_of, get_open_link, links_of
from feedback.queries.survey_builder import get_survey
from feedback.rules.answering import said
from feedback.views.manage.survey_pages import survey_tabs


def _frame(survey: Survey, **more: Any) -> dict[str, Any]:
    return {"survey": survey, "tabs": survey_tabs(survey, "survey_links"), **more}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    form = OpenLinkForm(posted(request), places=live_places(clock_now()))

    def create(now: Any) -> OpenLink:
        values = {**form.cleaned_data, "kind": OpenLinkKind(form.cleaned_data["kind"])}
        return create_open_link(survey=survey, by=by, now=now, **values)

    links = [(link, settings.SITE_URL + address_of(link)) for link in links_of(survey)]
    return answer(
        request,
        form,
        act=create,
        to=lambda _made: reverse("survey_links", args=[slug]),
        done=lambda made: _("“%(name)s” is open.") % {"name": made.name},
        context=_frame(survey, links=links, is_published=bool(versions_asked([survey.pk]))),
        template="feedback/manage/asking/links.html",
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def switch(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    link, on = get_open_link(get_survey(slug), code), request.POST.get("on") == "yes"
    switch_open_link(link=link, on=on, by=reader(request), now=clock_now())
    done = _("“%(name)s” is open again.") if on else _("“%(name)s” is closed. Its answers stay.")
    messages.success(request, done % {"name": link.name})
    return redirect("survey_links", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def pin(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    link = get_open_link(survey, code)
    if link.kind != OpenLinkKind.KIOSK:
        messages.error(request, _("Only a kiosk has a PIN."))
        return redirect("survey_links", slug)
    form = PinForm(posted(request))
    return answer(
        request,
        form,
        act=lambda now: change_pin(link=link, pin=form.cleaned_data["pin"], by=by, now=now),
        to=lambda _made: reverse("survey_links", args=[slug]),
        done=lambda _made: _("The new PIN leaves the kiosk from now on."),
        context=_frame(survey, link=link),
        template="feedback/manage/asking/pin.html",
    )


@require_safe
@needs(Role.CX_MANAGER, OWNER)
def poster(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One sheet to print: who asks, what, where to answer, and who is responsible there."""
    survey, now = get_survey(slug), clock_now()
    link = get_open_link(survey, code)
    address = settings.SITE_URL + address_of(link)
    leader = leader_to_be(
        place=link.place_id, department=link.department_id, now=now, facts={"channel": "survey"}
    )
    version = current_version(survey) if versions_asked([survey.pk]) else None
    language = next(iter(version.languages), "en") if version is not None else "en"
    context = {
        "survey": survey,
        "link": link,
        "organisation": house().organisation.name,
        "leader": leader,
        "intro": said(version.texts.get("intro"), language, language) if version is not None else "",
        "address": address.partition("://")[2],
        "code": qr.svg(address, title=_("Code for telephones: %(address)s") % {"address": address}),
    }
    return render(request, "feedback/manage/asking/poster.html", context)
