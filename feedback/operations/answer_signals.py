"""What follows from answers: the signal of an unhappy one, a word to the leader about a lukewarm one. Every door ends here.

Not here: storing the answers (`answer_rows`), and where the signal goes (`signals`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By
from accounts.rules.actor import CUSTOMER
from feedback.enums import ContactKind, QuestionKind, ResponseSource, SignalKind, Wish
from feedback.models import ContactPoint, Question, Response, Responsibility, Signal
from feedback.operations.customers import find_or_add_customers
from feedback.operations.signals import receive
from feedback.queries.answering import CHANNELS
from feedback.rules.answering import SOFT, unhappiest, words_in
from feedback.rules.drafts import SignalDraft
from feedback.rules.questions import main_question

Reach = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WouldOpen:
    """The case an unhappy answer to a test would open: who leads it, until when, and why they."""

    leader: User
    due_at: datetime | None
    reason: str
    severity: str


def follow_up(
    *,
    response: Response,
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    reach: Reach = (),
    name: str = "",
    by: By = CUSTOMER,
    now: datetime,
) -> Signal | None:
    """Open or join a case where the answers ask for it; else remember whom the contact details belong to, and tell the leader
    of a seven or eight with words where the survey says so. Tests open nothing."""
    if response.is_test:
        return None
    draft = draft_of(response=response, questions=questions, answers=answers, reach=reach, name=name)
    if draft is not None:
        signal = receive(signals=[draft], by=by, now=now)[0].signal
        _belongs(response, signal.customer_id)
        return signal
    if reach and response.customer_id is None:
        found = find_or_add_customers(drafts=[_draft(response, reach, name)], now=now)[0].customer
        _belongs(response, found.pk if found is not None else None)
    _tell_softly(response, questions, answers, now)
    return None


def draft_of(
    *,
    response: Response,
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    reach: Reach = (),
    name: str = "",
) -> SignalDraft | None:
    """The signal of these answers; None where nobody is unhappy and nobody wants to be contacted."""
    low = unhappiest(questions, answers)
    wants_contact = response.wish in (Wish.CALL, Wish.VISIT, Wish.WRITE)
    if low is None and not wants_contact:
        return None
    scored = low if low is not None else main_question(questions)
    score = answers.get(scored.code) if scored is not None else None
    return _draft(
        response,
        reach,
        name,
        words=words_in(questions, answers, response.language),
        scale=scored.kind if scored is not None and score is not None else "",
        score=score,
        low_at=scored.low_at if scored is not None else None,
        wish=Wish(response.wish) if response.wish else usual_wish(response.customer_id, reach),
        wants_contact=wants_contact,
    )


def _draft(response: Response, reach: Reach, name: str, **fields: Any) -> SignalDraft:
    return SignalDraft(
        kind=SignalKind.SCORE,
        channel=CHANNELS[ResponseSource(response.source)],
        received_at=response.at,
        name=name,
        customer=response.customer_id,
        contact_points=reach,
        language=response.language or "en",
        response=response.pk,
        wish_when=response.wish_when,
        place=response.place_id,
        department=response.department_id,
        stage=response.stage_id,
        confirmed=response.source == ResponseSource.INVITATION and response.customer_id is not None,
        **fields,
    )


def usual_wish(customer: int | None, reach: Reach) -> Wish:
    """Nothing chosen: by telephone where we know one, else in writing."""
    if any(kind == ContactKind.PHONE for kind, _value in reach):
        return Wish.CALL
    if customer is None:
        return Wish.WRITE
    phones = ContactPoint.objects.filter(customer=customer, kind=ContactKind.PHONE, bounced_at=None)
    return Wish.CALL if phones.exists() else Wish.WRITE


def _belongs(response: Response, customer: int | None) -> None:
    if customer is not None and response.customer_id is None:
        response.customer_id = customer
        response.save(update_fields=["customer"])


def _tell_softly(
    response: Response, questions: Sequence[Question], answers: Mapping[str, Any], now: datetime
) -> None:
    """A seven or eight with a comment: a notice without a clock."""
    main = main_question(questions)
    if main is None or main.kind != QuestionKind.NPS or response.leader_id is None:
        return
    lukewarm = answers.get(main.code) in SOFT and words_in(questions, answers, response.language)
    if lukewarm and response.version.soft_alert:
        key, data = f"answer_soft:{response.pk}", {"response": response.pk}
        notify(notices=[NewNotice("answer_soft", "person", response.leader_id, key, data)], now=now)


def would_open(
    *, response: Response, questions: Sequence[Question], answers: Mapping[str, Any], now: datetime
) -> WouldOpen | None:
    """Receive a test as if a customer nobody knows had sent it, look at the case, and undo all of it."""
    somebody: Reach = ((ContactKind.EMAIL.value, f"test-{uuid4().hex}@example.org"),)
    draft = draft_of(response=response, questions=questions, answers=answers, reach=somebody)
    if draft is None:
        return None
    with transaction.atomic():
        case = receive(signals=[draft], by=CUSTOMER, now=now)[0].case
        holds = Responsibility.objects.filter(case=case).select_related("leader").order_by("-pk")[0]
        found = WouldOpen(holds.leader, case.due_at, holds.get_reason_display(), case.severity)
        transaction.set_rollback(True)
    return found
