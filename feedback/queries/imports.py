"""Which imports somebody may look at. Not here: running them (`importers.runs`)."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import ImportRun, User

KINDS = ("complaints", "answers", "customers")


def visible_to(user: User) -> QuerySet[ImportRun]:
    """All of them for a CX manager; an administrator, who sees no case content, only files they brought."""
    runs = ImportRun.objects.filter(kind__in=KINDS)
    if user.has_role(Role.CX_MANAGER):
        return runs
    return runs.filter(by=user) if user.has_role(Role.ADMINISTRATOR) else runs.none()
