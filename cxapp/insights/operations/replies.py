"""The right of reply: a leader answers a miss in one sentence, asks to have it set aside, and somebody above decides.

The miss itself is never changed. Nobody decides their own: whoever is asked stands above, past everyone the case is about.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Miss, User
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import Entry, record
from accounts.queries.line import line_of
from accounts.rules.line import Above
from cxapp.insights.access.replies import decidable_by
from cxapp.insights.enums import Ground, ReplyState
from cxapp.insights.models import Reply
from cxapp.insights.queries.passed_over import passed_over
from cxapp.insights.rules.replies import LONGEST, SET_ASIDE, STEP
from cxapp.lib.errors import Conflict, NotAllowed, Refused
from feedback.models import Text


class ReplyRefused(Refused):
    code = "reply_refused"


class NotYourMiss(NotAllowed):
    code = "not_your_miss"


class NotYoursToDecide(NotAllowed):
    code = "not_yours_to_decide"


class AnsweredBefore(Conflict):
    code = "answered_before"


class DecidedBefore(Conflict):
    code = "decided_before"


@transaction.atomic
def answer_miss(*, miss: Miss, by: User, words: str, now: datetime, ground: str = "") -> Reply:
    """One sentence to a miss of one's own, once. With a `ground` it also asks to have the miss set aside."""
    if miss.person_id != by.pk:
        raise NotYourMiss(_("Only whoever was charged with a miss answers it."))
    said = " ".join(words.split())
    if not said:
        raise ReplyRefused(_("Say in one sentence what happened."), field="words")
    if len(said) > LONGEST:
        sentence = _("One sentence, at most %(most)s characters.") % {"most": LONGEST}
        raise ReplyRefused(sentence, field="words")
    text = Text.objects.create(body=said)
    try:
        with transaction.atomic():
            reply = Reply.objects.create(miss=miss, person=by, words=text, at=now)
    except IntegrityError:
        raise AnsweredBefore(
            _("You have answered this miss already. Your sentence stands beside it.")
        ) from None
    data = {"miss": miss.pk, "words": {"text": text.pk, "digest": text.digest}}
    record(entries=[Entry("reply", reply.pk, "miss_answered", by, data)], now=now, fresh=True)
    if ground:
        _ask(reply, by, ground, now)
    return reply


@transaction.atomic
def ask_to_set_aside(*, reply: Reply, by: User, ground: str, now: datetime) -> Reply:
    """Ask later, for a miss that was answered before."""
    if reply.person_id != by.pk:
        raise NotYourMiss(_("Only whoever was charged with a miss answers it."))
    reply = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    if reply.state != ReplyState.SAID:
        raise AnsweredBefore(_("You have asked for this already."))
    _ask(reply, by, ground, now)
    return reply


def _ask(reply: Reply, by: User, ground: str, now: datetime) -> None:
    if ground not in Ground.values:
        raise ReplyRefused(_("Choose why it should be set aside."), field="ground")
    above = _who_decides(reply, now)
    if above is None:
        sentence = _(
            "Nobody stands above you who could decide it. Your sentence alone can stand beside the miss."
        )
        raise ReplyRefused(sentence, field="ground")
    holder = User.objects.get(pk=above.person)
    reply.state, reply.ground, reply.decider = ReplyState.ASKED, ground, holder
    reply.save(update_fields=["state", "ground", "decider"])
    new = NewClock(
        subject_kind="reply",
        subject_id=reply.pk,
        kind=SET_ASIDE,
        holder=holder.pk,
        step=STEP,
        policy_version=None,
        unit=holder.unit_id,
        started_at=now,
    )
    engine.start(clocks=[new], now=now)
    data: dict[str, Any] = {"ground": ground, "decider": holder.pk}
    record(entries=[Entry("reply", reply.pk, "set_aside_asked", by, data)], now=now)
    told = NewNotice(
        "reply_asked", "person", above.deputy or above.person, f"reply:{reply.pk}", {"reply": reply.pk}
    )
    notify(notices=[told], now=now, but_not=by.pk)


def _who_decides(reply: Reply, now: datetime) -> Above | None:
    line = line_of(people=[reply.person_id], now=now)
    shut = passed_over([reply.pk])[reply.pk] - {reply.person_id}
    return line.who_is_above(reply.person_id, excluded=shut)


@transaction.atomic
def decide_reply(*, reply: Reply, by: User, set_aside: bool, reason: str, now: datetime) -> Reply:
    """Set aside, or it stands; once, with a reason the leader reads. The miss stays and is counted either way."""
    clocks = engine.locked(engine.of_subjects("reply", [reply.pk], SET_ASIDE))
    reply = Reply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    if reply.state in (ReplyState.SET_ASIDE, ReplyState.STANDS):
        raise DecidedBefore(_("Somebody has decided this meanwhile. Their reason is on this page."))
    if not decidable_by(by, now).filter(pk=reply.pk).exists():
        raise NotYoursToDecide(_("Somebody above the leader decides this, never the leader."))
    said = " ".join(reason.split())
    if not said:
        raise ReplyRefused(_("Say why, in a sentence the leader can read."), field="reason")
    engine.meet(clocks=clocks, by=by, now=now)
    text = Text.objects.create(body=said[:LONGEST])
    reply.state = ReplyState.SET_ASIDE if set_aside else ReplyState.STANDS
    reply.decided_by, reply.decided_at, reply.reason = by, now, text
    reply.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    data = {"as": reply.state, "words": {"text": text.pk, "digest": text.digest}}
    record(entries=[Entry("reply", reply.pk, "set_aside_decided", by, data)], now=now)
    told = NewNotice("reply_decided", "person", reply.person_id, f"decided:{reply.pk}", {"reply": reply.pk})
    notify(notices=[told], now=now, but_not=by.pk)
    return reply
