"""What people are told about thanks: whoever is thanked, their leader, whoever gave it, and who must say whom it is for.

Notices hold ids; the words are made when they are sent, if the thanks may still be read. Not here: when they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.notices import NewNotice
from accounts.rules import kinds
from accounts.rules.kinds import Message
from recognition.access.kudos import visible_to
from recognition.models import Kudos, KudosReply

RECEIVED, LEADER, WAITING, REPLIED = "kudos", "kudos_leader", "kudos_waiting", "kudos_reply"


def for_receivers(kudos: Kudos, people: Sequence[User]) -> list[NewNotice]:
    return [_notice(RECEIVED, kudos, person.pk) for person in people]


def for_leaders(kudos: Kudos, leaders: Sequence[int]) -> list[NewNotice]:
    return [_notice(LEADER, kudos, leader) for leader in leaders]


def for_head(kudos: Kudos, head: User) -> list[NewNotice]:
    return [_notice(WAITING, kudos, head.pk)]


def for_reply(reply: KudosReply, people: Sequence[int]) -> list[NewNotice]:
    return [_notice(REPLIED, reply.kudos, person, reply=reply.pk) for person in people]


def _notice(kind: str, kudos: Kudos, person: int, **ids: int) -> NewNotice:
    key = ":".join([kind, str(kudos.pk), *(str(pk) for pk in ids.values())])
    return NewNotice(kind, "person", person, key, {"kudos": kudos.pk, **ids})


def giver_words(kudos: Kudos) -> str:
    """Who thanks, as the wall and the mails say it."""
    if kudos.giver:
        return kudos.giver.name
    return kudos.customer_name or _("A customer")


def receiver_words(kudos: Kudos) -> str:
    """Who is thanked: up to three names, then how many more."""
    names = [receiver.person.name for receiver in kudos.receivers.all()]
    if len(names) > 4:
        names = [*names[:3], _("%(count)s others") % {"count": len(names) - 3}]
    return get_text_list(names, _("and"))


def _readable(recipient: User, data: Mapping[str, Any]) -> Kudos | None:
    rows = (
        visible_to(recipient)
        .filter(pk=data["kudos"], hidden_at=None)
        .select_related("giver", "place", "value")
    )
    return rows.prefetch_related("receivers__person").first()


def _body(kudos: Kudos, opening: str, words: str, why: str) -> str:
    address = f"{settings.SITE_URL}{reverse('kudos', args=[kudos.uuid])}"
    value = [_("Our value: %(value)s") % {"value": kudos.value.name}] if kudos.value else []
    fewer = _("You can ask for fewer mails in your settings.")
    return "\n\n".join([opening, f"“{words}”", *value, address, f"{why} {fewer}"]) + "\n"


def _received(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    with translation.override(recipient.language or "en"):
        kudos = _readable(recipient, data)
        if kudos is None or kudos.confirmed_at is None:
            return None
        sentence = _("%(giver)s thanks you") % {"giver": giver_words(kudos)}
        return Message(
            sentence,
            _body(kudos, f"{sentence}:", kudos.reason, _("This came because the thanks are for you.")),
        )


def _leader(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    with translation.override(recipient.language or "en"):
        kudos = _readable(recipient, data)
        if kudos is None or kudos.confirmed_at is None:
            return None
        who = {"giver": giver_words(kudos), "receiver": receiver_words(kudos)}
        sentence = _("%(giver)s thanks %(receiver)s") % who
        why = _("This came because you lead somebody who is thanked.")
        return Message(sentence, _body(kudos, f"{sentence}:", kudos.reason, why))


def _waiting(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    with translation.override(recipient.language or "en"):
        kudos = _readable(recipient, data)
        if kudos is None or kudos.confirmed_at is not None:
            return None
        sentence = _("%(giver)s praises somebody: whom is it for?") % {"giver": giver_words(kudos)}
        why = _(
            "This came because you lead the place where it happened. It reaches the wall when you say whom it is for."
        )
        return Message(sentence, _body(kudos, sentence, kudos.reason, why))


def _replied(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    with translation.override(recipient.language or "en"):
        kudos = _readable(recipient, data)
        reply = KudosReply.objects.filter(pk=data["reply"], hidden_at=None).select_related("by").first()
        if kudos is None or reply is None:
            return None
        sentence = _("%(name)s answered thanks of yours") % {"name": reply.by.name}
        return Message(
            sentence,
            _body(kudos, f"{sentence}:", reply.text, _("This came because you gave or received them.")),
        )


def register() -> None:
    """Called once at start-up."""
    kinds.register_subject(kinds.SubjectKind("kudos", Kudos))
    for name, render in ((RECEIVED, _received), (LEADER, _leader), (WAITING, _waiting), (REPLIED, _replied)):
        kinds.register_notice(kinds.NoticeKind(name, render, silenceable=True))
