"""Log a complaint, the page afterwards with the sentence to read aloud and the slip, and taking it back within ten minutes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.queries.house import house
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from cxapp.lib.qr import svg
from cxapp.lib.tokens import short_code
from cxapp.lib.wording import clock_time, money
from feedback.enums import Wish
from feedback.forms.log import LogForm
from feedback.models import Responsibility, Signal
from feedback.notices.cases import private_path
from feedback.operations.recoveries import authority_of, give_recovery, given_this_month
from feedback.operations.signals import receive
from feedback.operations.undo_log import UNDO_WITHIN, undo_log
from feedback.queries.customers import find_known
from feedback.views.refusals import beside


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def page(request: HttpRequest) -> HttpResponse:
    """Find only looks somebody up: by POST, because a telephone number has no business in an address."""
    user, now = reader(request), clock_now()
    finding = request.method == "POST" and "find" in request.POST
    typed = {name: request.POST.get(name, "").strip() for name in ("reach", "name")}
    found = find_known(user=user, **typed) if finding else []
    form = LogForm(
        request.POST if request.method == "POST" else None, initial=_known(request), reader=user, found=found
    )
    if request.method == "POST" and not finding and form.is_valid():
        with beside(form):
            return redirect("logged", uuid=_save(request, form, user, now).uuid)
    if finding:
        form = LogForm(
            initial={**request.POST.dict(), "about": request.POST.getlist("about")}, reader=user, found=found
        )
    context = {"form": form, "finding": finding, "found": found, "limit": _authority(user, now), "now": now}
    return render(request, "feedback/log/page.html", context, status=400 if form.errors else 200)


def _known(request: HttpRequest) -> dict[str, str]:
    """A customer named in the address, from their page."""
    pk = request.GET.get("customer", "")
    return {"customer": pk} if pk.isdecimal() and len(pk) < 18 else {}


def _save(request: HttpRequest, form: LogForm, user: User, now: datetime) -> Signal:
    """The signal and what was given on the spot, in one transaction."""
    with once_in_form(request, now=now) as attempt:
        if attempt.repeated and attempt.result_id is not None:
            return Signal.objects.get(pk=attempt.result_id)
        [received] = receive(signals=[form.draft(now)], by=user, now=now)
        given = form.recovery()
        if given is not None:
            give_recovery(case=received.case, by=user, now=now, **given)
        attempt.keep("signal", received.signal.pk)
        return received.signal


def _authority(user: User, now: datetime) -> str:
    """What the reader may give without asking, in a sentence; nothing for whoever has no limit."""
    limit = authority_of(user)
    if limit is None:
        return ""
    currency, left = (
        house().organisation.currency,
        max(limit.per_month - given_this_month(user, now), Decimal(0)),
    )
    values = {"case": money(min(limit.per_case, left), currency), "left": money(left, currency)}
    return _("You may give up to %(case)s here; %(left)s left this month.") % values


def _signal(request: HttpRequest, uuid: UUID) -> Signal:
    """Only whoever logged it comes back to it."""
    rows = Signal.objects.select_related("case__leader", "case__place", "case__customer")
    signal = rows.filter(Q(logged_by=reader(request)), uuid=uuid).first()
    if signal is None:
        raise Http404
    return signal


@require_safe
@needs()
def saved(request: HttpRequest, uuid: UUID) -> HttpResponse:
    now = clock_now()
    signal = _signal(request, uuid)
    url = settings.SITE_URL + private_path(signal)
    joined = Signal.objects.filter(case=signal.case, pk__lt=signal.pk).exists()
    given = signal.case.recoveries.filter(by=signal.logged_by, at__gte=signal.logged_at).first()
    context = {
        "signal": signal,
        "case": signal.case,
        "sentence": sentence(signal, now),
        "joined": joined,
        "given": given,
        "code": short_code(signal.uuid, signal.link_generation),
        "qr": svg(url, title=_("The customer's private page")),
        "url": url,
        "may_undo": not joined and signal.case.is_open and now <= signal.logged_at + UNDO_WITHIN,
        "organisation": house().organisation.name,
        "now": now,
    }
    return render(request, "feedback/log/saved.html", context)


def sentence(signal: Signal, now: datetime) -> str:
    """To be read aloud: who, what, by when. While the place rehearses no time is promised."""
    case = signal.case
    held = Responsibility.objects.filter(case=case, ends=None).select_related("deputy").first()
    who = held.deputy if held is not None and held.deputy is not None else case.leader
    live = house().live_since(case.place_id or case.department_id, now) is not None
    time = clock_time(case.due_at, now, timezone.get_current_timezone()) if case.due_at and live else ""
    values = {"name": f"{who.name}, {who.title}," if who.title else who.name, "time": time}
    if case.wish == Wish.NO_CONTACT or not case.reachable:
        words = _("%(name)s looks into it and writes down what we do about it.")
    elif case.wish == Wish.WRITE:
        words = _("%(name)s will write to you by %(time)s.") if time else _("%(name)s will write to you.")
    elif case.wish == Wish.VISIT:
        words = _("%(name)s will meet you by %(time)s.") if time else _("%(name)s will meet you.")
    else:
        words = _("%(name)s will call you by %(time)s.") if time else _("%(name)s will call you.")
    return words % values


@require_POST
@needs()
def undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    now = clock_now()
    try:
        undo_log(signal=_signal(request, uuid), by=reader(request), now=now)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("logged", uuid=uuid)
    messages.success(request, _("Taken back. Nobody is asked to do anything about it."))
    return redirect("log")
