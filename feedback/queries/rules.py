"""Assignment rules in words, in the order they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Severity
from accounts.queries.house import House, house
from feedback.enums import SignalChannel
from feedback.models import Account, AssignmentRule, Stage

WORDS: tuple[tuple[str, Any], ...] = (
    ("severity", gettext_lazy("of %(what)s severity")),
    ("stage", gettext_lazy("about %(what)s")),
    ("tag", gettext_lazy("on “%(what)s”")),
    ("place", gettext_lazy("at %(what)s")),
    ("department", gettext_lazy("in %(what)s")),
    ("account", gettext_lazy("from %(what)s")),
    ("channel", gettext_lazy("by “%(what)s”")),
    ("language", gettext_lazy("from customers who speak %(what)s")),
    ("value_from", gettext_lazy("from customers worth %(what)s a year or more")),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    rule: AssignmentRule
    when: str
    then: str
    problem: str


def sentences() -> list[Sentence]:
    """Every rule in words. Three queries beside the house, however many rules."""
    inside = house()
    rules = AssignmentRule.objects.select_related("leader", "head_of__head").order_by("order", "pk")
    names = names_of_conditions(inside)
    return [Sentence(rule, when(rule.conditions, names), _then(rule), _problem(rule)) for rule in rules]


def names_of_conditions(inside: House) -> dict[str, Mapping[Any, str]]:
    """What each value of a condition is called."""
    units = {unit.id: unit.name for unit in inside.units.values()}
    return {
        "severity": {each.value: str(each.label).lower() for each in Severity},
        "stage": dict(Stage.objects.values_list("pk", "name")),
        "place": units,
        "department": units,
        "account": dict(Account.objects.values_list("pk", "name")),
        "channel": {each.value: str(each.label) for each in SignalChannel},
        "language": {code: str(name) for code, name in settings.LANGUAGES},
    }


def when(conditions: Mapping[str, Any], names: Mapping[str, Mapping[Any, str]]) -> str:
    """The first half of the sentence: which complaints."""
    parts = [_("Every complaint") if not conditions else _("Complaints")]
    for name, words in WORDS:
        if name in conditions:
            value = conditions[name]
            if name == "value_from":
                shown = number_format(value, decimal_pos=0 if value == int(value) else 2, force_grouping=True)
            else:
                shown = names.get(name, {}).get(value, str(value))
            parts.append(words % {"what": shown})
    return " ".join(parts)


def _then(rule: AssignmentRule) -> str:
    if rule.leader is not None:
        return rule.leader.name
    unit = rule.head_of
    if unit is None:
        return ""
    if unit.head is None:
        return _("head of %(unit)s") % {"unit": unit.name}
    return _("head of %(unit)s, %(head)s") % {"unit": unit.name, "head": unit.head.name}


def _problem(rule: AssignmentRule) -> str:
    """Why the rule names nobody today, so that the next one is asked."""
    if rule.leader is not None:
        return (
            ""
            if rule.leader.is_active
            else _("%(name)s has left: the next rule is asked instead.") % {"name": rule.leader.name}
        )
    head = rule.head_of.head if rule.head_of else None
    if head is None or not head.is_active:
        unit = rule.head_of.name if rule.head_of else ""
        return _("%(unit)s has no head: the next rule is asked instead.") % {"unit": unit}
    return ""
