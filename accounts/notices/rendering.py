"""Renders a notice from its two templates, `emails/<kind>/subject.txt` and `body.txt`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from accounts.queries.house import house
from accounts.rules.kinds import Message


@contextmanager
def as_read_by(recipient: Any, language: str = "") -> Iterator[None]:
    """Words and times inside this block are those of one recipient: their language, their clock on the wall."""
    zone = house().organisation.zone
    if isinstance(recipient, User):
        zone = recipient.zone or house().calendar_of(recipient.unit_id).zone
    with timezone.override(zone), translation.override(language or recipient.language or "en"):
        yield


def message(
    kind: str,
    recipient: Any,
    context: Mapping[str, Any],
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
    language: str = "",
    html: bool = False,
) -> Message:
    """The words of one notice for one recipient, in their time zone and language, or in the `language` named.

    `html`: there is a `body.html` too.
    """
    values = {
        "recipient": recipient,
        "now": now,
        "site": settings.SITE_URL,
        "organisation": house().organisation.name,
        **context,
    }
    with as_read_by(recipient, language):
        subject = render_to_string(f"emails/{kind}/subject.txt", values).strip()
        body = render_to_string(f"emails/{kind}/body.txt", values)
        page = render_to_string(f"emails/{kind}/body.html", values) if html else ""
        return Message(subject, body, dict(headers or {}), page)
