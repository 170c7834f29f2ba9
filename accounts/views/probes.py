"""What load balancers and monitors ask: is the process alive, and may it be sent work. Both without sign-in."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, may
from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.operations.heartbeats import is_silent
from cxapp.lib.clock import now as clock_now

log = logging.getLogger("cxapp.probes")


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """503 while a part is missing. The part is named in the log, and here only for those who look after the machine."""
    part = _missing_part()
    if part is None:
        return JsonResponse({"ready": True})
    log.error("Not ready: %s", part)
    named = (
        part != "database" and isinstance(request.user, User) and may(request.user, Role.ADMINISTRATOR, OWNER)
    )
    return JsonResponse({"ready": False, **({"part": part} if named else {})}, status=503)


def _missing_part() -> str | None:
    try:
        if not Organisation.objects.filter(pk=1).exists():
            return "migrations"
        return "sweep" if is_silent(now=clock_now()) else None
    except DatabaseError:
        return "database"
