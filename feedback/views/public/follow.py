"""`/c/<link>/`: the private page of what somebody told or asked us, and `/c/`, where the code of a slip is typed.

Every act is one POST of its own that ends on the page again. Known and unknown codes and links are answered alike.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.queries.house import house
from accounts.rules.actor import CUSTOMER
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.contact_points import mask
from cxapp.lib.errors import Refused
from cxapp.lib.qr import svg
from cxapp.lib.tokens import short_code
from feedback.access.standing import speaks_for
from feedback.enums import ContactKind, End
from feedback.forms.public import CodeForm, MessageForm, ReachForm, SayForm
from feedback.models import ContactPoint, Enquiry, Signal
from feedback.operations import intake_guard as guard
from feedback.operations.answers import customer_writes
from feedback.operations.customer_words import customer_says
from feedback.operations.endings import close, undo_withdrawal
from feedback.operations.hand_overs import someone_else_please
from feedback.operations.own_words import change_reach
from feedback.operations.work import NotYours
from feedback.queries.follow import Follow, follow
from feedback.queries.on_call import urgent_phone
from feedback.queries.public import open_code, open_link
from feedback.rules.links import handed_link
from feedback.views.public.door import address_of, come_back, private, refuse, show
from feedback.views.public.spoken import language_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """A code that is wrong and one that never was get the same sentence."""
    now, form = clock_now(), CodeForm(request.POST or None)
    status, wait = 200, 0
    if request.method == "POST" and form.is_valid():
        try:
            guard.check_limit(limit=guard.CODES_BY_ADDRESS, key=address_of(request), now=now)
            guard.check_limit(limit=guard.CODES_IN_ALL, key="all", now=now)
        except guard.TooMany as refusal:
            status, wait = refuse(form, refusal), refusal.wait
        else:
            link = open_code(form.cleaned_data["code"])
            if link is not None:
                return redirect("follow", link)
            form.add_error(
                "code", _("No page opens with this code. Check it against your slip and type it again.")
            )
    status = 400 if form.errors and status == 200 else status
    return come_back(show(request, "feedback/public/code.html", {"form": form}, status=status), wait)


def lost(request: HttpRequest, now: datetime) -> HttpResponse:
    """No such link: where to find the right one. The same words for a link that never was and one that was replaced.

    Whoever tries many is told to wait, by address and by wrong links alone: a right one of the same house still opens.
    """
    status, wait = 404, 0
    try:
        guard.check_limit(limit=guard.MISSES_BY_ADDRESS, key=address_of(request), now=now)
    except guard.TooMany as refusal:
        status, wait = refusal.status, refusal.wait
    minutes = -(-wait // 60)
    return come_back(show(request, "feedback/public/lost.html", {"minutes": minutes}, status=status), wait)


@private
@require_safe
def page(request: HttpRequest, link: str) -> HttpResponse:
    now, opened = clock_now(), open_link(link)
    if opened is None:
        return lost(request, now)
    if opened.enquiry is not None:
        with language_of(opened.enquiry.customer):
            return _question(request, opened.enquiry, now)
    if opened.signal is None:
        return lost(request, now)
    with language_of(opened.signal.customer):
        return _page(request, link, opened.signal, now)


def _question(request: HttpRequest, enquiry: Enquiry, now: datetime) -> HttpResponse:
    context = {
        "enquiry": enquiry,
        "live": house().live_since(enquiry.place_id, now) is not None,
        "done": request.GET.get("done", ""),
        "slip": _slip(handed_link("enquiry", enquiry.uuid), short_code(enquiry.uuid, 1)),
        "now": now,
    }
    return show(request, "feedback/public/question_page.html", context, unit=enquiry.place_id)


def _page(
    request: HttpRequest,
    link: str,
    signal: Signal,
    now: datetime,
    forms: dict[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = follow(signal=signal, now=now)
    handed = handed_link("signal", signal.uuid, signal.link_generation)
    reach = ReachForm(initial={"wish": signal.wish, "when": signal.wish_when})
    context = {
        "page": seen,
        "link": link,
        "message": MessageForm(),
        "reach": reach,
        **(forms or {}),
        "has_errors": bool(forms),
        "done": request.GET.get("done", ""),
        "ways": _ways(seen),
        "mailed": _mailed(seen),
        "slip": _slip(link if seen.whole else handed, short_code(signal.uuid, signal.link_generation)),
        "urgent_phone": urgent_phone(seen.case),
        "outside_body": house().organisation.outside_body,
        "owner_title": house().organisation.owner_title,
        "now": now,
    }
    return show(
        request,
        "feedback/public/follow.html",
        context,
        unit=seen.case.place_id or seen.case.department_id,
        status=status,
    )


def _slip(link: str, code: str) -> dict[str, object]:
    url = f"{settings.SITE_URL}/c/{link}/"
    return {"url": url, "code": code, "qr": svg(url, title=_("QR code of this private page"))}


def _ways(seen: Follow) -> list[str]:
    """How we can reach them, masked; only on the whole page."""
    if not seen.whole or seen.signal.customer_id is None:
        return []
    points = ContactPoint.objects.filter(customer=seen.signal.customer_id, bounced_at=None).order_by("pk")
    return [mask(point.kind, point.value) for point in points if point.kind != ContactKind.ADDRESS]


def _mailed(seen: Follow) -> bool:
    """Whether the link went out by mail, so that nothing has to be written down."""
    points = ContactPoint.objects.filter(
        customer=seen.signal.customer_id, kind=ContactKind.EMAIL, bounced_at=None
    )
    return settings.MAIL_CONFIGURED and seen.live and seen.signal.customer_id is not None and points.exists()


Act = Callable[[Signal, Any, datetime], None]


def _say(signal: Signal, form: Form, now: datetime) -> None:
    customer_says(signal=signal, now=now, **form.cleaned_data)


def _write(signal: Signal, form: Form, now: datetime) -> None:
    customer_writes(signal=signal, words=form.cleaned_data["words"], now=now)


def _reach(signal: Signal, form: Any, now: datetime) -> None:
    values = form.cleaned_data
    wish = values["wish"] or signal.wish
    change_reach(signal=signal, wish=wish, when=values["when"], point=form.point, now=now)


def _someone_else(signal: Signal, form: Form, now: datetime) -> None:
    someone_else_please(signal=signal, now=now)


def _withdraw(signal: Signal, form: Form, now: datetime) -> None:
    _only_whole(signal)
    close(case=signal.case, by=CUSTOMER, end=End.WITHDRAWN, now=now)


def _undo_withdrawal(signal: Signal, form: Form, now: datetime) -> None:
    _only_whole(signal)
    undo_withdrawal(signal=signal, now=now)


def _only_whole(signal: Signal) -> None:
    if not speaks_for(signal):
        raise NotYours(_("This link shows your own words only. Ask us through the link we sent you."))


ACTS: dict[str, tuple[str, type[Form], Act]] = {
    "say": ("say", SayForm, _say),
    "write": ("message", MessageForm, _write),
    "reach": ("reach", ReachForm, _reach),
    "someone-else": ("other", Form, _someone_else),
    "withdraw": ("withdraw", Form, _withdraw),
    "undo-withdrawal": ("undo", Form, _undo_withdrawal),
}
"""What each button does: the name of its form on the page, the form, the act."""


def _again(link: str, signal: Signal) -> Signal:
    """The signal as it is kept: a refused act may have touched the one in hand."""
    opened = open_link(link)
    return opened.signal if opened is not None and opened.signal is not None else signal


@private
@require_POST
def act(request: HttpRequest, link: str, name: str) -> HttpResponse:
    now, opened = clock_now(), open_link(link)
    if opened is None or opened.signal is None or name not in ACTS:
        return lost(request, now)
    with language_of(opened.signal.customer):
        return _act(request, link, opened.signal, name, now)


def _act(request: HttpRequest, link: str, signal: Signal, name: str, now: datetime) -> HttpResponse:
    shown_as, form_class, does = ACTS[name]
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, link, signal, now, {shown_as: form, "form": form}, status=400)
    try:
        guard.check_limit(limit=guard.ACTS_ON_LINK, key=link, now=now)
        with once_in_form(request, now=now) as attempt:
            if not attempt.repeated:
                does(signal, form, now)
    except Refused as refusal:
        status = refuse(form, refusal)
        return _page(request, link, _again(link, signal), now, {shown_as: form, "form": form}, status=status)
    response = redirect("follow", link)
    response["Location"] += f"?done={name}"
    return response
