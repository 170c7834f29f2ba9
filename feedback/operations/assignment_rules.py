"""Changing the rules that name the leader of a new case. Open cases keep their leader; a rule works from the next case on.

Each change stands in the history of whoever made it, with the rule as it was and as it is: rules themselves may be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Unit, User
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import NotAllowed, Refused
from feedback.models import AssignmentRule

STEP = 10
GONE: Any = _("Somebody deleted this rule. Look at the list again.")


class RuleRefused(Refused):
    """The rule would name nobody, or both a person and a unit."""

    code = "rule_refused"


def add_rule(
    *,
    name: str,
    conditions: Mapping[str, Any],
    leader: User | None,
    head_of: Unit | None,
    by: User,
    now: datetime,
) -> AssignmentRule:
    """A new rule, asked last."""
    _check(by, leader, head_of)
    with transaction.atomic():
        rules = _in_order()
        order = (rules[-1].order if rules else 0) + STEP
        rule = AssignmentRule.objects.create(
            name=name, conditions=dict(conditions), leader=leader, head_of=head_of, order=order
        )
        _note("rule_added", rule, by, now, becomes=_facts(rule))
        return rule


@transaction.atomic
def change_rule(
    *,
    rule: AssignmentRule,
    name: str,
    conditions: Mapping[str, Any],
    leader: User | None,
    head_of: Unit | None,
    by: User,
    now: datetime,
) -> AssignmentRule:
    _check(by, leader, head_of)
    rule = _present(rule)
    before = _facts(rule)
    rule.name, rule.conditions, rule.leader, rule.head_of = name, dict(conditions), leader, head_of
    if _facts(rule) != before:
        rule.save(update_fields=["name", "conditions", "leader", "head_of"])
        _note("rule_changed", rule, by, now, was=before, becomes=_facts(rule))
    return rule


@transaction.atomic
def delete_rule(*, rule: AssignmentRule, by: User, now: datetime) -> None:
    """Cases it named a leader for keep its number and name in their history."""
    _may(by)
    rule = _present(rule)
    _note("rule_deleted", rule, by, now, was=_facts(rule))
    rule.delete()


@transaction.atomic
def move_rule(*, rule: AssignmentRule, up: bool, by: User, now: datetime) -> None:
    """Ask it one place earlier or later. At the end of the list nothing happens."""
    _may(by)
    rules = _in_order()
    here = next((index for index, each in enumerate(rules) if each.pk == rule.pk), None)
    if here is None:
        raise RuleRefused(GONE)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rules):
        return
    rules[here], rules[there] = rules[there], rules[here]
    for place, each in enumerate(rules, start=1):
        if each.order != place * STEP:
            each.order = place * STEP
            each.save(update_fields=["order"])
    _note("rule_moved", rule, by, now, up=up)


def _in_order() -> list[AssignmentRule]:
    """All rules, locked, so that two people moving rules do not cross."""
    return list(AssignmentRule.objects.select_for_update(of=("self",)).order_by("order", "pk"))


def _present(rule: AssignmentRule) -> AssignmentRule:
    """The row, locked."""
    row = AssignmentRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk).first()
    if row is None:
        raise RuleRefused(GONE)
    return row


def _facts(rule: AssignmentRule) -> dict[str, Any]:
    """The rule as its history keeps it. Amounts as text: a seal must not depend on how an engine writes a fraction."""
    conditions = {
        name: str(value) if isinstance(value, float) else value for name, value in rule.conditions.items()
    }
    return {
        "name": rule.name,
        "conditions": conditions,
        "leader": rule.leader_id,
        "head_of": rule.head_of_id,
    }


def _note(code: str, rule: AssignmentRule, by: User, now: datetime, **data: Any) -> None:
    data = {"rule": rule.pk, "name": rule.name, **data}
    record(entries=[Entry("person", by.pk, code, by, data)], now=now)


def _check(by: User, leader: User | None, head_of: Unit | None) -> None:
    _may(by)
    if (leader is None) == (head_of is None):
        raise RuleRefused(
            _("Choose a person, or a place or department whose head leads, not both."), field="leader"
        )


def _may(by: User) -> None:
    if not by.has_role(Role.CX_MANAGER):
        raise NotAllowed(_("Only a CX manager may change the rules."))
