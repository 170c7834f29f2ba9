"""What a person was told and has not marked as done, in the words a mail would have had."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.models import Notice, User
from accounts.rules.kinds import notices as kinds

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Told:
    """`sentence` is empty where the matter is settled or may no longer be seen; `url` leads to what it is about."""

    id: int
    at: datetime
    sentence: str
    url: str


def inbox(*, person: User, now: datetime) -> list[Told]:
    """The newest fifty, each rendered for this reader at this moment."""
    mine = Notice.objects.filter(recipient_kind="person", recipient_id=person.pk, seen_at=None)
    return [
        Told(notice.pk, notice.created_at, *_words(notice, person, now))
        for notice in mine.order_by("-pk")[:SHOWN]
    ]


def _words(notice: Notice, person: User, now: datetime) -> tuple[str, str]:
    """The subject of its mail, and the first page of ours that the mail leads to."""
    kind = kinds.get(notice.kind)
    message = kind.render(person, notice.data, now) if kind else None
    if message is None:
        return "", ""
    page = re.search(rf"{re.escape(settings.SITE_URL)}(/\S*)", message.body)
    return message.subject, page[1] if page else ""
