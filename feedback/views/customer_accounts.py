"""Accounts of customers: the list the CX manager keeps, and one account with all its people's cases together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.house_pages import answer, posted
from cxapp.lib.clock import now as clock_now
from feedback.forms.customers import AccountForm
from feedback.models import Account
from feedback.operations.customer_accounts import add_account, change_account
from feedback.operations.looks import note_look
from feedback.queries.changes import account_changes
from feedback.queries.customer_accounts import all_accounts, get_account_for
from feedback.queries.naming import words_of

BOTH = ["GET", "HEAD", "POST"]
FORM = "feedback/customer/account_form.html"


@require_safe
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest) -> HttpResponse:
    context = {"accounts": all_accounts(), "may_change": reader(request).is_cx_manager}
    return render(request, "feedback/customer/accounts.html", context)


@require_safe
@needs()
def account(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = reader(request), clock_now()
    seen = get_account_for(user, pk, now)
    note_look(user=user, subject_kind="account", subject_id=pk, what="opened", now=now)
    keeps = user.is_cx_manager or user.is_owner
    context = {
        "seen": seen,
        "changes": account_changes(seen.account) if keeps else [],
        "rows": [{"row": row, "words": words_of(row.case, 160)} for row in seen.rows],
        "may_change": user.is_cx_manager,
        "lists": keeps,
        "now": now,
    }
    return render(request, "feedback/customer/account.html", context)


@require_http_methods(BOTH)
@needs(Role.CX_MANAGER)
def add(request: HttpRequest) -> HttpResponse:
    by, form = reader(request), AccountForm(posted(request))
    return answer(
        request,
        form,
        act=lambda now: add_account(by=by, now=now, **form.cleaned_data),
        to=lambda _made: reverse("customer_accounts"),
        done=lambda made: _("%(name)s is there. Put its people in on their own pages.") % {"name": made},
        context={"title": _("Add an account"), "submit": _("Add"), "back_url": reverse("customer_accounts")},
        template=FORM,
    )


@require_http_methods(BOTH)
@needs(Role.CX_MANAGER)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row, by = get_object_or_404(Account, pk=pk), reader(request)
    form = AccountForm(posted(request), initial={"name": row.name, "leader": row.leader_id})
    return answer(
        request,
        form,
        act=lambda now: change_account(account=row, by=by, now=now, **form.cleaned_data),
        to=lambda _made: reverse("customer_account", args=[pk]),
        done=lambda _made: _("Saved. Open cases keep their leader."),
        context={
            "title": _("Change %(name)s") % {"name": row.name},
            "back_url": reverse("customer_account", args=[pk]),
        },
        template=FORM,
    )
