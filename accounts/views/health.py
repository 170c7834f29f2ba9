"""Is it running? What the machine says about itself, and the two buttons that mend the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.operations.delivery import release_hold, send_again
from accounts.operations.heartbeats import SILENT_AFTER
from accounts.queries.health import SHOWN, Health, health
from accounts.queries.shell import frame
from cxapp.lib.clock import now as clock_now
from cxapp.lib.wording import clock_time, length

MINUTE = timedelta(minutes=1)
KEEPERS = (Role.ADMINISTRATOR, OWNER)


@require_safe
@needs(*KEEPERS, Role.LEADER)
def page(request: HttpRequest) -> HttpResponse:
    """Leaders read the first sentence; administrators and the owner everything below it."""
    now, user = clock_now(), reader(request)
    if not (user.is_owner or user.is_administrator):
        swept_at = frame(user=user, now=now).swept_at
        return render(request, "accounts/health/page.html", {"sentence": sentence(swept_at, now), "now": now})
    state = health(now=now)
    context = {
        "sentence": sentence(state.swept_at, now),
        "state": state,
        "rows": rows(state, now),
        "now": now,
        "shown": SHOWN,
    }
    return render(request, "accounts/health/page.html", context)


def sentence(swept_at: datetime | None, now: datetime) -> str:
    """The first sentence: does the clock that escalates run?"""
    if swept_at is None:
        return _("The escalation clock has not run yet. It runs once a minute from the start of the app.")
    if now - swept_at > SILENT_AFTER:
        since = clock_time(swept_at, now, timezone.get_current_timezone())
        return _("The escalation clock stands still since %(since)s. Nobody is told of late customers.") % {
            "since": since
        }
    return _("The escalation clock runs: last %(ago)s.") % {"ago": _ago(now - swept_at)}


def rows(state: Health, now: datetime) -> list[dict[str, Any]]:
    """One line a part: what it is and how it does."""
    return [
        {"key": _("Outbox worker"), "value": _worker(state, now)},
        {"key": _("Mail waiting"), "value": _outbox(state, now)},
        {"key": _("Mail"), "value": _mail()},
        {"key": _("Clocks due and not visited"), "value": _overdue(state, now)},
        {"key": _("Timeline"), "value": _guard(state)},
        {"key": _("Version"), "value": state.version or _("not known")},
    ]


def _ago(span: timedelta) -> str:
    return _("less than a minute ago") if span < MINUTE else _("%(span)s ago") % {"span": length(span)}


def _at(moment: datetime, now: datetime) -> str:
    return clock_time(moment, now, timezone.get_current_timezone())


def _worker(state: Health, now: datetime) -> str:
    if state.delivered_at is None:
        return _("Has not run yet.")
    if now - state.delivered_at > SILENT_AFTER:
        return _("Silent since %(since)s. Start the worker again.") % {"since": _at(state.delivered_at, now)}
    return _("Runs: last %(ago)s.") % {"ago": _ago(now - state.delivered_at)}


def _outbox(state: Health, now: datetime) -> str:
    counts = _("%(queued)s queued, %(sending)s being sent, %(failed)s given up.") % state.outbox
    if state.oldest_queued is None:
        return counts
    return counts + " " + _("The oldest should have left %(at)s.") % {"at": _at(state.oldest_queued, now)}


def _mail() -> str:
    if settings.MAIL_CONFIGURED:
        return _("Set up.")
    return _(
        "Not set up: leaders are told only when they open the page. Set EMAIL_HOST and start the app again."
    )


def _overdue(state: Health, now: datetime) -> str:
    if not state.overdue or state.overdue_since is None:
        return _("None.")
    words = ngettext(
        "%(count)s clock, since %(at)s.", "%(count)s clocks, the oldest since %(at)s.", state.overdue
    )
    return words % {"count": state.overdue, "at": _at(state.overdue_since, now)}


def _guard(state: Health) -> str:
    if state.guarded:
        return _("The database refuses every change to it.")
    return _("Its guard is missing. Run: python manage.py migrate")


@require_POST
@needs(*KEEPERS)
def send_letters_again(request: HttpRequest) -> HttpResponse:
    """Dead letters go back into the queue: the named one, or all that the page shows."""
    ids = [int(pk) for pk in request.POST.getlist("delivery") if pk.isdigit()]
    count = send_again(deliveries=ids, now=clock_now())
    words = ngettext("%(count)s letter is queued again.", "%(count)s letters are queued again.", count)
    messages.success(request, words % {"count": count})
    return redirect(reverse("health"))


@require_POST
@needs(*KEEPERS)
def release_outbox(request: HttpRequest) -> HttpResponse:
    """After a restored backup: a person says that what waits may leave."""
    release_hold(now=clock_now())
    messages.success(request, _("The outbox is released. What waited leaves now."))
    return redirect(reverse("health"))
