"""What stands in a digest: the day of one leader, the week of their people, the month of the house. Read when it is sent.

Everything is asked through the gates of the reader, so that a mail tells nobody more than their pages do. Words and times are
made in the reader's language and zone: call within `as_read_by`. Not here: when a digest is due (`rules.digests`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.queries.practices import is_on
from accounts.rules.behaviours import Behaviour, DoneDue
from cxapp.insights.models import Reply
from cxapp.insights.queries.answers import desk
from cxapp.insights.queries.ledger import behaviours_now, ledger
from cxapp.insights.queries.promises import late, promises
from cxapp.lib.periods import Period, day_of, month_of
from cxapp.lib.sql import AnyOf, Below
from cxapp.lib.wording import clock_time, late_by
from feedback.enums import PromiseKind
from feedback.models import Promise
from feedback.queries.naming import customer_name
from feedback.queries.today import Today, today

NAMED = 5
"""So many people or customers a mail names; the page behind the link has the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in words, and the page it leads to."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """Whom to call today, what else waits, and how the month stands."""

    count: int = 0
    late: int = 0
    calls: Sequence[Line] = ()
    more: int = 0
    came_up: Sequence[Line] = ()
    promises: Sequence[Line] = ()
    asks: int = 0
    unread: int = 0
    month: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing waits for this person; how the month stands is no reason to write."""
        return not (self.count or self.came_up or self.promises or self.asks or self.unread)


def day_of_leader(*, person: User, now: datetime) -> Day:
    """What Today shows, as lines."""
    zone = timezone.get_current_timezone()
    day = today(user=person, now=now, with_blocks=False)
    until = day_of(timezone.localdate(now), zone).end
    return Day(
        count=day.count,
        late=day.late,
        calls=[Line(_call(waits.case, waits.leader, now), _case_url(waits.case)) for waits in day.waiting],
        more=day.more,
        came_up=_came_up(day, now),
        promises=[
            Line(_promised(promise, now), reverse("case", args=[promise.case_id]))
            for promise in day.promises
            if promise.due_at < until
        ],
        asks=day.asks + replies_to_decide(person),
        unread=desk(person, now, read=False).count() if is_on("reading") else 0,
        month=own_words(person=person, period=month_of(timezone.localdate(now), zone), now=now),
    )


def _case_url(case: Any) -> str:
    return reverse("case", args=[case.pk])


def _call(case: Any, leader: str, now: datetime) -> str:
    values = {"name": customer_name(case), "leader": leader, "time": _time(case.due_at, now)}
    if case.due_at is None:
        words = _("%(name)s")
    elif case.due_at <= now:
        values["span"] = late_by(case.due_at, now)
        words = _("%(name)s, late by %(span)s: promised by %(time)s")
    else:
        words = _("%(name)s, by %(time)s")
    return (
        (_("%(words)s (for %(leader)s)") % {"words": words % values, "leader": leader})
        if leader
        else words % values
    )


def _time(moment: datetime | None, now: datetime) -> str:
    return clock_time(moment, now, timezone.get_current_timezone()) if moment else ""


def _came_up(day: Today, now: datetime) -> list[Line]:
    words = _("%(name)s, from %(leader)s since %(time)s")
    return [
        Line(
            words
            % {
                "name": customer_name(one.case),
                "leader": one.case.leader.name,
                "time": _time(one.told_at, now),
            },
            _case_url(one.case),
        )
        for one in day.came_up
    ]


def _promised(promise: Promise, now: datetime) -> str:
    name = promise.case.customer.name if promise.case.customer else ""
    values = {"name": name or _("A customer"), "time": _time(promise.due_at, now)}
    if promise.kind == PromiseKind.CALL_BY:
        return _("%(name)s: a call by %(time)s") % values
    return _("%(name)s: put right by %(time)s") % values


def replies_to_decide(person: User) -> int:
    """Misses this person is asked to set aside or let stand."""
    return Reply.objects.filter(decider=person, state="asked").count()


