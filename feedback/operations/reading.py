"""What a leader does with an answer: read it, note something, make it a case. Not here: what lies on the desk (`drawing`)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cxapp.lib.errors import Refused
from feedback.access.responses import get_response_for
from feedback.enums import ResponseSource, SignalChannel, SignalKind, Wish
from feedback.models import Answer, Case, Reading, Response, Signal, Text
from feedback.operations.signals import receive
from feedback.rules.drafts import SignalDraft

LONGEST_NOTE = 1000
CHANNELS = {
    ResponseSource.QR: SignalChannel.QR,
    ResponseSource.KIOSK: SignalChannel.KIOSK,
    ResponseSource.API: SignalChannel.API,
    ResponseSource.IMPORT: SignalChannel.IMPORT,
}


class NotOnYourDesk(Refused):
    code = "not_on_your_desk"


class NoteMissing(Refused):
    code = "note_missing"


@transaction.atomic
def mark_read(*, response: Response, by: User, now: datetime) -> Reading:
    """Opened by a press. A second press changes nothing."""
    reading = _reading(response, by, now)
    if reading.read_at is None:
        reading.read_at = now
        reading.save(update_fields=["read_at"])
    return reading


@transaction.atomic
def write_note(*, response: Response, words: str, by: User, now: datetime) -> Reading:
    """A note for oneself and everybody above; the last one counts. It stands in a row that can be erased."""
    reading = _reading(response, by, now)
    body = words.strip()[:LONGEST_NOTE]
    if not body:
        raise NoteMissing(_("Write the note first."), field="words")
    reading.note = Text.objects.create(body=body)
    reading.save(update_fields=["note"])
    return reading


def open_case_from(*, response: Response, by: User, now: datetime) -> Case:
    """Somebody who read it wants this customer contacted: a signal like any other, in their open case or a new one."""
    response = get_response_for(by, response.pk, now)
    before = Signal.objects.filter(response=response).select_related("case").first()
    if before is not None:
        return before.case
    channel = CHANNELS.get(ResponseSource(response.source), SignalChannel.SURVEY)
    draft = SignalDraft(
        kind=SignalKind.CONTACT_ME,
        channel=channel,
        received_at=now,
        words=_words(response),
        customer=response.customer_id,
        response=response.pk,
        language=response.language or "en",
        wish=Wish(response.wish or Wish.CALL),
        wish_when=response.wish_when,
        wants_contact=True,
        place=response.place_id,
        department=response.department_id,
        stage=response.stage_id,
        logged_by=by.pk,
    )
    return receive(signals=[draft], by=by, now=now)[0].case


def _words(response: Response) -> str:
    """What they wrote, newest last; where they wrote nothing, that somebody who read the answer asks for a contact."""
    rows = Answer.objects.filter(response=response, text__isnull=False).order_by(
        "question__order", "revision"
    )
    newest = {answer.question_id: answer.text.body for answer in rows.select_related("text") if answer.text}
    return "\n".join(body for body in newest.values() if body) or _(
        "No words; the answer itself gave rise to it."
    )


def _reading(response: Response, by: User, now: datetime) -> Reading:
    """The row on this person's desk, locked; what may not be read any more lies on no desk."""
    get_response_for(by, response.pk, now)
    rows = Reading.objects.select_for_update(of=("self",)).filter(response=response, person=by)
    reading = rows.first()
    if reading is None:
        raise NotOnYourDesk(_("This answer was not drawn for you, so there is nothing to mark."))
    return reading
