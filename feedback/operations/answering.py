"""Keeping what people answer: one response an invitation or a form, each answer as it is given, a revision for each change.

Not here: asking them (`asking`), what opens from an answer (`answer_signals`), what is held back (`quarantine`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cxapp.lib.errors import Conflict, Refused
from cxapp.lib.sql import insert_rows, set_rows
from cxapp.lib.together import FailedBefore, reserve, together
from feedback.enums import CaseState, HeldFor, QuestionKind, ResponseState
from feedback.models import Answer, Invitation, Response, Signal, Text
from feedback.operations import answer_rows
from feedback.operations.answer_signals import follow_up
from feedback.operations.answers import customer_writes
from feedback.operations.own_words import change_reach
from feedback.operations.partials import look_after
from feedback.queries.answer_reads import lock
from feedback.queries.answering import Door, Kept, kept_at
from feedback.rules.answering import Given, unhappiest

TRIES = 4
OLDEST = timedelta(hours=24)
"""An answer that waited on a device for longer counts as given that long ago."""

T = TypeVar("T")


class AnswerMissing(Refused):
    code = "answer_missing"


class TooLateToChange(Conflict):
    code = "too_late_to_change"


@dataclass(frozen=True, slots=True)
class Answered:
    """`repeated`: nothing was stored, because this or another answer had been kept before."""

    response: Response
    signal: Signal | None
    repeated: bool = False


def keep(*, door: Door, given: Given, now: datetime) -> Response | None:
    """A person answered one question and has not sent yet. None where there is nothing to keep, or it was sent before.

    Contact details are not kept before somebody sends them.
    """
    given = _filled(given)
    if not given.answers and not given.wish:
        return None
    return _with_tries(lambda: _keep(door, given, now))


def send(
    *, door: Door, given: Given, now: datetime, at: datetime | None = None, held_for: HeldFor | None = None
) -> Answered:
    """Response, answers, signal, case and notices in one transaction. Of several at the same instant one is kept.

    `at` is when it was given on a device that had no connection; `held_for` keeps it back until a person has looked.
    """
    given = _filled(given)
    if not given.answers:
        raise AnswerMissing(_("Answer at least one question."))
    given_at = min(max(at, now - OLDEST), now) if at is not None else now
    return _with_tries(lambda: _send(door, given, now, given_at, held_for))


def _filled(given: Given) -> Given:
    """Without what was left empty."""
    answers = {code: value for code, value in given.answers.items() if value not in (None, "", [])}
    return replace(given, answers=answers)


def _with_tries(act: Callable[[], T]) -> T:
    """The loser of a race meets a unique constraint, undoes its part and finds the winner's rows."""
    for remaining in reversed(range(TRIES)):
        try:
            with transaction.atomic(), together():
                return act()
        except (IntegrityError, FailedBefore):
            if not remaining:
                raise
    raise AssertionError("the last try returns or raises")


def _locked(door: Door) -> Kept | None:
    """What is kept, with the row locked that two answers would fight over."""
    if door.invitation is not None:
        lock(door.invitation)
    elif door.key is not None:
        list(Response.objects.select_for_update(of=("self",)).filter(key=door.key).values_list("pk"))
    return kept_at(door)


# -- Before Send -----------------------------------------------------------------------------------
def _keep(door: Door, given: Given, now: datetime) -> Response | None:
    kept = _locked(door)
    if kept is not None and kept.is_sent:
        return None
    if kept is not None:
        response = kept.response
        _edit(door, kept, given, now)
    elif door.is_over(now):
        return None
    else:
        response = _create(door, given, now, now, ResponseState.PARTIAL)
    low = unhappiest(door.questions, given.answers) is not None
    if low and not response.is_test:
        look_after(response=response, holder=response.leader_id or door.leaders_id(now), now=now)
    return response


def _create(
    door: Door,
    given: Given,
    now: datetime,
    at: datetime,
    state: ResponseState,
    held_for: HeldFor | None = None,
) -> Response:
    asked = door.asked
    leader = door.invitation.leader_id if door.invitation is not None else None
    response = Response(
        invitation=door.invitation,
        link=door.link,
        key=door.key,
        source=door.source,
        version=door.version,
        customer_id=door.invitation.customer_id if door.invitation is not None else None,
        language=given.language or door.language,
        state=state,
        is_test=door.is_test,
        at=at,
        touched_at=now,
        held_for=held_for or "",
        reach=_written_reach(given) if held_for else None,
        completed_at=now if state != ResponseState.PARTIAL else None,
        place_id=asked.place_id,
        department_id=asked.department_id,
        stage_id=asked.stage_id,
        leader_id=leader or door.leaders_id(now),
        wish=given.wish,
        wish_when=given.when[:80],
    )
    reserve({Response: 1, Text: len(given.answers), Answer: len(given.answers)})
    insert_rows([response])
    answer_rows.store(response=response, questions=door.questions, answers=given.answers)
    _opened(door, now)
    return response


def _edit(door: Door, kept: Kept, given: Given, now: datetime) -> None:
    """What stands on the page takes the place of what was kept."""
    response = kept.response
    answer_rows.replace(
        response=response, questions=door.questions, before=kept.answers, answers=given.answers
    )
    response.touched_at = now
    response.language = given.language or response.language
    if given.wish:
        response.wish, response.wish_when = given.wish, given.when[:80]
    response.save(update_fields=["touched_at", "language", "wish", "wish_when"])


