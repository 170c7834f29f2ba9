"""Clock profiles: how long each step lasts. The CX manager changes them; a change is a new version."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import OWNER, may, needs, reader
from accounts.enums import Role
from accounts.forms.policies import PolicyForm
from accounts.models import Organisation, Profile
from accounts.operations.policies import choose_profile, new_version, times_of
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now


@require_safe
@needs(Role.ADMINISTRATOR, Role.CX_MANAGER, OWNER)
def page(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    context = {
        "tabs": tabs(user, "policies"),
        "profiles": Profile.objects.annotate(number=Max("versions__number")).order_by("pk"),
        "chosen": Organisation.objects.values_list("profile", flat=True).get(pk=1),
        "may_change": may(user, Role.CX_MANAGER),
    }
    return render(request, "accounts/policies/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    profile, by = get_object_or_404(Profile, slug=slug), reader(request)
    newest = profile.versions.latest("number")
    form = PolicyForm(posted(request), times=times_of(newest))
    back = came_from(request)
    return answer(
        request,
        form,
        act=lambda now: new_version(profile=profile, times=form.times(), by=by, now=now),
        to=lambda _made: back or reverse("policies"),
        done=lambda made: (
            _("%(name)s is at version %(number)d now.") % {"name": profile.name, "number": made.number}
        ),
        context={
            "title": profile.name,
            "profile": profile,
            "newest": newest,
            "versions": profile.versions.select_related("made_by").order_by("-number"),
            "back_url": back or reverse("policies"),
            "back_text": _("Back") if back else _("Clocks"),
        },
        template="accounts/policies/edit.html",
    )


def came_from(request: HttpRequest) -> str:
    """The page of ours that led here and wants its reader back, named in the address."""
    back = request.GET.get("back", "")
    return back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


@require_POST
@needs(Role.CX_MANAGER)
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    profile = get_object_or_404(Profile, slug=slug)
    choose_profile(profile=profile, by=reader(request), now=clock_now())
    messages.success(
        request, _("New promises follow %(name)s, where a unit names no other.") % {"name": profile.name}
    )
    return redirect("policies")
