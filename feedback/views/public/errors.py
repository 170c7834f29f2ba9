"""The pages of what went wrong, for a customer in the language their browser asks for. Staff read them as every page of theirs.

Who has no session is no member of staff: that is asked of the request alone, because whatever broke may be the database.
Not here: what the pages say (`accounts.views.errors`).
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.views import errors
from feedback.views.public.spoken import View, in_readers_language


def _for_visitors(page: View) -> View:
    spoken = in_readers_language(page)

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        return (spoken if visitor else page)(request, *args, **kwargs)

    return shown


bad_request = _for_visitors(errors.bad_request)
forbidden = _for_visitors(errors.forbidden)
not_found = _for_visitors(errors.not_found)
broken = _for_visitors(errors.broken)
csrf_failure = _for_visitors(errors.csrf_failure)
