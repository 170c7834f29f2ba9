"""What was changed about rules and accounts, when and by whom: read from the histories of those who did it.

Not here: the timeline of a case (`history`), the rules as they are (`rules`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Event, Unit, User
from accounts.queries.house import house
from feedback.models import Account
from feedback.queries.history import US, Told
from feedback.queries.rules import names_of_conditions, when

SHOWN = 20

RULE_LINES: Mapping[str, tuple[Any, str]] = {
    "rule_added": (gettext_lazy("Added the rule “%(name)s”"), "plus"),
    "rule_changed": (gettext_lazy("Changed the rule “%(name)s”"), "pencil"),
    "rule_deleted": (gettext_lazy("Deleted the rule “%(name)s”"), "x-circle"),
    "rule_moved": (gettext_lazy("Moved the rule “%(name)s”"), "arrows-up-down"),
}
ACCOUNT_LINES: Mapping[str, tuple[Any, str]] = {
    "account_added": (gettext_lazy("Added the account"), "plus"),
    "account_changed": (gettext_lazy("Changed the account"), "pencil"),
}


def rule_changes() -> list[Told]:
    """The newest changes of any rule. Four queries, however many."""
    events = _newest(RULE_LINES)
    facts = [event.data[key] for event in events for key in ("was", "becomes") if key in event.data]
    people = _names(User, (fact["leader"] for fact in facts))
    units = _names(Unit, (fact["head_of"] for fact in facts))
    conditions = names_of_conditions(house()) if facts else {}

    def says(fact: Mapping[str, Any]) -> str:
        given = {
            name: float(value) if name == "value_from" else value
            for name, value in fact["conditions"].items()
        }
        to = people.get(fact["leader"]) or _("head of %(unit)s") % {"unit": units.get(fact["head_of"], "")}
        return f"{when(given, conditions)} → {to}"

    return [_told(event, RULE_LINES, _rule_words(event, says)) for event in events]


def _rule_words(event: Event, says: Any) -> str:
    data = event.data
    if event.code == "rule_moved":
        return _("One place earlier.") if data["up"] else _("One place later.")
    after = says(data["becomes"]) if "becomes" in data else ""
    if "was" not in data:
        return str(after)
    before = _("Before: %(rule)s") % {"rule": says(data["was"])}
    return f"{after}. {before}" if after else before


def account_changes(account: Account) -> list[Told]:
    """The newest changes of one account: its name, and who leads it."""
    events = _newest(ACCOUNT_LINES, data__account=account.pk)
    people = _names(User, (event.data.get(key) for event in events for key in ("leader", "old")))

    def words(event: Event) -> str:
        data = event.data
        parts = [_("Another name.")] if "name" in data.get("fields", ()) else []
        if "leader_id" in data.get("fields", ["leader_id"]):
            leader = people.get(data["leader"])
            parts.append(
                _("%(leader)s leads.") % {"leader": leader} if leader else _("The rules name who leads.")
            )
        if "leader_id" in data.get("fields", ()) and data["old"] in people:
            parts.append(_("Before: %(leader)s.") % {"leader": people[data["old"]]})
        return " ".join(parts)

    return [_told(event, ACCOUNT_LINES, words(event)) for event in events]


def _newest(lines: Mapping[str, Any], **more: Any) -> Sequence[Event]:
    found = Event.objects.filter(subject_kind="person", code__in=lines, **more)
    return list(found.order_by("-at", "-pk")[:SHOWN])


def _names(model: type[User] | type[Unit], ids: Iterable[int | None]) -> dict[int | None, str]:
    wanted = {pk for pk in ids if pk is not None}
    return dict(model._default_manager.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _told(event: Event, lines: Mapping[str, tuple[Any, str]], text: str) -> Told:
    title, icon = lines[event.code]
    values = {"name": event.data.get("name", "")}
    return Told(event.at, str(title) % values, US, icon, event.actor_name, text)
