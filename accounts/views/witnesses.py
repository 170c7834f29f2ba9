"""Witnesses: the owner names them; administrators may see who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.forms.people import WitnessForm
from accounts.models import Witness
from accounts.operations.witnesses import name_witness, release_witness
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.ADMINISTRATOR, OWNER)
def page(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    form = WitnessForm(posted(request))
    return answer(
        request,
        form,
        act=lambda now: name_witness(user=form.cleaned_data["user"], by=user, now=now),
        to=lambda _made: reverse("witnesses"),
        done=lambda made: _("%(name)s sees from now on what you keep waiting.") % {"name": made.user.name},
        context={
            "tabs": tabs(user, "witnesses"),
            "witnesses": Witness.objects.filter(until=None).select_related("user").order_by("since"),
            "may_change": user.is_owner,
        },
        template="accounts/witnesses/page.html",
    )


@require_POST
@needs(OWNER)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    witness = get_object_or_404(Witness, pk=pk, until=None)
    release_witness(witness=witness, by=reader(request), now=clock_now())
    return redirect("witnesses")
