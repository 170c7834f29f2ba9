"""What is missing in the line of a place or department: why it cannot go live. Not here: the checks of a single person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit
from accounts.queries.line import line_of


def gaps_of(*, units: Collection[Unit], now: datetime) -> dict[int, str]:
    """For each unit with a gap one sentence that names it. Two queries, however many units."""
    line = line_of(people={unit.head_id for unit in units if unit.head_id}, now=now)
    found = {}
    for unit in units:
        if unit.head_id is None:
            found[unit.pk] = _("%(unit)s has no head. Name one.") % {"unit": unit.name}
            continue
        head = line.people[unit.head_id]
        if not head.active:
            words = _("%(head)s, the head of %(unit)s, no longer works here. Name another.")
            found[unit.pk] = words % {"head": head.name, "unit": unit.name}
        elif line.owner is None:
            found[unit.pk] = _("Nobody is at the top. Name the owner.")
        elif line.path(head.id)[1]:
            words = _("The line above %(head)s does not reach %(owner)s. Say whom each person reports to.")
            found[unit.pk] = words % {"head": head.name, "owner": line.people[line.owner].name}
    return found
