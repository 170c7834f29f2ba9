"""What asks by itself: the rules of one survey, and how often a customer is asked over all surveys."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.house_pages import answer, posted
from cxapp.lib.clock import now as clock_now
from feedback.enums import SendingTrigger
from feedback.forms.asking import AskingRulesForm, SendingRuleForm
from feedback.models import SendingRule
from feedback.operations.sending_rules import add_sending_rule, change_asking_rules, switch_sending_rule
from feedback.queries.asking import asking_rules
from feedback.queries.public import live_places
from feedback.queries.sendings import get_sending_rule, rules_of
from feedback.queries.survey_builder import get_survey
from feedback.rules.asking import wait_in_words
from feedback.views.manage.asking import frame


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    survey, by = get_survey(slug), reader(request)
    rules = [(rule, wait_in_words(rule.wait_hours)) for rule in rules_of(survey)]
    form = SendingRuleForm(posted(request), places=live_places(clock_now()))

    def add(now: Any) -> SendingRule:
        values = {**form.cleaned_data, "trigger": SendingTrigger(form.cleaned_data["trigger"])}
        return add_sending_rule(survey=survey, by=by, now=now, **values)

    return answer(
        request,
        form,
        act=add,
        to=lambda _made: reverse("survey_ask_rules", args=[slug]),
        done=lambda _made: _("The rule holds from now on."),
        context=frame(survey, rules=rules),
        template="feedback/manage/asking/rules.html",
    )


@require_POST
@needs(Role.CX_MANAGER, OWNER)
def switch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    rule, on = get_sending_rule(get_survey(slug), pk), request.POST.get("on") == "yes"
    switch_sending_rule(rule=rule, on=on, by=reader(request), now=clock_now())
    done = _("The rule asks again.") if on else _("The rule asks nobody any more.")
    messages.success(request, done)
    return redirect("survey_ask_rules", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, OWNER)
def how_often(request: HttpRequest) -> HttpResponse:
    by = reader(request)
    form = AskingRulesForm(posted(request), rules=asking_rules())
    return answer(
        request,
        form,
        act=lambda now: change_asking_rules(by=by, now=now, **form.cleaned_data),
        to=lambda _made: reverse("asking_rules"),
        done=lambda _made: _("Saved. It holds from the next question on."),
        context={},
        template="feedback/manage/asking/how_often.html",
    )
