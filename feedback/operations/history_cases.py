"""Complaints from before: closed cases with their outcome. Nobody is mailed, no clock starts, no leader's figure counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.enums import Severity
from accounts.operations.timeline import By, Entry, begin_history
from cxapp.lib.together import give_numbers
from cxapp.lib.tokens import fingerprint, link_token, short_code
from feedback.enums import CaseMode, CaseState, CustomerOutcome, End
from feedback.models import Case, Customer, Signal, Text
from feedback.operations.cases import CaseDraft, leaders_today
from feedback.operations.customers import Found, find_or_add_customers
from feedback.queries.choosing import none_stage
from feedback.rules.drafts import SignalDraft


@dataclass(frozen=True, slots=True)
class PastCase:
    """A complaint that has ended: the draft, when and how."""

    draft: SignalDraft
    closed_at: datetime
    ended: str
    outcome: CustomerOutcome


@transaction.atomic
def bring_in(*, past: Sequence[PastCase], by: By, now: datetime) -> int:
    """Store past complaints; those already received under the same number are passed over. Returns how many were added."""
    numbers = [entry.draft.external_id for entry in past]
    known = set(
        Signal.objects.filter(
            external_id__in=numbers, source__in={entry.draft.source for entry in past}
        ).values_list("source", "external_id")
    )
    fresh: dict[tuple[str, str], PastCase] = {}
    for entry in past:
        key = (entry.draft.source, entry.draft.external_id)
        if key not in known:
            fresh.setdefault(key, entry)
    entries = list(fresh.values())
    found = find_or_add_customers(drafts=[entry.draft for entry in entries], now=now)
    cases = _cases(entries, found, now)
    give_numbers(cases)
    begin_history(
        subjects=cases,
        entries=[Entry("case", case.pk, "imported", by, _facts(case)) for case in cases],
        now=now,
    )
    Case.objects.bulk_create(cases, batch_size=2000)
    _store_signals(entries, found, cases, now)
    return len(cases)


def _facts(case: Case) -> dict[str, object]:
    """Ids and digests only: what the file says in words stays erasable."""
    return {"leader": case.leader_id, "ended": case.end_words.digest if case.end_words else None}


def _cases(entries: Sequence[PastCase], found: Sequence[Found], now: datetime) -> list[Case]:
    words = Text.objects.bulk_create([Text(body=entry.draft.words) for entry in entries], batch_size=2000)
    ended = [Text(body=entry.ended) if entry.ended else None for entry in entries]
    Text.objects.bulk_create([text for text in ended if text], batch_size=2000)
    stage = none_stage()
    drafts = [_draft(e, f.customer, stage, t) for e, f, t in zip(entries, found, words, strict=True)]
    leaders = leaders_today(drafts=drafts, now=now)
    return [
        Case(
            customer=draft.customer,
            account_id=draft.customer.account_id if draft.customer else None,
            place_id=draft.place,
            department_id=draft.department,
            stage_id=draft.stage,
            leader_id=leader,
            state=CaseState.CLOSED,
            end=End.AS_IMPORTED,
            end_words=how,
            outcome=entry.outcome,
            mode=CaseMode.HISTORY,
            words=draft.words,
            reachable=where.reachable,
            received_at=entry.draft.received_at,
            opened_at=entry.draft.received_at,
            closed_at=entry.closed_at,
        )
        for entry, where, draft, leader, how in zip(entries, found, drafts, leaders, ended, strict=True)
    ]


def _draft(entry: PastCase, customer: Customer | None, stage: int, words: Text) -> CaseDraft:
    return CaseDraft(
        customer=customer,
        place=entry.draft.place,
        department=entry.draft.department,
        stage=entry.draft.stage or stage,
        severity=Severity.NORMAL,
        wish=entry.draft.wish,
        words=words,
        received_at=entry.draft.received_at,
        facts={"channel": entry.draft.channel, "tag": entry.draft.tag},
    )


def _store_signals(
    entries: Sequence[PastCase], found: Sequence[Found], cases: Sequence[Case], now: datetime
) -> None:
    rows = []
    for entry, where, case in zip(entries, found, cases, strict=True):
        draft, uuid = entry.draft, uuid4()
        rows.append(
            Signal(
                uuid=uuid,
                kind=draft.kind,
                channel=draft.channel,
                source=draft.source,
                external_id=draft.external_id,
                customer=where.customer,
                text=case.words,
                wish=draft.wish,
                received_at=draft.received_at,
                logged_at=now,
                place_id=draft.place,
                department_id=draft.department,
                tag=draft.tag,
                case=case,
                token_sha=fingerprint(link_token("signal", uuid, 1)),
                code_sha=fingerprint(short_code(uuid, 1)),
            )
        )
    Signal.objects.bulk_create(rows, batch_size=2000)
