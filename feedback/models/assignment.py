"""Ordered rules that name the leader of a new case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AssignmentRule(models.Model):
    """The first active rule whose conditions all hold names the leader: a person, or the head of a unit.

    `conditions` maps a field of the draft (channel, severity, stage, place, department, account, tag, language,
    value_from) to the value it must have; places and departments include everything below them.
    """

    order = models.PositiveIntegerField(default=100)
    name = models.CharField(_("name"), max_length=120)
    conditions = models.JSONField(default=dict)
    leader = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    head_of = models.ForeignKey(
        "accounts.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(leader=None, head_of__isnull=False) | Q(leader__isnull=False, head_of=None),
                name="rule_names_a_person_or_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name
