"""The one base of every refusal: a sentence for people and a code for programs.

Each refusal lives beside the operation that raises it and is named after what could not be done.
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Something that cannot be done, said so that the reader knows what to do next."""

    code = "refused"
    status = 400

    def __init__(self, sentence: Any, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refused):
    """The person may see this but may not do it."""

    code = "not_allowed"
    status = 403


class Conflict(Refused):
    """Somebody was quicker; the caller saw an older version."""

    code = "conflict"
    status = 409
