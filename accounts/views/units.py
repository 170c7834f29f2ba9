"""Places and departments: everybody reads them, administrators change them. Going live is in `setup`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.people import may_edit
from accounts.access.roles import OWNER, may, needs, reader
from accounts.enums import Role
from accounts.forms.units import HeadForm, UnitForm
from accounts.models import Unit
from accounts.operations import places
from accounts.queries.gaps import gaps_of
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now

BOTH = ["GET", "HEAD", "POST"]
LETS_LIVE = (Role.ADMINISTRATOR, OWNER, Role.CX_MANAGER)


@require_safe
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """All units with their head and whether they are live; what keeps one from going live stands beside it."""
    user, now = reader(request), clock_now()
    units = list(
        Unit.objects.filter(is_active=True)
        .select_related("head", "parent", "calendar")
        .order_by("kind", "name")
    )
    rehearsing = [unit for unit in units if unit.live_at is None or unit.live_at > now]
    gaps = gaps_of(units=rehearsing, now=now)
    context = {
        "tabs": tabs(user, "units"),
        "rows": [
            {"unit": unit, "rehearsing": unit in rehearsing, "gap": gaps.get(unit.pk)} for unit in units
        ],
        "may_edit": may_edit(user),
        "lets_live": may(user, *LETS_LIVE),
        "gaps": len(gaps),
    }
    return render(request, "accounts/units/page.html", context)


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    by = reader(request)
    form = UnitForm(posted(request))
    return answer(
        request,
        form,
        act=lambda now: places.add_unit(by=by, now=now, **form.cleaned_data),
        to=lambda _made: reverse("units"),
        done=lambda made: _("%(name)s is there and rehearses until it goes live.") % {"name": made.name},
        context={
            "title": _("Add a place or department"),
            "submit": _("Add"),
            "back_url": reverse("units"),
            "back_text": _("Units"),
        },
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit, by = get_object_or_404(Unit, pk=pk), reader(request)
    form = UnitForm.of(unit)
    if request.method == "POST":
        form = UnitForm(request.POST, unit=unit)
        del form.fields["head"]
    return answer(
        request,
        form,
        act=lambda now: places.change_unit(unit=unit, by=by, now=now, **form.cleaned_data),
        to=lambda _changed: reverse("units"),
        done=lambda _changed: _("Saved."),
        context={
            "title": unit.name,
            "submit": _("Save"),
            "back_url": reverse("units"),
            "back_text": _("Units"),
        },
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    unit, by = get_object_or_404(Unit, pk=pk), reader(request)
    form = HeadForm(posted(request), initial={"head": unit.head_id})
    title = _("Who leads %(unit)s?") % {"unit": unit.name}
    return answer(
        request,
        form,
        act=lambda now: places.set_head(unit=unit, head=form.cleaned_data["head"], by=by, now=now),
        to=lambda _set: reverse("units"),
        done=lambda _set: _("Saved. Open cases keep their leader."),
        context={"title": title, "submit": _("Save"), "back_url": reverse("units"), "back_text": _("Units")},
    )
