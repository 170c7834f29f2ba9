"""Answers that were held back: a CX manager lets them through or sets them aside. Nothing is lost, nothing opens by itself.

Not here: what is held back and why (`intake_guard`, `answering`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.timeline import Entry, record
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import NotAllowed
from feedback.enums import ResponseState
from feedback.models import Response
from feedback.operations.answer_signals import Reach, follow_up
from feedback.queries.answering import newest_answers


class MayNotJudge(NotAllowed):
    code = "may_not_judge"


@transaction.atomic
def release(*, responses: Sequence[int], by: User, now: datetime) -> list[Response]:
    """They count from now on, and what is unhappy opens its case as received when it was given."""
    held = _judge(responses, ResponseState.COMPLETE, "released", by, now)
    for response in held:
        name, reach = _reach(response)
        questions = list(response.version.questions.order_by("order"))
        answers = newest_answers(response, questions)
        follow_up(
            response=response,
            questions=questions,
            answers=answers,
            reach=reach,
            name=name,
            by=CUSTOMER,
            now=now,
        )
        _forget_reach(response, now)
    return held


@transaction.atomic
def set_aside(*, responses: Sequence[int], by: User, now: datetime) -> list[Response]:
    """They count nowhere. They stay where they are, and so does who decided it."""
    return _judge(responses, ResponseState.DROPPED, "set_aside", by, now)


def _judge(ids: Sequence[int], state: ResponseState, code: str, by: User, now: datetime) -> list[Response]:
    """Those still held; a second press finds none."""
    if not by.is_cx_manager:
        raise MayNotJudge(_("Only the CX manager decides about answers that were held back."))
    rows = Response.objects.filter(pk__in=ids, state=ResponseState.HELD).select_related("version", "reach")
    held = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for response in held:
        response.state, response.judged_by, response.judged_at = state, by, now
        response.save(update_fields=["state", "judged_by", "judged_at"])
    record(entries=[Entry("response", row.pk, code, by, {"held_for": row.held_for}) for row in held], now=now)
    return held


def _reach(response: Response) -> tuple[str, Reach]:
    """The name and the ways that were typed, kept until now."""
    if response.reach is None or not response.reach.body:
        return "", ()
    kept = json.loads(response.reach.body)
    return str(kept["name"]), tuple((kind, value) for kind, value in kept["reach"])


def _forget_reach(response: Response, now: datetime) -> None:
    """It stands with the customer now."""
    if response.reach is not None:
        response.reach.body, response.reach.erased_at = "", now
        response.reach.save(update_fields=["body", "erased_at"])
