"""What digests add elsewhere: their three kinds of notice. Called once at start-up."""

from __future__ import annotations

from accounts.rules.kinds import register_notice
from cxapp.insights.notices.digests import KINDS


def connect() -> None:
    for kind in KINDS:
        register_notice(kind)
