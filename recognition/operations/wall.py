"""Answering what stands on the wall, and taking it down with a trace. Not here: thanking itself (`kudos`)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.notices import notify
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import Conflict, NotAllowed, Refused
from recognition.access.kudos import is_moderator, may_hide, may_hide_reply
from recognition.enums import Reaction
from recognition.models import Kudos, KudosReaction, KudosReply
from recognition.notices import kudos as told
from recognition.rules.limits import LONGEST_REPLY

LONGEST_WHY = 200


class CannotAnswer(Refused):
    code = "cannot_answer"


class CannotHide(Refused):
    code = "cannot_hide"


class AlreadyHidden(Conflict):
    code = "already_hidden"


def react(*, by: User, kudos: Kudos, kind: str, now: datetime) -> None:
    """One press of a kind a person; a second press changes nothing."""
    _stands(kudos)
    if kind not in Reaction.values:
        raise CannotAnswer(_("Choose one of the answers shown."))
    KudosReaction.objects.get_or_create(kudos=kudos, person=by, kind=kind, defaults={"at": now})


def unreact(*, by: User, kudos: Kudos, kind: str) -> None:
    KudosReaction.objects.filter(kudos=kudos, person=by, kind=kind).delete()


@transaction.atomic
def reply(*, by: User, kudos: Kudos, text: str, now: datetime) -> KudosReply:
    """A few words under a thanks; whoever gave it and whoever received it hear of it."""
    _stands(kudos)
    words = text.strip()
    if not words:
        raise CannotAnswer(_("Write a few words."), field="text")
    if len(words) > LONGEST_REPLY:
        raise CannotAnswer(
            _("Say it in up to %(count)s characters.") % {"count": LONGEST_REPLY}, field="text"
        )
    written = KudosReply.objects.create(kudos=kudos, by=by, text=words, at=now)
    record(entries=[Entry("kudos", kudos.pk, "replied", by, {"reply": written.pk})], now=now)
    people = [
        *kudos.receivers.values_list("person_id", flat=True),
        *([kudos.giver_id] if kudos.giver_id else []),
    ]
    notify(notices=told.for_reply(written, people), now=now, but_not=by.pk)
    return written


@transaction.atomic
def hide(*, by: User, kudos: Kudos, why: str, now: datetime) -> None:
    """Take a thanks off the wall. The row, who did it and why stay; moderators read them."""
    if not may_hide(by, kudos):
        raise NotAllowed(_("A CX manager, an administrator or whoever is thanked can take this down."))
    reason = _reason(why)
    hidden = Kudos.objects.filter(pk=kudos.pk, hidden_at=None).update(
        hidden_at=now, hidden_by=by, hidden_why=reason
    )
    if not hidden:
        raise AlreadyHidden(_("This has already been taken down."))
    record(entries=[Entry("kudos", kudos.pk, "hidden", by)], now=now)


@transaction.atomic
def put_back(*, by: User, kudos: Kudos, now: datetime) -> None:
    """A moderator puts back what was taken down; the timeline keeps both."""
    if not is_moderator(by):
        raise NotAllowed(_("A CX manager or an administrator can put this back."))
    shown = Kudos.objects.filter(pk=kudos.pk, hidden_at__isnull=False).update(
        hidden_at=None, hidden_by=None, hidden_why=""
    )
    if shown:
        record(entries=[Entry("kudos", kudos.pk, "put_back", by)], now=now)


@transaction.atomic
def hide_reply(*, by: User, reply: KudosReply, why: str, now: datetime) -> None:
    """Take one reply down, with the same trace."""
    if not may_hide_reply(by, reply):
        raise NotAllowed(_("Whoever wrote this, whoever is thanked, or a CX manager can take it down."))
    reason = _reason(why)
    hidden = KudosReply.objects.filter(pk=reply.pk, hidden_at=None).update(
        hidden_at=now, hidden_by=by, hidden_why=reason
    )
    if not hidden:
        raise AlreadyHidden(_("This has already been taken down."))
    record(entries=[Entry("kudos", reply.kudos_id, "reply_hidden", by, {"reply": reply.pk})], now=now)


def _stands(kudos: Kudos) -> None:
    if kudos.confirmed_at is None or kudos.hidden_at is not None:
        raise CannotAnswer(_("This no longer stands on the wall."))


def _reason(why: str) -> str:
    reason = why.strip()
    if not reason:
        raise CannotHide(_("Say why it is taken down; moderators read it."), field="why")
    if len(reason) > LONGEST_WHY:
        raise CannotHide(_("Say why in up to %(count)s characters.") % {"count": LONGEST_WHY}, field="why")
    return reason
