"""What hurts right now: a burst is told once, somebody asks for help, a leader answers in one tap, both close by themselves.

Not here: when it is a burst (`rules.bursts`) and what was counted (`queries.alerts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By, Entry, begin_history, record
from accounts.queries.house import house
from accounts.queries.practices import is_on
from accounts.rules.actor import SYSTEM
from cxapp.lib.errors import Conflict, Refused
from cxapp.lib.sql import insert_rows
from cxapp.lib.together import give_numbers
from feedback.access.alerts import answerable_by
from feedback.enums import AlertAnswer, AlertKind
from feedback.models import Alert, Stage, Text
from feedback.queries.alerts import (
    WHOLE_PLACE,
    Spot,
    busy_places,
    busy_stages,
    counts_now,
    moments,
    moments_of_stages,
)
from feedback.queries.choosing import none_stage
from feedback.queries.leaders import leader_to_be, reader_of
from feedback.rules.bursts import LEAST, Burst, burst, is_over

PRACTICE = "help_here"
HELP_ENDS = timedelta(hours=2)
"""A call for help closes this long after its answer."""
HELP_LAPSES = timedelta(hours=8)
"""And this long after it was made where nobody answered."""


class AlertRefused(Refused):
    code = "alert_refused"


class AnsweredBefore(Conflict):
    code = "answered_before"


def watch_places(*, now: datetime) -> int:
    """Close what is over, then raise an alert where it hurts now. Returns how many were raised. Two at once raise one."""
    _close_help(now)
    open_now = list(Alert.objects.filter(kind=AlertKind.BURST, closed_at=None))
    where = house()
    counts = counts_now(now)
    busy = {pk for pk in busy_places(counts) if where.live_since(pk, now) is not None}
    times = moments(busy, now) if busy else {}
    for alert in open_now:
        if _has_passed(alert, times, counts, now):
            _close(alert, now)
    if not is_on(PRACTICE):
        return 0
    told = _told_last(busy)
    hurting = {alert.place_id for alert in open_now if alert.place_id is not None}
    raised = 0
    for place in sorted(busy - hurting):
        found = _worst(place, times, told.get(place), now)
        if found is not None and _raise(*found, now=now):
            raised += 1
            hurting.add(place)
    calm = {pk for pk in where.units if where.live_since(pk, now) is not None} - hurting
    told_of = {alert.stage_id for alert in open_now if alert.place_id is None}
    return raised + _watch_stages(counts, calm, told_of, now)


def _has_passed(
    alert: Alert, times: Mapping[Spot, Sequence[datetime]], counts: Mapping[Spot, int], now: datetime
) -> bool:
    if alert.place_id is not None:
        stage = alert.stage_id if alert.evidence["stage"] else WHOLE_PLACE
        return is_over(times=times.get((alert.place_id, stage), ()), now=now)
    return sum(n for (_place, stage), n in counts.items() if stage == alert.stage_id) < LEAST


def _watch_stages(counts: Mapping[Spot, int], calm: set[int], open_now: set[int], now: datetime) -> int:
    """A stage that hurts at several places, none of which does by itself. The same rule; it is told above the places."""
    busy = {
        stage: places
        for stage, places in busy_stages(counts, calm).items()
        if stage not in open_now and stage != none_stage()
    }
    if not busy:
        return 0
    rows = Alert.objects.filter(kind=AlertKind.BURST, place=None, stage__in=busy)
    told = dict(rows.values_list("stage").annotate(Max("opened_at")))
    times = moments_of_stages(busy, calm, now)
    raised = 0
    for stage, places in sorted(busy.items()):
        found = burst(times=times[stage], now=now, since=told.get(stage))
        raised += found is not None and _raise((None, stage), found, now=now, places=places)
    return raised


def _told_last(places: set[int]) -> dict[int, datetime]:
    rows = Alert.objects.filter(kind=AlertKind.BURST, place__in=places)
    return dict(rows.values_list("place").annotate(Max("opened_at"))) if places else {}


def _worst(
    place: int, times: Mapping[Spot, Sequence[datetime]], since: datetime | None, now: datetime
) -> tuple[Spot, Burst] | None:
    """One stage where that explains it, else the whole place: one alert, not one a stage."""
    found = [
        (spot, hit)
        for spot in times
        if spot[0] == place and (hit := burst(times=times[spot], now=now, since=since)) is not None
    ]
    stages = [row for row in found if row[0][1] is not WHOLE_PLACE]
    return max(stages or found, key=lambda row: row[1].count, default=None)


def _raise(
    spot: tuple[int | None, int | None], found: Burst, now: datetime, places: Sequence[int] = ()
) -> bool:
    place, stage = spot
    evidence = {
        "count": found.count,
        "usual": round(found.usual, 2),
        "since": found.since.isoformat(),
        "stage": stage is not WHOLE_PLACE,
        **({"places": list(places)} if places else {}),
    }
    alert = Alert(kind=AlertKind.BURST, place_id=place, stage_id=stage or none_stage(), evidence=evidence)
    return _open(alert, by=SYSTEM, now=now)


def _open(alert: Alert, *, by: By, now: datetime) -> bool:
    """Store and tell. Where one is open already, the winner of the race stays and nobody hears twice."""
    alert.opened_at = now
    alert.leader = leader_to_be(place=alert.place_id, now=now, facts={"channel": "alert"})
    try:
        with transaction.atomic():
            give_numbers([alert])
            raised = Entry("alert", alert.pk, "raised", by, _facts(alert))
            begin_history(subjects=[alert], entries=[raised], now=now)
            insert_rows([alert])
            reader = reader_of(alert.leader, now)
            told = reader.deputy or reader.person
            data = {"alert": alert.pk}
            notice = NewNotice("alert_raised", "person", told.pk, f"alert:{alert.pk}", data)
            notify(notices=[notice], now=now, but_not=by.pk if isinstance(by, User) else None)
    except IntegrityError:
        return False
    return True


def _facts(alert: Alert) -> dict[str, object]:
    words = {"text": alert.words.pk, "digest": alert.words.digest} if alert.words else None
    return {"kind": alert.kind, "leader": alert.leader_id, "words": words, **alert.evidence}


@transaction.atomic
def ask_for_help(
    *, place: Unit, by: User, now: datetime, stage: Stage | None = None, words: str = ""
) -> Alert:
    """*We need help here.* Where somebody asked a moment ago, that call stands and is returned."""
    if not is_on(PRACTICE):
        raise AlertRefused(_("Calls for help are switched off. Ask your leader directly."))
    stage_id = stage.pk if stage else none_stage()
    same = Alert.objects.filter(kind=AlertKind.HELP, place=place, stage=stage_id, closed_at=None)
    if (standing := same.select_related("leader").first()) is not None:
        return standing
    text = Text.objects.create(body=words.strip()) if words.strip() else None
    alert = Alert(kind=AlertKind.HELP, place=place, stage_id=stage_id, asked_by=by, words=text)
    return alert if _open(alert, by=by, now=now) else same.get()


@transaction.atomic
def answer_alert(*, alert: Alert, answer: str, by: User, now: datetime, reason: str = "") -> Alert:
    """One tap; *not now* needs its reason. The first answer counts and is told to whoever asked."""
    if answer not in AlertAnswer.values:
        raise AlertRefused(_("Choose one of the answers."), field="answer")
    if answer == AlertAnswer.NOT_NOW and not reason.strip():
        raise AlertRefused(_("Say why not now, so that they can help themselves."), field="reason")
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if not answerable_by(by, now).filter(pk=alert.pk).exists():
        raise AlertRefused(_("Only the leader of the place, or someone above them, answers this."))
    if alert.answered_at is not None:
        raise AnsweredBefore(_("Somebody has answered meanwhile. Their answer is on this page."))
    if alert.closed_at is not None:
        raise AnsweredBefore(_("This is over already. Nothing needs to be answered any more."))
    text = Text.objects.create(body=reason.strip()) if reason.strip() else None
    alert.answered_at, alert.answered_by, alert.answer, alert.reason = now, by, answer, text
    alert.save(update_fields=["answered_at", "answered_by", "answer", "reason"])
    words = {"text": text.pk, "digest": text.digest} if text else None
    record(entries=[Entry("alert", alert.pk, "answered", by, {"answer": answer, "words": words})], now=now)
    if alert.asked_by_id is not None:
        data = {"alert": alert.pk}
        notice = NewNotice("alert_answered", "person", alert.asked_by_id, f"alert_answer:{alert.pk}", data)
        notify(notices=[notice], now=now, but_not=by.pk)
    return alert


def _close_help(now: datetime) -> None:
    over = Q(answered_at__lte=now - HELP_ENDS) | Q(answered_at=None, opened_at__lte=now - HELP_LAPSES)
    for alert in Alert.objects.filter(over, kind=AlertKind.HELP, closed_at=None):
        _close(alert, now)


@transaction.atomic
def _close(alert: Alert, now: datetime) -> None:
    if Alert.objects.filter(pk=alert.pk, closed_at=None).update(closed_at=now):
        record(entries=[Entry("alert", alert.pk, "closed", SYSTEM)], now=now)
