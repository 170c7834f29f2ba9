"""What naming the leader of a new case reads of the house: the stages and the rules, once while nothing changes."""

from __future__ import annotations

from accounts.queries.house import House, house
from feedback.models import AssignmentRule, Stage
from feedback.rules.assignment import Rule


def stages() -> list[Stage]:
    """All stages in the order of the journey. For reading only: they are shared."""
    return house().kept("stages", lambda: list(Stage.objects.order_by("order", "pk")))


def none_stage() -> int:
    """The stage that stands for "not known"."""
    return next(stage.pk for stage in stages() if stage.slug == "none")


def active_rules(where: House) -> list[Rule]:
    """The rules that name a leader, in the order they are asked."""
    return where.kept("rules", _rules)


def _rules() -> list[Rule]:
    rows = AssignmentRule.objects.filter(is_active=True).order_by("order", "pk")
    return [Rule(*row) for row in rows.values_list("pk", "name", "conditions", "leader_id", "head_of_id")]
