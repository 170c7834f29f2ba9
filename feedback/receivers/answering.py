"""What answers register with the engine: their history, the moment of a half-finished one, the word to a leader."""

from __future__ import annotations

from accounts.rules import kinds
from feedback.models import Response
from feedback.notices import answering as notices
from feedback.operations.partials import open_idle
from feedback.rules.kinds import IDLE


def register() -> None:
    kinds.register_subject(kinds.SubjectKind("response", Response))
    kinds.register_clock(kinds.ClockKind(IDLE, "response", 0, on_due=open_idle))
    for kind in notices.KINDS:
        kinds.register_notice(kind)
