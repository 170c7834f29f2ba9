"""Doing something once: the second arrival of the same request answers with the first one's result.

The unique constraint decides between two at the same instant: the later insert waits for the earlier transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import IdempotencyKey
from cxapp.lib.errors import Conflict
from cxapp.lib.sql import insert_unless_there, set_rows
from cxapp.lib.together import together


class SentBefore(Conflict):
    """The same key came with other content."""

    code = "key_used"


class Attempt:
    """One arrival. `repeated` says whether another came before; `keep` notes what came of this one."""

    def __init__(self, row: IdempotencyKey | None, *, repeated: bool) -> None:
        self._row = row
        self.repeated = repeated

    @property
    def result_kind(self) -> str:
        return self._row.result_kind if self._row else ""

    @property
    def result_id(self) -> int | None:
        return self._row.result_id if self._row else None

    def keep(self, kind: str, pk: int) -> None:
        """What a later arrival is answered with."""
        if self._row is not None:
            self._row.result_kind, self._row.result_id = kind, pk
            set_rows(IdempotencyKey, ["result_kind", "result_id"], [(self._row.pk, kind, pk)])


@contextmanager
def once(*, scope: str, key: str, request_digest: str, now: datetime) -> Iterator[Attempt]:
    """Runs its block in one transaction with the key. A refusal in the block gives the key back; no key guards nothing."""
    with transaction.atomic(), together():
        yield _arrive(scope, key, request_digest, now) if key else Attempt(None, repeated=False)


def _arrive(scope: str, key: str, request_digest: str, now: datetime) -> Attempt:
    row = IdempotencyKey(scope=scope, key=key, request_digest=request_digest, at=now)
    if insert_unless_there(row):
        return Attempt(row, repeated=False)
    row = IdempotencyKey.objects.get(scope=scope, key=key)
    if row.request_digest != request_digest:
        raise SentBefore(
            _(
                "This was sent before with other content. Load the page again and repeat what is still missing."
            )
        )
    return Attempt(row, repeated=True)
