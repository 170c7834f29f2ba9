"""A visitor's question: asked without an account, answered on the place's reply clock, readable on a private page.

It opens no case. Not here: who may read and answer it (`access.enquiries`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import Entry, begin_history, record
from accounts.queries.house import house
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import Conflict, Refused
from cxapp.lib.sql import insert_rows
from cxapp.lib.together import give_numbers
from cxapp.lib.tokens import fingerprint, link_token, short_code
from cxapp.lib.working_time import due
from feedback.enums import SignalChannel, SignalKind
from feedback.models import Enquiry, Text
from feedback.operations.customers import Found, find_or_add_customers
from feedback.queries.leaders import leader_to_be
from feedback.rules.drafts import SignalDraft
from feedback.rules.kinds import REPLY

TRIES = 4


class QuestionMissing(Refused):
    code = "words_missing"


class AnsweredBefore(Conflict):
    code = "answered_before"


def ask_question(
    *,
    place: int | None,
    words: str,
    now: datetime,
    name: str = "",
    contact_points: tuple[tuple[str, str], ...] = (),
    language: str = "en",
) -> Enquiry:
    """Keep a question with the name of who answers it and by when. A race for the same new customer is run again."""
    if not words.strip():
        raise QuestionMissing(_("Write your question."), field="words")
    for remaining in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                found = _asker(place, name, contact_points, language, now)
                return _ask(place, words.strip(), found, now)
        except IntegrityError:
            if not remaining:
                raise
    raise AssertionError("the last try returns or raises")


def _asker(
    place: int | None, name: str, points: tuple[tuple[str, str], ...], language: str, now: datetime
) -> Found:
    draft = SignalDraft(
        kind=SignalKind.CONTACT_ME,
        channel=SignalChannel.FORM,
        received_at=now,
        name=name,
        contact_points=points,
        language=language,
        place=place,
    )
    return find_or_add_customers(drafts=[draft], now=now)[0]


def _ask(place: int | None, words: str, found: Found, now: datetime) -> Enquiry:
    where, uuid = house(), uuid4()
    step = where.policy_of(place).step(REPLY)
    enquiry = Enquiry(
        uuid=uuid,
        token_sha=fingerprint(link_token("enquiry", uuid, 1)),
        code_sha=fingerprint(short_code(uuid, 1)),
        place_id=place,
        customer=found.customer,
        text=Text.objects.create(body=words),
        leader=leader_to_be(place=place, now=now, customer=found.customer, facts={"channel": "form"}),
        asked_at=now,
        due_at=due(where.calendar_of(place), now, step),
    )
    give_numbers([enquiry])
    begin_history(
        subjects=[enquiry],
        entries=[Entry("enquiry", enquiry.pk, "asked", CUSTOMER, {"leader": enquiry.leader_id})],
        now=now,
    )
    insert_rows([enquiry])
    live = where.live_since(place, now) is not None
    new = NewClock(
        subject_kind="enquiry",
        subject_id=enquiry.pk,
        kind=REPLY,
        holder=enquiry.leader_id,
        step=step,
        policy_version=where.policy_of(place).version,
        unit=place,
        started_at=now,
        armed=live,
    )
    engine.start(clocks=[new], now=now, inside=where)
    data = {"enquiry": enquiry.pk}
    notices = [NewNotice("enquiry_opened", "person", enquiry.leader_id, f"enquiry:{enquiry.pk}", data)]
    if live and enquiry.customer_id is not None:
        notices.append(
            NewNotice("enquiry_received", "customer", enquiry.customer_id, f"enquiry:{enquiry.pk}", data)
        )
    notify(notices=notices, now=now)
    return enquiry


@transaction.atomic
def answer_question(*, enquiry: Enquiry, by: User, words: str, now: datetime) -> Enquiry:
    """The answer stands on the visitor's private page and goes to them by mail where they left an address. Once."""
    if not words.strip():
        raise QuestionMissing(_("Write what you want to answer."), field="words")
    clocks = engine.locked(engine.of_subjects("enquiry", [enquiry.pk], REPLY))
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if enquiry.answered_at is not None:
        raise AnsweredBefore(
            _("Somebody has answered this question meanwhile. Their answer is on this page.")
        )
    engine.meet(clocks=clocks, by=by, now=now)
    text = Text.objects.create(body=words.strip())
    enquiry.answer, enquiry.answered_by, enquiry.answered_at = text, by, now
    enquiry.save(update_fields=["answer", "answered_by", "answered_at"])
    data = {"words": {"text": text.pk, "digest": text.digest}}
    record(entries=[Entry("enquiry", enquiry.pk, "answered", by, data)], now=now)
    if enquiry.customer_id is not None and house().live_since(enquiry.place_id, now) is not None:
        told = NewNotice(
            "enquiry_answered",
            "customer",
            enquiry.customer_id,
            f"answered:{enquiry.pk}",
            {"enquiry": enquiry.pk},
        )
        notify(notices=[told], now=now)
    return enquiry
