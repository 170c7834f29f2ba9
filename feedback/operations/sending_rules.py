"""Rules that ask by themselves: after a closed case, or after an event a program reports.

Not here: deciding about an occasion when its time has come (`occasions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.queries.house import house
from cxapp.lib.errors import Refused
from cxapp.lib.sql import insert_unless_there
from feedback.enums import AskedBy, CaseMode, End, SendingTrigger, Wish
from feedback.models import AskingRules, Case, Occasion, SendingRule, Survey
from feedback.operations.asking import check_asker
from feedback.operations.occasions import ToAsk, new_occasions
from feedback.queries.asking import active_sending_rules

ASKED_AFTER = (End.PUT_RIGHT, End.NO_ANSWER, End.FINAL_ANSWER, End.DECIDED)
"""Ends after which we ask: the customer was heard. Not after a withdrawal, and not where nobody was reached."""
CASES = "cases"
"""The source of occasions made by our own closings."""


class RuleRefused(Refused):
    code = "rule_refused"


@transaction.atomic
def add_sending_rule(
    *,
    survey: Survey,
    trigger: SendingTrigger,
    event: str,
    wait_hours: int,
    place: Unit | None,
    by: User,
    now: datetime,
) -> SendingRule:
    """From now on customers are asked this survey by themselves."""
    check_asker(by)
    if trigger == SendingTrigger.EVENT and not event:
        raise RuleRefused(_("Enter the name under which the program reports the event."), field="event")
    event = event if trigger == SendingTrigger.EVENT else ""
    same = SendingRule.objects.filter(
        survey=survey, trigger=trigger, event=event, place=place, is_active=True
    )
    if same.exists():
        raise RuleRefused(_("There is a rule like this already. Switch it off first."))
    return SendingRule.objects.create(
        survey=survey,
        trigger=trigger,
        event=event,
        wait_hours=wait_hours,
        place=place,
        created_by=by,
        created_at=now,
    )


@transaction.atomic
def switch_sending_rule(*, rule: SendingRule, on: bool, by: User, now: datetime) -> None:
    """Off: what waited by this rule is not asked any more."""
    check_asker(by)
    rule.is_active = on
    rule.save(update_fields=["is_active"])


@transaction.atomic
def change_asking_rules(*, quiet_days: int, check_back_most: int, by: User, now: datetime) -> AskingRules:
    """How often one customer is asked, over all surveys."""
    check_asker(by)
    row, _made = AskingRules.objects.update_or_create(
        pk=1, defaults={"quiet_days": quiet_days, "check_back_most": check_back_most}
    )
    return row


def cases_closed(*, cases: Sequence[Case], now: datetime) -> None:
    """Part of closing: customers who were heard are asked later, where a rule says so. Once a cycle of a case."""
    rules = active_sending_rules(SendingTrigger.CASE_CLOSED)
    if not rules:
        return
    where = house()
    for case in cases:
        if not _asks_after(case) or case.customer is None:
            continue
        for rule in rules:
            if rule.place_id is None or where.within(case.place_id, rule.place_id):
                ask = ToAsk(
                    case.customer,
                    place=case.place_id,
                    department=case.department_id,
                    stage=case.stage_id,
                    external_id=f"{case.pk}:{case.cycle}",
                    due_at=now + timedelta(hours=rule.wait_hours),
                )
                _store(rule, ask, AskedBy.RULE, CASES, now)


def _asks_after(case: Case) -> bool:
    return case.mode == CaseMode.LIVE and case.end in ASKED_AFTER and case.wish != Wish.NO_CONTACT


@transaction.atomic
def report_event(
    *, event: str, number: str, system: str, ask: ToAsk, by: User, now: datetime
) -> list[Occasion]:
    """A program says that something happened to a customer. Every rule for this event makes one occasion; repeating it none."""
    check_asker(by)
    where = house()
    made = []
    for rule in active_sending_rules(SendingTrigger.EVENT):
        if rule.event != event or not (rule.place_id is None or where.within(ask.place, rule.place_id)):
            continue
        at = ask.at or now
        wanted = ToAsk(
            ask.customer,
            place=ask.place,
            department=ask.department,
            stage=ask.stage,
            about=ask.about,
            external_id=f"{event}:{number}"[:120],
            at=at,
            due_at=at + timedelta(hours=rule.wait_hours),
        )
        made.append(_store(rule, wanted, AskedBy.RULE, system, now))
    return made


def _store(rule: SendingRule, ask: ToAsk, how: AskedBy, source: str, now: datetime) -> Occasion:
    """The occasion, or the one that is there: the same thing is an occasion once for each survey."""
    [row] = new_occasions(survey=rule.survey, how=how, asks=[ask], now=now, rule=rule, source=source)
    if insert_unless_there(row):
        return row
    return Occasion.objects.get(survey=rule.survey, source=source, external_id=ask.external_id)
