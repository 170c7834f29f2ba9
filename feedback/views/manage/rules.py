"""The rules that name leaders: read them as sentences, change them, try them on the last 30 days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.house_pages import answer
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.forms.manage_rules import RuleForm
from feedback.models import AssignmentRule
from feedback.operations.assignment_rules import add_rule, change_rule, delete_rule, move_rule
from feedback.queries.changes import rule_changes
from feedback.queries.replay import MOST, rules_today
from feedback.queries.rules import sentences
from feedback.queries.rules_dry_run import DAYS, DryRun, dry_run, headless
from feedback.rules.assignment import Rule

NEW = 0
"""The number a rule has while it is only tried."""


@require_safe
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest) -> HttpResponse:
    now, user = clock_now(), reader(request)
    found = dry_run(rules=rules_today(), now=now)
    context = {
        "sentences": [(sentence, found.by_rule.get(sentence.rule.pk, 0)) for sentence in sentences()],
        "gaps": headless(now),
        "changes": rule_changes(),
        "now": now,
        "found": found,
        "days": DAYS,
        "most": MOST,
        "may_change": user.has_role(Role.CX_MANAGER),
    }
    return render(request, "feedback/manage/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER)
def add(request: HttpRequest) -> HttpResponse:
    by, form = reader(request), RuleForm(request.POST or None)
    context: dict[str, Any] = {"title": _("Add a rule")}
    if _is_trial(request, form):
        return _tried(request, form, [*rules_today(), form.as_rule(NEW)], NEW, context)
    return answer(
        request,
        form,
        act=lambda now: add_rule(**form.fields_for_rule(), by=by, now=now),
        to=lambda _made: reverse("rules"),
        done=lambda _made: _("The rule holds from the next complaint on."),
        context=context,
        template="feedback/manage/rule.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    rule, by = get_object_or_404(AssignmentRule, pk=pk), reader(request)
    form = RuleForm(request.POST or None, rule=rule)
    context: dict[str, Any] = {"title": rule.name, "rule": rule}
    if _is_trial(request, form):
        changed = [form.as_rule(pk) if each.id == pk else each for each in rules_today()]
        return _tried(request, form, changed, pk, context)
    return answer(
        request,
        form,
        act=lambda now: change_rule(rule=rule, **form.fields_for_rule(), by=by, now=now),
        to=lambda _made: reverse("rules"),
        done=lambda _made: _("Changed. The rule holds from the next complaint on."),
        context=context,
        template="feedback/manage/rule.html",
    )


@require_POST
@needs(Role.CX_MANAGER)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(AssignmentRule, pk=pk)
    delete_rule(rule=rule, by=reader(request), now=clock_now())
    messages.success(request, _("Deleted. Cases it led to somebody stay with them."))
    return redirect("rules")


@require_POST
@needs(Role.CX_MANAGER)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(AssignmentRule, pk=pk)
    try:
        move_rule(rule=rule, up=request.POST.get("way") == "up", by=reader(request), now=clock_now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("rules")


def _is_trial(request: HttpRequest, form: RuleForm) -> bool:
    return request.method == "POST" and "try" in request.POST and form.is_valid()


def _tried(
    request: HttpRequest, form: RuleForm, rules: list[Rule], pk: int, context: dict[str, Any]
) -> HttpResponse:
    """The form with what this rule would have done; nothing is saved."""
    found: DryRun = dry_run(rules=rules, now=clock_now())
    trial = {"found": found, "caught": found.by_rule.get(pk, 0), "days": DAYS, "most": MOST}
    return render(request, "feedback/manage/rule.html", {"form": form, **trial, **context})