# -- The week ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Week:
    """How the people of one leader stand, and what never climbs: read, thanked. `leads_people`: there is anybody below."""

    late: int = 0
    late_lines: Sequence[Line] = ()
    more_late: int = 0
    due: int = 0
    missed: int = 0
    reached_since: int = 0
    people: Sequence[tuple[str, Sequence[str]]] = ()
    own: Sequence[str] = ()
    asked: int = 0
    leads_people: bool = False

    @property
    def all_well(self) -> bool:
        return not self.late and self.reached_since == self.missed


def week_of_leader(*, person: User, period: Period, now: datetime) -> Week:
    """The week of `period` for one person and everybody below them."""
    everybody = User.objects.filter(AnyOf("pk", Below(User, "reports_to", [person.pk])))
    below = set(everybody.exclude(pk=person.pk).values_list("pk", flat=True))
    waiting = late(reader=person, now=now).filter(holder__in=below).order_by()
    rows = list(
        waiting.values("holder", "holder__name")
        .annotate(n=Count("pk"), oldest=Min("due_at"))
        .order_by("-n", "holder__name", "holder")
    )
    fell_due = promises(reader=person, period=period, now=now).filter(person__in=below)
    counts = fell_due.aggregate(
        due=Count("pk"),
        missed=Count("pk", filter=Q(met_at=None) | Q(met_at__gte=F("due_at"))),
        since=Count("pk", filter=Q(met_at__gte=F("due_at"))),
    )
    reports = list(
        User.objects.filter(reports_to=person, is_active=True, pk__in=below)
        .order_by("name", "pk")
        .values_list("pk", "name")
    )
    words = counted_words(
        reader=person, people=[person.pk, *(pk for pk, _name in reports)], period=period, now=now
    )
    return Week(
        late=sum(row["n"] for row in rows),
        late_lines=[_late_line(row, now) for row in rows[:NAMED]],
        more_late=max(len(rows) - NAMED, 0),
        due=counts["due"],
        missed=counts["missed"],
        reached_since=counts["since"],
        people=[(name, words[pk]) for pk, name in reports if words.get(pk)],
        own=words.get(person.pk, []),
        asked=replies_to_decide(person),
        leads_people=bool(below),
    )


def _late_line(row: Any, now: datetime) -> Line:
    words = ngettext(
        "%(name)s: %(n)s customer, promised by %(time)s",
        "%(name)s: %(n)s customers, the oldest promised by %(time)s",
        row["n"],
    )
    url = f"{reverse('cases')}?view=late&leader={row['holder']}"
    return Line(words % {"name": row["holder__name"], "n": row["n"], "time": _time(row["oldest"], now)}, url)


# -- Behaviours in words ------------------------------------------------------------------------
def own_words(*, person: User, period: Period, now: datetime) -> list[str]:
    """The own counts of one person: what was due, or done without being due."""
    return counted_words(reader=person, people=[person.pk], period=period, now=now).get(person.pk, [])


def counted_words(
    *, reader: User, people: Collection[int], period: Period, now: datetime
) -> dict[int, list[str]]:
    """For each of these people a sentence a behaviour; what came to nothing and was not due is left out."""
    numbers = ledger(reader=reader, people=people, periods=[period], now=now)
    found: dict[int, list[str]] = {}
    for behaviour in behaviours_now():
        for pk, by_name in numbers.items():
            [number] = by_name[behaviour.name]
            if number.done or number.due:
                found.setdefault(pk, []).append(count_words(behaviour, number))
    return found


def count_words(behaviour: Behaviour, number: DoneDue) -> str:
    """Always the two numbers; never a share, never added up."""
    values = {"what": behaviour.label, "done": number.done, "due": number.due, "n": number.set_aside}
    if number.due is None:
        return _("%(what)s: %(done)s") % values
    words = _("%(what)s: %(done)s of %(due)s") % values
    if number.set_aside:
        aside = ngettext("%(n)s set aside", "%(n)s set aside", number.set_aside) % values
        return _("%(words)s (%(aside)s)") % {"words": words, "aside": aside}
    return words
