"""Queueing what is due of the digests, and keeping what people chose. Their words are made when they are sent (`notices`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Notice, User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By, Entry, record
from cxapp.insights.models import DigestChoice
from cxapp.insights.queries.digests import Choice, choices
from cxapp.insights.rules.digests import DEFAULT_MINUTE, Digest, Due, Hours, newest, reason_key


def send_digests(*, now: datetime) -> int:
    """Queue every digest that is due and was not queued before. Answers how many.

    1. Ask who is offered what, and when; people with the same hours share one calculation.
    2. Write the notices, one a reason. They are mail alone: what they say stands on the reader's pages already, so that
       none of them waits under "What I was told".
    3. Where another worker writes the same notices at this moment, the database refuses ours: it has sent them for us,
       and what it did not know of is taken up by the next run.
    """
    known: dict[tuple[Digest, Hours], Due | None] = {}
    wanted = [notice for choice in choices(now) for notice in _due(choice, now, known)]
    try:
        with transaction.atomic():
            made = notify(notices=wanted, now=now)
            Notice.objects.filter(pk__in=[notice.pk for notice in made]).update(seen_at=now)
    except IntegrityError:
        return 0
    return len(made)


def _due(choice: Choice, now: datetime, known: dict[tuple[Digest, Hours], Due | None]) -> list[NewNotice]:
    found = []
    for digest in choice.wanted:
        key = (digest, choice.hours)
        if key not in known:
            known[key] = newest(*key, now)
        due = known[key]
        if due is not None and choice.is_due(due):
            data = {"about": due.about.isoformat()}
            found.append(
                NewNotice(f"digest_{digest}", "person", choice.person, reason_key(digest, due.about), data)
            )
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person ticks, and the minute of their day."""

    digests: Mapping[Digest, bool]
    minute: int = DEFAULT_MINUTE


@transaction.atomic
def choose_digests(*, person: User, wanted: Wanted, by: By, now: datetime) -> bool:
    """Keep what was chosen; what was not asked about stays as it was. Answers whether anything changed."""
    row, _made = DigestChoice.objects.select_for_update(of=("self",)).get_or_create(
        person=person, defaults={"changed_at": now}
    )
    values = {digest.value: on for digest, on in wanted.digests.items()} | {"minute": wanted.minute}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(row, name, values[name])
    row.changed_at = now
    row.save(update_fields=[*changed, "changed_at"])
    record(entries=[Entry("person", person.pk, "digests_chosen", by, {"fields": changed})], now=now)
    return True


def switch_digest(*, person: User, digest: Digest, on: bool, by: By, now: datetime) -> bool:
    """One of them, as the link under the mail does; the hour stays."""
    kept = DigestChoice.objects.filter(person=person).values_list("minute", flat=True).first()
    minute = DEFAULT_MINUTE if kept is None else kept
    return choose_digests(person=person, wanted=Wanted({digest: on}, minute), by=by, now=now)
