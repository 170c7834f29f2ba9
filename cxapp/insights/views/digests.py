"""`/settings/digests/`: which digests somebody wants and when; and the page behind the link that stops one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.notices.rendering import as_read_by
from accounts.operations.delivery import quiet
from cxapp.insights.forms.digests import DigestsForm
from cxapp.insights.notices.digests import person_of
from cxapp.insights.operations.digests import choose_digests, switch_digest
from cxapp.insights.queries.digests import Choice, choice_of
from cxapp.insights.rules.digests import NAMES, Digest, coming
from cxapp.lib.clock import now as clock_now
from cxapp.lib.wording import clock_time
from feedback.views.public.door import private


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def page(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), clock_now()
    choice = choice_of(user, now)
    form = DigestsForm(request.POST if request.method == "POST" else None, choice=choice)
    if request.method == "POST" and form.is_valid():
        choose_digests(person=user, wanted=form.wanted(), by=user, now=now)
        messages.success(request, _("Saved."))
        return redirect("digests")
    context = {
        "form": form,
        "choice": choice,
        "reached": _reached(user),
        "next_mails": list(_next_mails(user, choice, now)),
        "zone": choice.hours.zone,
    }
    return render(request, "insights/digests/page.html", context)


def _reached(user: User) -> str:
    """Where it goes, or why it goes nowhere."""
    if not settings.MAIL_CONFIGURED:
        return _("No mail is set up: what a digest would say stands on your pages here.")
    if not user.email:
        return _("No e-mail address of yours is known. An administrator can add one.")
    return _("They go to %(email)s.") % {"email": user.email}


def _next_mails(user: User, choice: Choice, now: datetime) -> Iterator[dict[str, Any]]:
    """When each is due next, and when it would really leave: quiet hours hold it back."""
    zone = ZoneInfo(choice.hours.zone)
    for digest in Digest:
        due = coming(digest, choice.hours, now) if digest in choice.wanted else None
        if due is not None:
            at = quiet(user, due.at, own_hour=True) or due.at
            yield {
                "name": NAMES[digest],
                "at": at,
                "words": clock_time(at, now, zone),
                "held": at != due.at,
            }


@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, name: str, link: str) -> HttpResponse:
    """The link under a digest. A press decides, never the opening; mail programs post here with a button of their own."""
    digest = next((one for one in Digest if one.value == name), None)
    pk = person_of(link, digest) if digest is not None else None
    person = User.objects.filter(pk=pk, is_active=True).first() if pk is not None else None
    if digest is None or person is None:
        raise Http404
    now = clock_now()
    if request.method == "POST":
        on = request.POST.get("wanted") == "yes"
        switch_digest(person=person, digest=digest, on=on, by=person, now=now)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=200)  # mail programs do not follow a redirect
        return redirect("stop_digest", name, link)
    with as_read_by(person):
        context = {"name": NAMES[digest], "wanted": digest in choice_of(person, now).wanted}
        return render(request, "insights/digests/stop.html", context)
