"""Views people keep: their own, and those others share. A view holds an address only: what it shows depends on who opens it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.models import User
from cxapp.insights.models import SavedView

MOST_SHOWN = 100


def views_for(reader: User, page: str) -> QuerySet[SavedView]:
    """One's own and what others share, by name."""
    rows = SavedView.objects.filter(Q(person=reader) | Q(shared=True, person__is_active=True), page=page)
    return rows.select_related("person").order_by("name", "pk")[:MOST_SHOWN]


def get_view_for(reader: User, pk: int) -> SavedView:
    """A view of one's own; somebody else's does not exist here, shared or not."""
    found = SavedView.objects.filter(pk=pk, person=reader).first()
    if found is None:
        raise Http404
    return found
