"""What happened on a case, in words for the customer: one table from event codes to sentences. Pure.

Whatever has no row here (notes, offers, approvals, severity, whom it is about) is never shown outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

US, CUSTOMER, SYSTEM = "us", "customer", "system"


class Sentence(NamedTuple):
    """`words` may name %(who)s (who acted), %(leader)s, %(old)s, %(to)s, %(person)s and %(at)s. `text` is the key under
    which the event's data names free text the customer may read."""

    kind: str
    words: Any
    icon: str = ""
    text: str = ""


Choose = Callable[[Mapping[str, Any]], Sentence | None]

OUTCOMES = {
    "reached": _("%(who)s spoke with you"),
    "voicemail": _("%(who)s called and left you a message"),
    "no_answer": _("%(who)s tried to reach you and got no answer"),
    "wrong_details": _("%(who)s tried to reach you, but the number or address did not work"),
}
ENDS = {
    "put_right": _("Closed: you said it is put right"),
    "no_answer": _("Closed: we heard nothing more from you"),
    "final_answer": _("Closed with our final answer"),
    "withdrawn": _("Closed: you withdrew it"),
    "no_case": _("Closed: this was not a complaint for us"),
    "not_safe": _("Closed"),
    "could_not_reach": _("Closed: we could not reach you"),
    "by_action": _("Closed: we said what we did about it"),
    "decided": _("Closed: we wrote down what we decided"),
    "merged": _("Joined with your earlier complaint"),
    "as_imported": _("Closed"),
}
NEW_LEADER = {
    "hand_over": _("%(leader)s took it over from %(old)s"),
    "take_over": _("%(leader)s took it over from %(old)s, to see to it personally"),
    "someone_else": _("You asked for someone else: %(leader)s is responsible now instead of %(old)s"),
    "leaver": _("%(old)s no longer works here: %(leader)s is responsible now"),
}
PASSED = {
    "promise": _("What %(person)s had promised you was not done in time"),
    "resolution": _("It was not put right in the time we set ourselves"),
}
SHOWN_CLOCKS = frozenset({"contact", "decision", "action", "resolution", "promise"})


def _contact(data: Mapping[str, Any]) -> Sentence | None:
    words = OUTCOMES.get(str(data.get("outcome")))
    return Sentence(US, words, "phone") if words else None


def _missed(data: Mapping[str, Any]) -> Sentence | None:
    if data.get("level") or data.get("clock") not in SHOWN_CLOCKS:
        return None
    return Sentence(SYSTEM, PASSED.get(data["clock"], _("The time %(person)s had promised passed")), "clock")


def _climbed(data: Mapping[str, Any]) -> Sentence | None:
    if data.get("clock") not in SHOWN_CLOCKS:
        return None
    if data.get("reason") == "again":
        return Sentence(
            SYSTEM, _("%(to)s was told at once, because we had let you down before"), "arrow-trending-up"
        )
    if data.get("reason") == "on_call":
        return Sentence(SYSTEM, _("%(to)s, who is on call, was told at once"), "arrow-trending-up")
    return Sentence(SYSTEM, _("%(to)s was told that it is late"), "arrow-trending-up")


def _leader(data: Mapping[str, Any]) -> Sentence | None:
    return Sentence(US, NEW_LEADER.get(str(data.get("reason")), _("%(leader)s is responsible now")), "user")


def _closed(data: Mapping[str, Any]) -> Sentence | None:
    text = "why" if data.get("end") in ("final_answer",) else ""
    return Sentence(SYSTEM, ENDS.get(str(data.get("end")), _("Closed")), "archive-box", text)


SENTENCES: Mapping[str, Sentence | Choose] = {
    "opened": Sentence(SYSTEM, _("We received it, and %(leader)s became responsible"), "inbox-arrow-down"),
    "joined": Sentence(CUSTOMER, _("You told us more"), "chat-bubble-left"),
    "contact": _contact,
    "promised": Sentence(US, _("%(who)s made you a promise, for %(at)s"), "hand-raised", "words"),
    "promise_kept": Sentence(US, _("%(who)s kept the promise"), "check-circle", "words"),
    "later": Sentence(CUSTOMER, _("You asked us to wait until %(at)s"), "calendar"),
    "answered": Sentence(US, _("%(who)s wrote to you"), "envelope", "words"),
    "decided": Sentence(US, _("%(who)s decided what we do about it"), "document-check", "words"),
    "action": Sentence(US, _("%(who)s did something about it"), "wrench-screwdriver", "words"),
    "customer_wrote": Sentence(CUSTOMER, _("You wrote"), "chat-bubble-left", "words"),
    "wish": Sentence(CUSTOMER, _("How you want to hear from us was changed"), "adjustments-horizontal"),
    "missed": _missed,
    "escalated": _climbed,
    "leader": _leader,
    "reopened": Sentence(SYSTEM, _("It waits for us again"), "arrow-path"),
    "resolved": Sentence(US, _("%(who)s says it is put right"), "check"),
    "closed": _closed,
}


def sentence_of(code: str, data: Mapping[str, Any]) -> Sentence | None:
    """The customer's sentence for an event; None where it is none of their business."""
    row = SENTENCES.get(code)
    return row(data) if callable(row) and not isinstance(row, Sentence) else row
