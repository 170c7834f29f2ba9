"""Working calendars: read by those who manage, changed by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.people import may_edit
from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.forms.calendars import WEEKDAYS, CalendarForm
from accounts.models import Calendar, Organisation
from accounts.operations.calendars import add_calendar, change_calendar, choose_default
from accounts.rules.hours import day_text
from accounts.views.house_pages import answer, posted, tabs
from cxapp.lib.clock import now as clock_now

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@needs(Role.ADMINISTRATOR, Role.CX_MANAGER, OWNER)
def page(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    calendars = Calendar.objects.prefetch_related("intervals", "closed_days", "units").order_by("name")
    chosen = Organisation.objects.values_list("calendar", flat=True).get(pk=1)
    context = {
        "tabs": tabs(user, "calendars"),
        "may_edit": may_edit(user),
        "calendars": [
            {"calendar": row, "week": _week(row), "default": row.pk == chosen} for row in calendars
        ],
    }
    return render(request, "accounts/calendars/page.html", context)


def _week(calendar: Calendar) -> list[tuple[object, str]]:
    days: list[list[tuple[int, int]]] = [[] for _day in WEEKDAYS]
    for interval in calendar.intervals.all():
        days[interval.weekday].append((interval.opens, interval.closes))
    return [(label, day_text(day)) for (_name, label), day in zip(WEEKDAYS, days, strict=True)]


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    by = reader(request)
    form = CalendarForm(posted(request), initial={"zone": "UTC"})
    return answer(
        request,
        form,
        act=lambda now: add_calendar(hours=form.hours(), by=by, now=now),
        to=lambda _made: reverse("calendars"),
        done=lambda _made: _("The calendar is there. Choose it for the units that keep these hours."),
        context=_frame(_("Add a calendar")),
    )


@require_http_methods(BOTH)
@needs(Role.ADMINISTRATOR)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    calendar, by = get_object_or_404(Calendar, pk=pk), reader(request)
    form = CalendarForm(request.POST) if request.method == "POST" else CalendarForm.of(calendar)
    return answer(
        request,
        form,
        act=lambda now: change_calendar(calendar=calendar, hours=form.hours(), by=by, now=now),
        to=lambda _done: reverse("calendars"),
        done=lambda _done: _("Saved. Promises still ahead follow the new hours."),
        context=_frame(calendar.name),
    )


@require_POST
@needs(Role.ADMINISTRATOR)
def default(request: HttpRequest, pk: int) -> HttpResponse:
    calendar = get_object_or_404(Calendar, pk=pk)
    choose_default(calendar=calendar, by=reader(request), now=clock_now())
    messages.success(
        request, _("Units without a calendar of their own keep %(name)s.") % {"name": calendar.name}
    )
    return redirect("calendars")


def _frame(title: str) -> dict[str, str]:
    return {
        "title": title,
        "submit": _("Save"),
        "back_url": reverse("calendars"),
        "back_text": _("Calendars"),
    }
