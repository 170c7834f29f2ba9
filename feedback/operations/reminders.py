"""Reminding of invitations that nobody answered, and one round of everything that is due to be asked.

A reminder carries a new link: the earlier one opens nothing from then on, so there is one key to an answer at any time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.operations.heartbeats import clear_alarm, raise_alarm
from accounts.operations.notices import NewNotice, notify
from accounts.queries.house import house
from cxapp.lib.sql import update_rows
from feedback.models import Customer, Invitation, Occasion, Response
from feedback.operations.occasions import decide_due, token_mark
from feedback.queries.asking import at_unit, known_of
from feedback.rules.asking import IN_THE_MIDDLE, Known, Standing, may_remind, next_reminder

log = logging.getLogger("feedback.asking")

BATCH = 500
"""Customers one transaction decides about."""
ALARM = "asking_fails"


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: occasions decided, of them asked, and reminders sent."""

    decided: int = 0
    asked: int = 0
    reminded: int = 0


def send_due(*, now: datetime, limit: int = 5_000) -> Round:
    """Everything whose moment has come, at most `limit` of each kind, in batches of their own transactions."""
    decided: list[Occasion] = []
    reminded: list[int] = []
    occasions = Occasion.objects.filter(decided_at=None, due_at__lte=now).order_by("due_at", "pk")
    good = _work(
        list(occasions.values_list("pk", flat=True)[:limit]),
        lambda ids: decided.extend(decide_due(ids=ids, now=now)),
        now,
    )
    invitations = Invitation.objects.filter(remind_at__lte=now).order_by("remind_at", "pk")
    good &= _work(
        list(invitations.values_list("pk", flat=True)[:limit]),
        lambda ids: reminded.append(remind_due(ids=ids, now=now)),
        now,
    )
    if good:
        clear_alarm(name=ALARM, now=now)
    return Round(len(decided), sum(row.invitation is not None for row in decided), sum(reminded))


def _work(ids: Sequence[int], work: Callable[[Sequence[int]], None], now: datetime) -> bool:
    """In batches. One that fails is tried again in halves, until the row that cannot be done stands alone and is reported."""
    results = [_halved(ids[start : start + BATCH], work, now) for start in range(0, len(ids), BATCH)]
    return all(results)


def _halved(ids: Sequence[int], work: Callable[[Sequence[int]], None], now: datetime) -> bool:
    try:
        work(ids)
    except Exception as error:
        if len(ids) == 1:
            log.exception("Asking failed for row %s.", ids[0])
            detail = {"row": ids[0], "error": f"{type(error).__name__}: {error}"[:500]}
            raise_alarm(name=ALARM, detail=detail, now=now)
            return False
        middle = len(ids) // 2
        results = [_halved(part, work, now) for part in (ids[:middle], ids[middle:])]
        return all(results)
    return True


@transaction.atomic
def remind_due(*, ids: Sequence[int], now: datetime) -> int:
    """Remind of these invitations; returns how many. What another worker or an answer holds waits for the next round."""
    due = Invitation.objects.filter(pk__in=ids, remind_at__lte=now).order_by("pk")
    held = due.select_for_update(of=("self",), skip_locked=True)
    rows = list(held.select_related("version__survey"))
    customers = Customer.objects.in_bulk({row.customer_id for row in rows if row.customer_id})
    known, where = known_of(list(customers.values())), house()
    answered = set(Response.objects.filter(invitation__in=rows).values_list("invitation_id", flat=True))
    notices: list[NewNotice] = []
    for row in rows:
        unit = row.place_id or row.department_id
        about = known[row.customer_id] if row.customer_id is not None else Known(has_mail=False)
        over = row.stopped_at is not None or row.bounced_at is not None
        standing = Standing(row.pk in answered, over, row.expires_at)
        if not may_remind(standing, at_unit(about, unit, where, now), now=now):
            row.remind_at = None
        elif row.opened_at is not None and now - row.opened_at < IN_THE_MIDDLE:
            row.remind_at = now + IN_THE_MIDDLE
        else:
            notices.append(_remind(row, now))
    columns = ["token_sha", "generation", "reminders_sent", "remind_at"]
    update_rows(Invitation, columns, [(row.pk, *(getattr(row, name) for name in columns)) for row in rows])
    notify(notices=notices, now=now, fresh=True)
    return len(notices)


def _remind(row: Invitation, now: datetime) -> NewNotice:
    """The next link, and the mail that carries it."""
    survey = row.version.survey
    row.generation += 1
    row.reminders_sent += 1
    row.token_sha = token_mark(row.uuid, row.generation)
    row.remind_at = next_reminder(
        sent=row.reminders_sent,
        most=survey.reminders,
        gap=timedelta(days=survey.reminder_gap),
        last=now,
        expires_at=row.expires_at,
    )
    data = {"invitation": row.pk, "reminder": row.reminders_sent}
    key = f"reminder:{row.pk}:{row.reminders_sent}"
    return NewNotice("survey_reminder", "customer", row.customer_id or 0, key, data)
