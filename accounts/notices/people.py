"""The mail that invites somebody to choose a password. The link is made while sending, so that no secret lies in a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind, register_notice


def invitation(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    """Nothing any more once they can sign in."""
    if recipient.has_usable_password():
        return None
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(recipient),
            "key": default_token_generator.make_token(recipient),
        },
    )
    return message("invitation", recipient, {"link": f"{settings.SITE_URL}{path}"}, now)


def register() -> None:
    register_notice(NoticeKind("invitation", invitation))