def _opened(door: Door, now: datetime) -> None:
    """Whoever answers has opened the page, and a number seen without a tap is over."""
    invitation = door.invitation
    if invitation is None or (invitation.opened_at is not None and invitation.unconfirmed_score is None):
        return
    opened = invitation.opened_at or now
    set_rows(Invitation, ["opened_at", "unconfirmed_score"], [(invitation.pk, opened, None)])


# -- Send ------------------------------------------------------------------------------------------
def _send(door: Door, given: Given, now: datetime, at: datetime, held_for: HeldFor | None) -> Answered:
    kept = _locked(door)
    if kept is not None and kept.is_sent:
        return _change(door, kept, given, now)
    if kept is not None and held_for is None:
        return _finish(door, kept, given, now)
    if kept is None and door.is_over(now):
        given = _comment(door, given)
    if kept is None:
        state = ResponseState.HELD if held_for else ResponseState.COMPLETE
        response = _create(door, given, now, at, state, held_for)
    else:
        response = kept.response
        _edit(door, kept, given, now)
        _hold(response, given, held_for)
    return Answered(response, None if held_for else _follow(door, response, given, now))


def _follow(door: Door, response: Response, given: Given, now: datetime) -> Signal | None:
    return follow_up(
        response=response,
        questions=door.questions,
        answers=given.answers,
        reach=given.reach,
        name=given.name,
        now=now,
    )


def _comment(door: Door, given: Given) -> Given:
    """A link that has expired takes words, no numbers."""
    written = {row.code for row in door.questions if row.kind == QuestionKind.TEXT}
    answers = {code: value for code, value in given.answers.items() if code in written}
    if not answers:
        raise AnswerMissing(_("Write what you want to tell us."), field="words")
    return Given(answers=answers, language=given.language)


def _hold(response: Response, given: Given, held_for: HeldFor | None) -> None:
    """What was kept before it was sent is held back too."""
    response.state, response.held_for = ResponseState.HELD, held_for or ""
    response.completed_at, response.reach = response.touched_at, _written_reach(given)
    response.save(update_fields=["state", "held_for", "completed_at", "reach"])


def _written_reach(given: Given) -> Text | None:
    """The ways to reach somebody as typed, for the day on which a person lets their answer through."""
    if not given.reach and not given.name:
        return None
    return Text.objects.create(body=json.dumps({"name": given.name, "reach": given.reach}))


def _finish(door: Door, kept: Kept, given: Given, now: datetime) -> Answered:
    """Send after single answers were kept: the same response. Where its case has opened already, it joins that one."""
    response = kept.response
    _edit(door, kept, given, now)
    response.state, response.completed_at = ResponseState.COMPLETE, now
    response.save(update_fields=["state", "completed_at"])
    if kept.signal is None:
        return Answered(response, _follow(door, response, given, now))
    _tell_of_change(kept, kept.signal, given, now)
    return Answered(response, kept.signal)


def _change(door: Door, kept: Kept, given: Given, now: datetime) -> Answered:
    """A second arrival: the same again or from an older page changes nothing; else a revision, which never closes a case."""
    response = kept.response
    closed = response.state != ResponseState.COMPLETE
    if closed or given.based_on != kept.revision or kept.says(given):
        return Answered(response, kept.signal, repeated=True)
    if kept.signal is not None and kept.signal.case.state != CaseState.WAITING:
        raise TooLateToChange(
            _("%(leader)s has acted on your answer, so it stays as it is. Write to us on your private page.")
            % {"leader": kept.signal.case.leader.name}
        )
    response.revision, response.touched_at = kept.revision + 1, now
    if given.wish:
        response.wish, response.wish_when = given.wish, given.when[:80]
    response.save(update_fields=["revision", "touched_at", "wish", "wish_when"])
    answer_rows.store(
        response=response, questions=door.questions, answers=answer_rows.changes(kept.answers, given.answers)
    )
    if kept.signal is None:
        return Answered(response, _follow(door, response, given, now))
    _tell_of_change(kept, kept.signal, given, now)
    return Answered(response, kept.signal)


def _tell_of_change(kept: Kept, signal: Signal, given: Given, now: datetime) -> None:
    """The leader reads what is different now, and the wish that holds from now on."""
    changed = Kept(kept.response, kept.questions, given.answers)
    said = []
    if changed.score != kept.score and kept.score is not None:
        said.append(
            _("I changed my answer from %(old)s to %(new)s.") % {"old": kept.score, "new": changed.score}
        )
    if changed.words and changed.words != kept.words:
        said.append(changed.words)
    if said:
        customer_writes(signal=signal, words="\n\n".join(said), now=now)
    wish, when = (given.wish, given.when[:80]) if given.wish else (signal.wish, signal.wish_when)
    point = given.reach[0] if given.reach else None
    if point is not None or (wish, when) != (signal.wish, signal.wish_when):
        change_reach(signal=signal, wish=wish, when=when, point=point, now=now)


@transaction.atomic
def seen(*, invitation: Invitation, score: int | None, now: datetime) -> None:
    """A script says the page has been in view for a while. A number marked by the link is kept aside: it opens nothing and
    counts nowhere until somebody presses Send."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=now)
    if score is not None and not Response.objects.filter(invitation=invitation).exists():
        Invitation.objects.filter(pk=invitation.pk).update(unconfirmed_score=score)
