"""The page of one case: the whole story and one next step. A card or the past for those who may see no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from cxapp.lib.clock import now as clock_now
from cxapp.lib.contact_points import display
from feedback.access.cases import Seen, Sight, get_case_for
from feedback.access.standing import standing
from feedback.enums import CaseState, Wish
from feedback.forms.contact import ContactForm
from feedback.models import Signal
from feedback.operations.contacts import UNDO_WITHIN
from feedback.operations.looks import note_look
from feedback.queries.case_page import Page, case_page, why_chosen
from feedback.queries.history import FILTERS, history_of
from feedback.queries.naming import customer_name, promise_of, title_of
from feedback.queries.status import circumstances, status_of
from feedback.rules.transitions import Verb, may
from feedback.views.acts import LOG_CONTACT, next_act, verb_url
from feedback.views.deeds import DEEDS

IN_ROW = 4
FILTER_WORDS = {
    "": gettext_lazy("All"),
    "customer": gettext_lazy("Customer"),
    "us": gettext_lazy("Us"),
    "system": gettext_lazy("By itself"),
}


@require_safe
@needs()
def page(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    seen = get_case_for(user, pk, now)
    if seen.sight is not Sight.FULL:
        return render(request, "feedback/case/card.html", _card(user, seen, now))
    note_look(user=user, subject_kind="case", subject_id=pk, what="opened", now=now)
    shown = case_page(seen.case, now)
    roles = standing(user=user, case=seen.case, now=now)
    show = request.GET.get("show", "")
    context = {
        "page": shown,
        "case": seen.case,
        "title": title_of(seen.case),
        "name": customer_name(seen.case),
        "promise": promise_of(seen.case),
        "why_chosen": why_chosen(shown.responsibility),
        "history": history_of(seen.case, now, show=show),
        "history_tabs": _history_tabs(seen.case.pk, show),
        "facts": _facts(shown, roles),
        "undo_from": now - UNDO_WITHIN,
        "now": now,
        **_actions(shown, roles, now),
    }
    return render(request, "feedback/case/page.html", context)


def _actions(page: Page, roles: frozenset[str], now: datetime) -> dict[str, Any]:
    """The row of what to do now, the most fitting first, and the menu with the rest."""
    case = page.case
    row: list[dict[str, Any]] = []
    contacts = (
        may(verb=Verb.LOG_CONTACT, case=case, role=roles)
        and not case.is_place_case
        and case.wish != Wish.NO_CONTACT
    )
    if contacts:
        row.append(
            {
                "text": LOG_CONTACT.text,
                "icon": LOG_CONTACT.icon,
                "url": verb_url(case.pk, Verb.LOG_CONTACT),
                "key": "l",
            }
        )
    offered = [
        deed for deed in DEEDS if may(verb=deed.verb, case=case, role=roles) and deed.sense(page, roles)
    ]
    links = [
        {"text": deed.text, "icon": deed.icon, "url": verb_url(case.pk, deed.verb), "in_row": deed.in_row}
        for deed in offered
    ]
    first = [link for link in links if link["in_row"]][: IN_ROW - len(row)]
    calls_first = case.state == CaseState.WAITING and next_act(case) is LOG_CONTACT
    row = [*row, *first] if calls_first else [*first[:1], *row, *first[1:]]
    call = page.phone if contacts and calls_first and case.wish == Wish.CALL else ""
    return {
        "row": row,
        "more": [
            {"label": link["text"], "icon": link["icon"], "url": link["url"]}
            for link in links
            if link not in first
        ],
        "contact_form": ContactForm(case=case, now=now) if contacts else None,
        "shown_on_phone": 1 if call else 2,
        "call": call,
    }


def _facts(page: Page, roles: frozenset[str]) -> list[dict[str, Any]]:
    """The summary list; empty facts are left out, unknown ones say so."""
    case = page.case
    may_change = may(verb=Verb.CHANGE_WISH, case=case, role=roles) and not case.is_place_case
    rows: list[dict[str, Any]] = []
    if not case.is_place_case:
        wish = case.get_wish_display() + (f", {case.wish_when}" if case.wish_when else "")
        change = verb_url(case.pk, Verb.CHANGE_WISH) if may_change else ""
        rows.append({"key": _("Wishes"), "value": wish, "url": change, "change": _("how to reach them")})
        ways = [display(point.value) for point in page.points if not point.bounced_at]
        rows.append({"key": _("Reach"), "value": ", ".join(ways) or _("no way known")})
    raised = next((signal for signal in page.signals if signal.raised_for_by), None)
    if raised:
        consent = _("consent noted") if raised.consent_noted else _("consent not noted")
        rows.append({"key": _("Complained for them"), "value": f"{raised.raised_for_by}, {consent}"})
    rows.append({"key": _("Where"), "value": case.place.name if case.place else _("not known")})
    if case.stage.slug != "none":
        rows.append({"key": _("Stage"), "value": case.stage.name})
    rows.append({"key": _("Severity"), "value": case.get_severity_display()})
    if case.account:
        rows.append({"key": _("Account"), "value": case.account.name})
    if case.cause:
        where = f", {case.cause_department.name}" if case.cause_department else ""
        rows.append({"key": _("Cause"), "value": f"{case.cause.name}{where}"})
    logged = next((signal.logged_by for signal in page.signals if signal.logged_by), None)
    if logged:
        rows.append({"key": _("Logged by"), "value": logged.name})
    return rows


def _history_tabs(pk: int, show: str) -> list[dict[str, Any]]:
    here = reverse("case", args=[pk])
    return [
        {
            "url": f"{here}?show={name}#history",
            "label": FILTER_WORDS[name],
            "current": show == name,
        }
        for name in ("", *FILTERS)
    ]


def _card(user: User, seen: Seen, now: datetime) -> dict[str, Any]:
    """What somebody sees who logged it, was asked, or held it before."""
    case = seen.case
    former = seen.sight is Sight.FORMER
    own = Signal.objects.filter(case=case, logged_by=user).select_related("text")
    return {
        "case": case,
        "name": customer_name(case),
        "status": status_of(case, circumstances([case], now), now),
        "own": [] if former else list(own),
        "offer": case.offers.filter(receiver=user, state="offered").select_related("giver", "reason").first(),
        "until": seen.until,
        "history": history_of(case, now, until=seen.until) if former else [],
        "roles": standing(user=user, case=case, now=now),
        "now": now,
    }
