"""Two kinds of private link to one signal. Pure.

The one we mail to a stored contact point (`cxapp.lib.tokens.link_token`) opens the whole page. The one a form hands out on
screen, on paper or for a code opens the sender's own words only: anybody may type somebody else's address into a form.
"""

from __future__ import annotations

import base64
import binascii
from hmac import compare_digest
from uuid import UUID

from cxapp.lib.tokens import link_token

NAME = 22
"""Letters of a row's number; what follows proves it."""
WHOLE = NAME + 27


def handed_link(kind: str, uuid: UUID, generation: int = 1) -> str:
    """The link a form hands out. It names its row and proves it with 160 bits nobody can make up."""
    named = base64.urlsafe_b64encode(uuid.bytes).rstrip(b"=").decode()
    return f"{named}{link_token(f'handed {kind}', uuid, generation)}"


def named_in(link: str) -> UUID | None:
    """The row a handed-out link speaks of; None for a mailed link or nonsense. Whether it may is `is_genuine`."""
    if len(link) != WHOLE:
        return None
    try:
        return UUID(bytes=base64.b64decode(f"{link[:NAME]}==", altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        return None


def is_genuine(link: str, kind: str, uuid: UUID, generation: int = 1) -> bool:
    return compare_digest(link.encode(), handed_link(kind, uuid, generation).encode())
