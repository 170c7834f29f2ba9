"""The one gate for survey answers: used by the reading queue, lists, results, search, export, API and counts alike.

Held and dropped answers pass no gate; the CX manager judges them on a page of their own.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.models import User
from cxapp.lib.sql import AnyOf, Below
from feedback.access.cases import about_line_of, acting_for, anybody_concerned
from feedback.models import COUNTED, Response


def visible_to(user: User, now: datetime) -> QuerySet[Response]:
    """Every answer this person may read: of what they lead or deputise for, of everyone below them, all for the owner."""
    shown = Response.objects.filter(COUNTED)
    if not (user.is_owner or user.is_cx_manager):
        mine = [user.pk, *acting_for(user, now)]
        shown = shown.filter(Q(leader__in=mine) | AnyOf("leader", Below(User, "reports_to", [user.pk])))
    return _without_hidden(shown, user)


def _without_hidden(responses: QuerySet[Response], user: User) -> QuerySet[Response]:
    """Minus the answers about this person or anyone above them."""
    if not anybody_concerned():
        return responses
    about = about_line_of(user).filter(signal__response=OuterRef("pk"))
    return responses.filter(~Exists(about))


def get_response_for(user: User, pk: int, now: datetime) -> Response:
    """The answer, or 404 where this person may not read it."""
    rows = visible_to(user, now).select_related("version__survey", "customer", "place", "stage", "leader")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
