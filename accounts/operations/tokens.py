"""Tokens with which programs act for a person: made, shown once, revoked. Not here: recognising one (`accounts.api`)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from accounts.operations.timeline import Entry, record
from cxapp.lib.errors import NotAllowed, Refused
from cxapp.lib.tokens import fingerprint, new_secret

MOST = 20
"""Tokens in use a person may have; more are a sign that old ones are not revoked."""


class TooManyTokens(Refused):
    code = "too_many_tokens"


class NotYourToken(NotAllowed):
    code = "not_your_token"


@transaction.atomic
def make_token(*, user: User, name: str, by: User, now: datetime) -> tuple[ApiToken, str]:
    """A new token and its secret; only the secret's fingerprint is kept."""
    if ApiToken.objects.filter(user=user, revoked_at=None).count() >= MOST:
        raise TooManyTokens(
            _("You have %(most)s tokens in use. Revoke one that is no longer needed.") % {"most": MOST}
        )
    secret = new_secret()
    token = ApiToken.objects.create(user=user, name=name, digest=fingerprint(secret), made_at=now)
    record(entries=[Entry("person", user.pk, "token_made", by, {"token": token.pk})], now=now)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, now: datetime) -> None:
    """The token opens nothing from now on. Its owner or an administrator may do it; repeating it changes nothing."""
    if token.user_id != by.pk and not by.is_administrator:
        raise NotYourToken(_("Only the person whose token it is, or an administrator, can revoke it."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        record(entries=[Entry("person", token.user_id, "token_revoked", by, {"token": token.pk})], now=now)
