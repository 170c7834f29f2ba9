"""Secrets that open one page: private links, the code on a printed slip, API tokens.

Lives here: making them. Not here: which row they open. Links and codes are computed again whenever they are needed
and stored only as a fingerprint; raising a row's generation makes the old ones worthless.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from django.conf import settings

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
CODE_LENGTH = 10
LINK_BYTES = 20
SLIP = "slip"
API_PREFIX = "cx_"  # lets scanners of published code tell what they found
_LOOK_ALIKES = str.maketrans("OIL", "011")


def link_token(kind: str, uuid: UUID, generation: int) -> str:
    """The private part of a link, 160 bits: nobody who lacks the key can make or guess one."""
    return base64.urlsafe_b64encode(_mac(kind, uuid, generation)[:LINK_BYTES]).rstrip(b"=").decode()


def fingerprint(token: str) -> str:
    """What the row keeps of a token, and what an arriving one is looked up by."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_secret() -> str:
    """A fresh secret for an API token, shown once."""
    return API_PREFIX + secrets.token_urlsafe(32)


def short_code(uuid: UUID, generation: int) -> str:
    """The code on a slip, 50 bits, to be typed by hand: `K7QF-2M9X-4T`. Its page must limit tries."""
    number = int.from_bytes(_mac(SLIP, uuid, generation)[:8], "big")
    return _grouped("".join(CROCKFORD[number >> 5 * place & 31] for place in range(CODE_LENGTH)))


def read_code(typed: str) -> str | None:
    """The code as `short_code` writes it, from however it was typed; None when it cannot be one."""
    code = "".join(filter(str.isalnum, typed)).upper().translate(_LOOK_ALIKES)
    if len(code) != CODE_LENGTH or not set(code) <= set(CROCKFORD):
        return None
    return _grouped(code)


def _grouped(code: str) -> str:
    return "-".join((code[:4], code[4:8], code[8:]))


def _mac(kind: str, uuid: UUID, generation: int) -> bytes:
    return hmac.new(
        settings.HISTORY_KEY.encode(), f"{kind}|{uuid}|{generation}".encode(), hashlib.sha256
    ).digest()
