"""Protection of forms against being sent twice, by the hidden field `once` (`{% once %}` in the form)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest

from accounts.operations.idempotency import Attempt, once

LONGEST = 120
NOT_CONTENT = {"once", "csrfmiddlewaretoken"}


def once_in_form(request: HttpRequest, *, now: datetime) -> AbstractContextManager[Attempt]:
    """Wraps the one operation of a view:

    with once_in_form(request, now=now) as attempt:
        if not attempt.repeated:
            attempt.keep("case", open_case(...).pk)
    return redirect("case", attempt.result_id)
    """
    who = request.user.pk or 0
    place = sha256(request.path.encode()).hexdigest()[:24]
    key = request.POST.get("once", "")[:LONGEST]
    return once(scope=f"form:{who}:{place}", key=key, request_digest=form_digest(request), now=now)


def form_digest(request: HttpRequest) -> str:
    """One number for everything typed, in whatever order the fields arrive."""
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    return sha256(repr(typed).encode()).hexdigest()
