"""How an event is sealed: a versioned canonical form and an HMAC over it and the one before. Pure."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

FORMAT = 1


def seal(
    *,
    key: bytes,
    previous: str,
    subject: tuple[str, int],
    seq: int,
    at: datetime,
    actor: tuple[str, str],
    code: str,
    data: Mapping[str, Any],
    format: int = FORMAT,
) -> str:
    """Hex HMAC-SHA256 of one event; each seal covers the one before, so that nothing can be changed, cut or swapped unseen."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    form = _written([format, *subject, seq, moment, *actor, code, data, previous])
    return hmac.digest(key, form.encode(), "sha256").hex()


_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
