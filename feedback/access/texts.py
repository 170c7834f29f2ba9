"""The gate for single comments: whoever may read the answer or the case they stand in may read and correct them."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404

from accounts.models import User
from feedback.access import cases, responses
from feedback.models import Signal, Text


def may_read(user: User, text: int, now: datetime) -> bool:
    """Whether this comment stands in an answer or a complaint this person may read."""
    if responses.visible_to(user, now).filter(answers__text=text).exists():
        return True
    said = Signal.objects.filter(text=text).values("case")
    return cases.visible_to(user, now).filter(pk__in=said).exists()


def get_text_for(user: User, pk: int, now: datetime) -> Text:
    """The comment, or 404 where this person may not read it."""
    text = Text.objects.filter(pk=pk, erased_at=None).first()
    if text is None or not may_read(user, pk, now):
        raise Http404
    return text
