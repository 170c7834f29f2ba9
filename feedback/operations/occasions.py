"""Occasions to ask a customer: each is decided once, and becomes an invitation or says why not.

Not here: where occasions come from (`asking`, `sendings`, `sending_rules`) and reminders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from accounts.rules.actor import SYSTEM
from cxapp.lib.sql import insert_rows, update_rows
from cxapp.lib.tokens import fingerprint, link_token
from feedback.enums import AskedBy, PassedOver
from feedback.models import Customer, Invitation, Occasion, Survey, SurveyVersion
from feedback.queries.asking import asking_rules, at_unit, known_of, leaders_of, quiet_time, versions_asked
from feedback.rules.asking import next_reminder, why_not


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody who could be asked. Without a place named, their own counts; without a stage, the survey's."""

    customer: Customer
    place: int | None = None
    department: int | None = None
    stage: int | None = None
    about: str = ""
    external_id: str = ""
    at: datetime | None = None
    due_at: datetime | None = None


def new_occasions(
    *, survey: Survey, how: AskedBy, asks: Sequence[ToAsk], now: datetime, **source: Any
) -> list[Occasion]:
    """Occasions to store: `source` is their sending, rule or system. They wait until their time and are decided then."""
    return [
        Occasion(
            survey=survey,
            customer=ask.customer,
            how=how,
            place_id=ask.place or (None if ask.department else ask.customer.place_id),
            department_id=ask.department,
            stage_id=ask.stage or survey.stage_id,
            about=ask.about.strip()[:200],
            external_id=ask.external_id,
            at=ask.at or now,
            due_at=ask.due_at or now,
            **source,
        )
        for ask in asks
    ]


@transaction.atomic
def decide_due(*, ids: Sequence[int], now: datetime) -> list[Occasion]:
    """Decide these occasions, if their moment has come and nobody did yet. What somebody else holds is left to the next round.

    Locks without waiting, occasions and then customers: whoever holds a customer decides about them alone.
    """
    due = Occasion.objects.filter(pk__in=ids, decided_at=None, due_at__lte=now).order_by("due_at", "pk")
    held_rows = due.select_related("sending__by", "rule").select_for_update(of=("self",), skip_locked=True)
    rows = list(held_rows)
    free = Customer.objects.filter(pk__in={row.customer_id for row in rows}).order_by("pk")
    held = free.select_related("account").select_for_update(of=("self",), skip_locked=True)
    customers = {customer.pk: customer for customer in held}
    mine = [row for row in rows if row.customer_id in customers]
    decide(occasions=mine, customers=customers, now=now)
    return mine


def decide(
    *,
    occasions: Sequence[Occasion],
    customers: Mapping[int, Customer],
    now: datetime,
    by: By = SYSTEM,
    version: SurveyVersion | None = None,
) -> None:
    """Part of a transaction that holds these customers: each occasion becomes an invitation or says why not.

    Of two occasions of one customer the earlier is asked, so the quiet time holds within a batch too.
    """
    if not occasions:
        return
    where, quiet = house(), quiet_time(asking_rules())
    known = known_of(list(customers.values()))
    versions = versions_asked({row.survey_id for row in occasions})
    made: list[tuple[Occasion, Invitation]] = []
    for row in occasions:
        customer = customers[row.customer_id]
        asked = version or versions.get(row.survey_id)
        about = at_unit(known[customer.pk], row.place_id or row.department_id, where, now)
        row.decided_at = now
        reason = _stopped(row, asked) or why_not(about, due_at=row.due_at, now=now, quiet=quiet)
        row.passed_over = reason or ""
        if not row.passed_over and asked is not None:
            made.append((row, _invitation(row, customer, asked, now)))
            known[customer.pk] = replace(known[customer.pk], asked_at=now)
    _name_leaders([invitation for _row, invitation in made], now)
    insert_rows([invitation for _row, invitation in made])
    for row, invitation in made:
        row.invitation = invitation
    update_rows(
        Occasion,
        ["decided_at", "invitation", "passed_over"],
        [(row.pk, now, row.invitation_id, row.passed_over) for row in occasions],
    )
    _tell(made, by, now)


def _stopped(row: Occasion, version: SurveyVersion | None) -> PassedOver | None:
    sending_off = row.sending is not None and row.sending.stopped_at is not None
    rule_off = row.rule is not None and not row.rule.is_active
    return PassedOver.STOPPED if version is None or sending_off or rule_off else None


def _invitation(row: Occasion, customer: Customer, version: SurveyVersion, now: datetime) -> Invitation:
    survey, uuid = version.survey, uuid4()
    expires_at = now + timedelta(days=survey.open_days)
    return Invitation(
        uuid=uuid,
        version=version,
        customer=customer,
        token_sha=token_mark(uuid, 1),
        language=language_for(version, customer.language),
        sent_at=now,
        expires_at=expires_at,
        remind_at=next_reminder(
            sent=0,
            most=survey.reminders,
            gap=timedelta(days=survey.reminder_gap),
            last=now,
            expires_at=expires_at,
        ),
        place_id=row.place_id,
        department_id=row.department_id,
        stage_id=row.stage_id,
        about=row.about,
    )


def token_mark(uuid: UUID, generation: int) -> str:
    """What the row keeps of its link. A higher generation makes every earlier link worthless."""
    return fingerprint(link_token("survey", uuid, generation))


def language_for(version: SurveyVersion, wanted: str) -> str:
    """The language a customer is asked in: theirs where the survey has it, else the survey's first."""
    return wanted if wanted in version.languages else next(iter(version.languages), "en")


def _name_leaders(made: Sequence[Invitation], now: datetime) -> None:
    """Who leads there today stays with the invitation, whatever changes before the answer comes."""
    keys = {}
    for row in made:
        account = row.customer.account if row.customer is not None else None
        keys[row.uuid] = (row.place_id, row.department_id, account.leader_id if account else None)
    leaders = leaders_of(keys.values(), now) if keys else {}
    for row in made:
        row.leader_id = leaders[keys[row.uuid]]


def _tell(made: Sequence[tuple[Occasion, Invitation]], by: By, now: datetime) -> None:
    """What every invitation leaves behind: an event on the customer's timeline, and a mail."""
    entries, notices = [], []
    for row, invitation in made:
        data = {"invitation": invitation.pk}
        who = row.sending.by if row.sending is not None else by
        entries.append(Entry("customer", row.customer_id, "invited", who, data))
        key = f"invitation:{invitation.pk}"
        notices.append(NewNotice("survey_invitation", "customer", row.customer_id, key, data))
    record(entries=entries, now=now)
    notify(notices=notices, now=now, fresh=True)
