"""My people: who needs help today, what each report and their line did, down and up the line; offering help; the index."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import OWNER, needs
from accounts.access.roles import reader as reader_of
from accounts.enums import Role
from accounts.models import User
from accounts.queries.house import house
from accounts.views.once import once_in_form
from cxapp.insights.access.figures import get_leader_for
from cxapp.insights.forms.index import IndexForm
from cxapp.insights.operations.help import HelpRefused, offer_help
from cxapp.insights.operations.index import weigh
from cxapp.insights.queries.index import changes, weights_now
from cxapp.insights.queries.ledger import behaviours_now, rolled_up
from cxapp.insights.queries.my_people import Member, Team, fill, team
from cxapp.insights.rules.own_trend import count_words
from cxapp.insights.views.ledger_file import heads, ledger_rows
from cxapp.insights.views.months import month_asked, month_tabs
from cxapp.lib import clock
from cxapp.lib.export import csv_response
from feedback.queries.naming import customer_name
from feedback.views.refusals import beside

A_PAGE = 25
CHILDREN = 12
READERS = (Role.LEADER, Role.CX_MANAGER, OWNER)


def _top(request: HttpRequest, user: User) -> User:
    """Whose people are shown: `?of=`, else the reader's own; the CX manager's are everybody's."""
    asked = request.GET.get("of", "")
    if asked.isdecimal() and len(asked) < 18:
        return user if int(asked) == user.pk else get_leader_for(user, int(asked))
    if user.is_cx_manager and not user.leads:
        return User.objects.filter(is_owner=True, is_active=True).first() or user
    return user


@require_safe
@needs(*READERS)
def my_people(request: HttpRequest) -> HttpResponseBase:
    """The reports of the reader or of somebody below; those with most late first, never ranked."""
    user, now, zone = reader_of(request), clock.now(), house().organisation.zone
    top, month = _top(request, user), month_asked(request, now, zone)
    found = team(reader=user, top=top, month=month, now=now)
    if request.GET.get("format") == "csv":
        numbers = {pk: rolled_up(found.ledger, [pk]) for pk in found.ledger}
        names = {pk: found.posts[pk].name for pk in found.ledger}
        return csv_response("my-people", heads(), ledger_rows(names, numbers, month))
    page = Paginator(found.members, A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    fill(shown, reader=user, now=now)
    context = {
        "top": top,
        "own": top.pk == user.pk,
        "up": _up(user, top),
        "sentence": _sentence(found),
        "months": month_tabs(request, month, now, zone),
        "month": month,
        "page_obj": page,
        "rows": [_row(one, f"{month.first_day:%Y-%m}") for one in shown],
        "csv": _csv(request),
        "now": now,
    }
    return render(request, "insights/ledger/people.html", context)


def _csv(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked["format"] = "csv"
    return f"?{asked.urlencode()}"


def _up(user: User, top: User) -> dict[str, str] | None:
    """The way back up, as far as the reader may look."""
    if top.pk == user.pk or top.reports_to is None:
        return None
    above = top.reports_to
    own = above.pk == user.pk
    where = reverse("my_people") if own else f"{reverse('my_people')}?of={above.pk}"
    return {"url": where, "name": _("My people") if own else above.name}


def _sentence(found: Team) -> str:
    """Who needs help today, by name."""
    if not found.members:
        return ""
    total = sum(one.all_late for one in found.members)
    if not total:
        return _("Nobody in this line keeps a customer waiting past the promised time.")
    first = found.members[0]
    if first.all_late == total and not first.late_below:
        return ngettext(
            "%(n)s customer of %(name)s is waiting past the promised time.",
            "%(n)s customers of %(name)s are waiting past the promised time.",
            total,
        ) % {"n": total, "name": first.post.name}
    return ngettext(
        "%(n)s customer is waiting past the promised time in this line; %(most)s with %(name)s.",
        "%(n)s customers are waiting past the promised time in this line; %(most)s with %(name)s.",
        total,
    ) % {"n": total, "most": first.all_late, "name": first.post.name}


def _row(one: Member, month: str) -> dict[str, Any]:
    here = reverse("my_people")
    month_url = f"{reverse('leader_month', args=[one.post.pk])}?month={month}"
    return {
        "member": one,
        "url": month_url,
        "down": f"{here}?of={one.post.pk}&month={month}" if one.below else "",
        "numbers": list(_numbers(one, month)),
        "cases": [
            {"case": late.case, "name": customer_name(late.case), "due": late.due_at} for late in one.cases
        ],
        "more": one.late - len(one.cases),
        "all_cases": f"{reverse('cases_behind', args=[one.post.pk, 'late_now'])}",
        "thank": f"{reverse('thank')}?to={one.post.pk}",
        "children": [
            {"post": post, "late": late, "url": f"{here}?of={post.pk}&month={month}"}
            for post, late in one.children[:CHILDREN]
        ],
        "hidden_children": max(len(one.children) - CHILDREN, 0),
    }


def _numbers(one: Member, month: str) -> Any:
    """Each behaviour with the own count and, where there is a line below, its sum."""
    for behaviour in behaviours_now():
        number = one.own.get(behaviour.name)
        line = one.line.get(behaviour.name)
        where = f"{reverse('behaviour_rows', args=[one.post.pk, behaviour.name])}?month={month}"
        if number is not None and (number.done or number.due):
            yield {
                "behaviour": behaviour,
                "count": count_words(number),
                "aside": number.set_aside,
                "url": where,
            }
        if line is not None and one.below and (line.done or line.due):
            yield {
                "behaviour": behaviour,
                "count": count_words(line),
                "aside": line.set_aside,
                "with_line": True,
            }


@require_POST
@needs(*READERS)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: the leader is told that somebody above would help."""
    user, now = reader_of(request), clock.now()
    leader = get_leader_for(user, pk)
    try:
        with once_in_form(request, now=now) as attempt:
            told = not attempt.repeated and offer_help(leader=leader, by=user, now=now)
    except HelpRefused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        words = _("%(name)s reads that you offer help.") if told else _("%(name)s knows already.")
        messages.success(request, words % {"name": leader.name})
    return redirect(
        f"{reverse('my_people')}?of={leader.reports_to_id}" if _shown_below(user, leader) else "my_people"
    )


def _shown_below(user: User, leader: User) -> bool:
    return leader.reports_to_id is not None and leader.reports_to_id != user.pk


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def index(request: HttpRequest) -> HttpResponse:
    """The overall index: off until switched on, with its weights; every change with its name."""
    user, now = reader_of(request), clock.now()
    kept = weights_now()
    owed = [behaviour for behaviour in behaviours_now() if behaviour.owed]
    weights = kept.weights if kept else {}
    first = {"on": kept.on if kept else False}
    form = IndexForm(request.POST or None, behaviours=owed, weights=weights, initial=first)
    if request.method == "POST" and form.is_valid():
        with beside(form):
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    weigh(weights=form.weights, on=form.cleaned_data["on"], by=user, now=now)
            messages.success(request, _("Saved. Whoever sees the index sees these weights."))
            return redirect("engagement_index")
    labels = {behaviour.name: behaviour.label for behaviour in behaviours_now()}
    shown = [
        {"row": row, "weights": [(labels.get(name, name), weight) for name, weight in row.weights.items()]}
        for row in changes()
    ]
    context = {"form": form, "kept": kept, "changes": shown, "now": now}
    return render(request, "insights/ledger/index.html", context, status=400 if form.errors else 200)
