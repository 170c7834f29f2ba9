"""Who calls the API: the person a token was made by, with exactly their rights."""

from __future__ import annotations

from django.db.models import CharField
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from cxapp.lib.kept import Given, Kept
from cxapp.lib.tokens import fingerprint

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <secret>`. Unknown, revoked and left: one answer, so that nothing can be learned from it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != SCHEME.lower().encode():
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Send the header as: Authorization: Bearer <token>."))
        found = next(iter(_TOKEN.objects(digest=fingerprint(words[1].decode("latin-1")))), None)
        if found is None:
            raise AuthenticationFailed(
                _("This token opens nothing. Make a new one under Settings, Tokens for programs.")
            )
        return found.user, found

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


_TOKEN = Kept(
    lambda: ApiToken.objects.select_related("user").filter(
        digest=Given("digest", CharField()), revoked_at=None, user__is_active=True
    )
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": SCHEME.lower()}
