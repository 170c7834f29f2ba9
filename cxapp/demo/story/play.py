"""Plays the story: acts and real sweeps in the order of their moments, up to now. What was played before is not repeated.

A fortnight is one transaction with its stamp, so that a start that was broken off goes on where it stopped. Nobody is
mailed about the past. Not here: what happens (`arrivals`, `acts`), the watched case (`watched`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count
from math import ceil

from django.db import transaction
from django.db.models import F, Q

from accounts.enums import DeliveryState
from accounts.models import Delivery, Event, Notice
from accounts.operations.notices import mark_seen
from accounts.operations.sweep import sweep
from accounts.queries.house import read_once
from cxapp.demo.models import Planned, Stamp
from cxapp.demo.story import acts, arrivals, changes, hurts, lists, misses, surveys, voices
from cxapp.demo.story.desk import lay
from cxapp.demo.story.founding import found, local_midnight
from cxapp.demo.story.known import next_alarm
from cxapp.demo.story.packs import keep_packs
from cxapp.demo.story.plan import Act
from cxapp.lib.errors import Refused
from feedback.models import Invitation

log = logging.getLogger("cxapp.demo")

LENGTH = 365
"""Days of story before the first start."""
CHUNK = timedelta(days=14)
GRID = 300
"""Seconds: sweeps of the past happen on full five minutes, and only when something is due."""
UNREAD = timedelta(days=2)
AWAY = timedelta(hours=26)
"""After so long without a start the watched leader's desk is laid afresh."""

ON_ITS_WAY = Q(delivered_at=None, bounced_at=None, stopped_at=None, is_test=False)
"""Mails of the past count as taken: nobody sends them, and the funnel would end at them."""

Progress = Callable[[datetime], None]


class Player:
    """The story between its stamp and a moment."""

    def __init__(self, *, until: datetime) -> None:
        self.until = until
        self.passed_over = 0
        self._order = count()
        self._heap: list[tuple[datetime, int, Act]] = []

    def play(self, progress: Progress) -> None:
        stamp = Stamp.objects.first() or self._begin()
        self._stamp = stamp
        if not surveys.are_there():
            surveys.begin(now=stamp.played_until)
        # Somebody may have used the demonstration since: nothing of the story happens before what they did.
        last = Event.objects.order_by("-at").values_list("at", flat=True).first()
        self._floor = max(stamp.played_until, min(last or stamp.played_until, self.until))
        for row in Planned.objects.order_by("at", "pk"):
            self._push(Act(row.at, row.verb, row.data))
        if self.until - stamp.played_until > AWAY:
            for act in (*lay(until=self.until), *hurts.lay(until=self.until)):
                self._push(act)
        while stamp.played_until < self.until:
            end = min(stamp.played_until + CHUNK, self.until)
            with transaction.atomic(), read_once():
                self._play_to(end)
                keep_packs(now=end, until=self.until)
                lists.bring(end)
                changes.bring(now=end, until=self.until)
                misses.answer(now=end, until=self.until)
                self._keep(end)
            progress(end)

    def _begin(self) -> Stamp:
        start = self.until - timedelta(days=LENGTH)
        with transaction.atomic():
            found(now=start)
            first = local_midnight(start)
            Planned.objects.create(at=first, verb="day", data={"day": 0})
            return Stamp.objects.create(started_at=start, played_until=start)

    def _push(self, act: Act) -> None:
        heappush(self._heap, (act.at, next(self._order), act))

    def _play_to(self, end: datetime) -> None:
        while True:
            due, act = self._next_sweep(), self._heap[0][0]
            if due <= act and due <= end:
                sweep(now=due)
            elif act <= end:
                self._do(heappop(self._heap)[2])
            else:
                return

    def _next_sweep(self) -> datetime:
        """When the sweep next has something to do, a little after it fell due."""
        first = next_alarm()
        if first is None:
            return datetime.max.replace(tzinfo=UTC)
        return max(datetime.fromtimestamp(ceil(first.timestamp() / GRID) * GRID, UTC), self._floor)

    def _do(self, act: Act) -> None:
        now = max(act.at, self._floor)
        if act.verb == "day":
            planned = voices.ask_on(act.data["day"], now)
            planned += arrivals.day(act.at, number=act.data["day"], length=LENGTH, take=self._take)
        else:
            try:
                with transaction.atomic():
                    planned = self._by_verb(act)(act, now)
            except Refused as refusal:
                log.info("The story passes over %s: %s", act.verb, refusal)
                self.passed_over += 1
                return
        for one in planned:
            self._push(one)

    @staticmethod
    def _by_verb(act: Act) -> Callable[[Act, datetime], list[Act]]:
        return arrivals.arrive if act.verb in arrivals.DOING else acts.act

    def _take(self) -> int:
        self._stamp.customers += 1
        return self._stamp.customers

    def _keep(self, end: datetime) -> None:
        """The plan, the stamp, and a clean desk: nobody is mailed about the past, old notices have been read."""
        Planned.objects.all().delete()
        Planned.objects.bulk_create(
            Planned(at=act.at, verb=act.verb, data=dict(act.data)) for _, _, act in self._heap
        )
        heapify(self._heap)
        Invitation.objects.filter(ON_ITS_WAY).update(delivered_at=F("sent_at"))
        self._stamp.played_until = end
        self._stamp.save()
        Delivery.objects.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.NOT_NEEDED)
        old = Notice.objects.filter(recipient_kind="person", seen_at=None, created_at__lt=end - UNREAD)
        for person in sorted(set(old.values_list("recipient_id", flat=True))):
            ids = list(old.filter(recipient_id=person).values_list("pk", flat=True))
            mark_seen(recipient_id=person, ids=ids, now=end)


def play(*, until: datetime, progress: Progress) -> int:
    """Play what is missing. Returns how many acts no longer fitted."""
    player = Player(until=until)
    player.play(progress)
    return player.passed_over
