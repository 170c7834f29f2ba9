"""The first minutes: the three questions, and the list of first steps with its proofs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.forms.setup import SetUpForm
from accounts.models import Unit, User
from accounts.operations.setup import AlreadySetUp, set_up
from accounts.operations.units import go_live
from accounts.queries.first_steps import Progress, progress
from accounts.views.context import address
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Only while nobody is there yet."""
    if User.objects.exists():
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            owner = set_up(**form.answers(), now=clock_now())
        except AlreadySetUp as refused:
            messages.info(request, refused.sentence)
            return redirect("account_login")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            login(request, owner)
            return redirect("first_steps")
    return render(request, "accounts/start/page.html", {"form": form})


@require_safe
@needs(Role.ADMINISTRATOR, OWNER)
def first_steps(request: HttpRequest) -> HttpResponse:
    now = clock_now()
    done = progress(now=now)
    rehearsing = [{"unit": unit, "gap": done.gaps.get(unit.pk)} for unit in done.rehearsing]
    context = {"steps": _steps(done), "rehearsing": rehearsing, "live": done.live, "now": now}
    return render(request, "accounts/first_steps/page.html", context)


def _steps(done: Progress) -> list[dict[str, Any]]:
    """Each with its proof; the first one not done is the current one."""
    steps = [
        {
            "title": _("Everybody has somebody above them"),
            "text": _(
                "Add the people who serve customers and say whom each reports to. Alone is fine to begin with."
            ),
            "url": address("people"),
            "proof": _people(done),
            "done": not done.loose,
        },
        {
            "title": _("One place is live"),
            "text": _("Until then it is a rehearsal: nobody outside is told and nothing climbs."),
            "url": "#places",
            "proof": _("Live: %(names)s") % {"names": ", ".join(unit.name for unit in done.live)}
            if done.live
            else "",
            "done": bool(done.live),
        },
        {
            "title": _("The first complaint has a leader's name"),
            "text": _("Log one that somebody told you this week."),
            "url": address("log"),
            "proof": _("Logged by %(name)s.") % {"name": done.first_case.actor_name}
            if done.first_case
            else "",
            "done": done.first_case is not None,
        },
    ]
    current = next((step for step in steps if not step["done"]), None)
    for step in steps:
        step["state"] = "done" if step["done"] else "current" if step is current else "todo"
    return steps


def _people(done: Progress) -> str:
    if done.loose:
        words = ngettext("%(count)s person hangs loose.", "%(count)s people hang loose.", done.loose)
        return words % {"count": done.loose}
    words = ngettext(
        "%(count)s person, in line to the top.", "%(count)s people, all in line to the top.", done.people
    )
    return words % {"count": done.people}


@require_POST
@needs(Role.ADMINISTRATOR, OWNER, Role.CX_MANAGER)
def unit_goes_live(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused in words while the unit's line has a gap; the answer stands on the page it was pressed on."""
    unit = get_object_or_404(Unit, pk=pk, is_active=True)
    try:
        go_live(unit=unit, by=reader(request), now=clock_now())
        words = _("%(unit)s is live. From now on customers are told who is responsible, and silence climbs.")
        messages.success(request, words % {"unit": unit.name})
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page the button stood on, where it names one of ours."""
    wanted = request.POST.get("next", "")
    return (
        wanted
        if wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
        else "/first-steps/"
    )
