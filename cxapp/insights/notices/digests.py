"""The three digests as mails. Each asks again, at sending, whether it is still wanted, still the newest, and what is true now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.notices.rendering import as_read_by, message
from accounts.rules.kinds import Message, NoticeKind
from cxapp.insights.queries.digest_month import month_of_house
from cxapp.insights.queries.digest_words import day_of_leader, week_of_leader
from cxapp.insights.queries.digests import Choice, choice_of, is_away
from cxapp.insights.rules.digests import Digest, before, newest
from feedback.rules.links import handed_link, is_genuine, named_in

Context = dict[str, Any] | None
Words = Callable[[User, Choice, date, datetime], Context]


def stop_path(person: int, digest: Digest) -> str:
    """Where one digest is stopped without signing in. The link proves itself and opens nothing else."""
    return reverse("stop_digest", args=[digest.value, handed_link(f"digest {digest}", UUID(int=person))])


def person_of(link: str, digest: Digest) -> int | None:
    """Whose digest a link stops, or None."""
    uuid = named_in(link)
    genuine = uuid is not None and is_genuine(link, f"digest {digest}", uuid)
    return uuid.int if uuid is not None and genuine else None


def _daily(person: User, choice: Choice, about: date, now: datetime) -> Context:
    day = day_of_leader(person=person, now=now)
    return None if day.is_empty else {"day": day}


def _weekly(person: User, choice: Choice, about: date, now: datetime) -> Context:
    """All well is said too; somebody who leads nobody hears of their own week only where there is anything in it."""
    week = week_of_leader(person=person, period=before(Digest.WEEKLY, about, choice.hours.zone), now=now)
    return {"week": week} if week.leads_people or week.own else None


def _monthly(person: User, choice: Choice, about: date, now: datetime) -> Context:
    return {"month": month_of_house(person=person, about=about, now=now)}


WORDS: Mapping[Digest, tuple[str, Words]] = {
    Digest.DAILY: ("digest_daily", _daily),
    Digest.WEEKLY: ("digest_weekly", _weekly),
    Digest.MONTHLY: ("digest_monthly", _monthly),
}
"""Under which name each is queued and found among the templates, and what makes its words."""


def _rendered(
    digest: Digest, kind: str, made: Words
) -> Callable[[Any, Mapping[str, Any], datetime], Message | None]:
    def render(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
        choice, about = choice_of(recipient, now), date.fromisoformat(data["about"])
        due = newest(digest, choice.hours, now)
        if digest not in choice.wanted or due is None or due.about != about or is_away(recipient, now):
            return None
        with as_read_by(recipient):
            words = made(recipient, choice, about, now)
        if words is None:
            return None
        stop = settings.SITE_URL + stop_path(recipient.pk, digest)
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        return message(kind, recipient, {"stop": stop, **words}, now, headers=headers)

    return render


KINDS = tuple(
    NoticeKind(kind, _rendered(digest, kind, made), silenceable=True, own_hour=True)
    for digest, (kind, made) in WORDS.items()
)
