"""When tests of digests happen, and what left then. Not here: the tests (`test_digests`, `test_digests_weekly`)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import mail

from accounts.models import Notice, User
from accounts.operations.delivery import deliver
from cxapp.insights.operations.digests import send_digests

TUESDAY = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
WEDNESDAY = TUESDAY + timedelta(days=1)
MONDAY = datetime(2026, 3, 9, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def keys(person: User) -> list[str]:
    rows = Notice.objects.filter(recipient_id=person.pk, reason_key__startswith="digest:")
    return sorted(rows.values_list("reason_key", flat=True))


def letters(person: User, kind: str = "digest_daily") -> list[mail.EmailMessage]:
    """What left for one person of this kind of digest."""
    pks = Notice.objects.filter(kind=kind, recipient_id=person.pk).values_list("pk", flat=True)
    begun = tuple(f"<notice-{pk}-" for pk in pks)
    return [letter for letter in mail.outbox if letter.extra_headers["Message-ID"].startswith(begun)]


def run(now: datetime) -> None:
    send_digests(now=now)
    deliver(limit=500, now=now)
