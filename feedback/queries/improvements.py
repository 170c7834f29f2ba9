"""What we changed, for lists and for the marks of charts, and the timeline of one change. Everybody signed in reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Event, Unit, User
from cxapp.lib.sql import AnyOf, Below
from feedback.models import Improvement
from feedback.queries.history import US, Told

LINES: Mapping[str, tuple[Any, str]] = {
    "improvement_added": (gettext_lazy("Entered"), "plus"),
    "improvement_changed": (gettext_lazy("Changed"), "pencil"),
    "improvement_withdrawn": (gettext_lazy("Withdrawn"), "x-circle"),
}


def changes(
    *,
    first: date | None = None,
    last: date | None = None,
    place: int | None = None,
    stage: int | None = None,
    withdrawn: bool = False,
) -> QuerySet[Improvement]:
    """Changes in use, the newest first. `place`: there, below it, and those that hold for the whole house."""
    rows = Improvement.objects.select_related("keeper", "place", "stage", "what")
    if not withdrawn:
        rows = rows.filter(withdrawn_at=None)
    if first is not None:
        rows = rows.filter(in_use_on__gte=first)
    if last is not None:
        rows = rows.filter(in_use_on__lte=last)
    if place is not None:
        below = Below(Unit, "parent", [place], itself=True)
        rows = rows.filter(Q(AnyOf("place", below)) | Q(place=None))
    if stage is not None:
        rows = rows.filter(Q(stage=stage) | Q(stage=None))
    return rows.order_by("-in_use_on", "-pk")


def improvement_history(improvement: Improvement) -> list[Told]:
    """Newest first: who entered, changed or withdrew it."""
    found = Event.objects.filter(subject_kind="improvement", subject_id=improvement.pk).order_by("-seq")
    events = list(found)
    people = {event.data.get("was", {}).get("keeper") for event in events} - {None}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    told = []
    for event in events:
        title, icon = LINES[event.code]
        words = "; ".join(_before(event.data.get("was", {}), names))
        told.append(Told(event.at, str(title), US, icon, event.actor_name, words))
    return told


def _before(was: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """What it was before, as far as it has words of its own."""
    said = {
        "name": _("Before: %(was)s") % {"was": was.get("name")},
        "keeper": _("Keeper before: %(was)s") % {"was": names.get(was.get("keeper", 0), "")},
        "in_use_on": _("In use since, before: %(was)s") % {"was": was.get("in_use_on")},
        "place": _("Another place"),
        "stage": _("Another stage"),
        "cause": _("Another cause"),
        "what": _("Other words"),
    }
    return [said[name] for name in said if name in was]
