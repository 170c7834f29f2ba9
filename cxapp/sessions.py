"""Sessions as Django keeps them in the database; the one question of every request asked by SQL that is kept."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from cxapp.lib.kept import Given, Kept


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.objects(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


_SESSION = Kept(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    )
)
