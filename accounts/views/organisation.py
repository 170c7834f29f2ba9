"""The organisation: what customers read of it, which matters are critical, and who is on call for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import needs, reader
from accounts.forms.organisation import CriticalForm, OnCallForm, OrganisationForm
from accounts.models import OnCall, Organisation
from accounts.operations.organisation import (
    KEEPERS,
    change_organisation,
    choose_critical_kinds,
    end_on_call,
    put_on_call,
)
from accounts.queries.on_call import coming
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@needs(*KEEPERS)
def page(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    form = OrganisationForm(posted(request), organisation=Organisation.objects.get(pk=1), reader=user)
    return answer(
        request,
        form,
        act=lambda now: change_organisation(by=user, now=now, **form.cleaned_data),
        to=lambda _changed: reverse("organisation"),
        done=lambda _changed: _("Saved."),
        context={"tabs": tabs(user, "organisation")},
        template="accounts/organisation/page.html",
    )


@require_http_methods(BOTH)
@needs(*KEEPERS)
def critical(request: HttpRequest) -> HttpResponse:
    """Who is on call, and the kinds that reach them. The kinds can be chosen once somebody is named."""
    user, organisation = reader(request), Organisation.objects.get(pk=1)
    form = CriticalForm(posted(request), initial={"kinds": organisation.critical_kinds})
    return answer(
        request,
        form,
        act=lambda now: choose_critical_kinds(kinds=form.cleaned_data["kinds"], by=user, now=now),
        to=lambda _chosen: reverse("critical"),
        done=lambda _chosen: _("Saved."),
        context={
            "tabs": tabs(user, "critical"),
            "duties": coming(clock_now()),
            "phone": organisation.critical_phone,
            "now": clock_now(),
        },
        template="accounts/organisation/critical.html",
    )


@require_http_methods(BOTH)
@needs(*KEEPERS)
def on_call(request: HttpRequest) -> HttpResponse:
    user, form = reader(request), OnCallForm(posted(request))
    return answer(
        request,
        form,
        act=lambda now: put_on_call(by=user, now=now, **form.cleaned_data),
        to=lambda _made: reverse("critical"),
        done=lambda made: _("%(name)s is on call then.") % {"name": made.person.name},
        context={
            "title": _("Name who is on call"),
            "submit": _("Save"),
            "back_url": reverse("critical"),
            "back_text": _("On call"),
        },
    )


@require_POST
@needs(*KEEPERS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    duty = get_object_or_404(OnCall.objects.select_related("person"), pk=pk)
    end_on_call(duty=duty, by=reader(request), now=clock_now())
    messages.success(request, _("%(name)s is not on call any more.") % {"name": duty.person.name})
    return redirect("critical")
