"""What each event of a case is called: code, sentence, the values in it. The one table the timeline reads.

A value is made from the event's data by "person", "moment", "money" or an enumeration. Not here: reading events (`history`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from accounts.enums import Severity
from feedback.enums import (
    End,
    Feeling,
    Outcome,
    PromiseKind,
    RecoveryKind,
    ResponsibilityReason,
    Wish,
    Word,
)

Make = Literal["person", "moment", "money"] | type[Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with %(name)s for its values; `instead` may choose another one by the data."""

    title: Any
    icon: str = ""
    values: Mapping[str, Make] = field(default_factory=dict)
    instead: Callable[[Mapping[str, Any]], Any] | None = None

    def choose(self, data: Mapping[str, Any]) -> Any:
        return (self.instead(data) if self.instead else None) or self.title


OUTCOMES = {
    "reached": _("Spoke with the customer"),
    "voicemail": _("Left a message"),
    "no_answer": _("Tried to reach the customer: no answer"),
    "wrong_details": _("Tried to reach the customer: wrong details"),
    "wrote": _("Wrote to the customer"),
}
CLIMBS = {
    "again": _("Told %(to)s at once, because this customer was let down before"),
    "on_call": _("Told %(to)s at once, who is on call"),
    "promise": _("A promise was not kept: told %(to)s"),
    "resolution": _("Not put right in time: told %(to)s"),
    "approval": _("No answer to the request for approval: told %(to)s"),
}
MISSES = {
    "promise": _("%(person)s let a promise to the customer pass"),
    "resolution": _("The time to put it right passed with %(person)s"),
    "approval": _("%(person)s let the request for approval wait too long"),
}
REOPENED = {
    "signal": _("Waits again: the customer wrote once more"),
    "customer_no": _("Waits again, one level higher: the customer said no"),
    "withdrawal_undone": _("Waits again: the customer did not mean to withdraw it"),
    "merged": _("Waits again: the case joined with it had not been heard"),
    "merge_undone": _("Waits again on its own"),
    "wish": _("Waits again: the customer wants to hear from us after all"),
}


def _climb(data: Mapping[str, Any]) -> Any:
    return CLIMBS.get(str(data.get("reason"))) or CLIMBS.get(str(data.get("clock")))


LINES: Mapping[str, Line] = {
    "opened": Line(
        _("Opened. %(leader)s is responsible, %(reason)s"),
        "inbox-arrow-down",
        {"leader": "person", "reason": ResponsibilityReason},
    ),
    "joined": Line(_("The customer came back about it"), "chat-bubble-left-right"),
    "reopened": Line(_("Waits again"), "arrow-path", instead=lambda data: REOPENED.get(str(data.get("why")))),
    "severity": Line(
        _("Severity from %(from)s to %(to)s"), "exclamation-circle", {"from": Severity, "to": Severity}
    ),
    "missed": Line(
        _("The promised time passed with %(person)s"),
        "clock",
        {"person": "person"},
        lambda data: MISSES.get(str(data.get("clock"))),
    ),
    "escalated": Line(_("Not acted on in time: told %(to)s"), "arrow-trending-up", {"to": "person"}, _climb),
    "contact": Line(
        _("Tried to reach the customer"),
        "phone",
        {"outcome": Outcome},
        lambda data: OUTCOMES.get(data["outcome"]),
    ),
    "contact_undone": Line(_("Took the last entry back"), "arrow-uturn-left"),
    "contact_corrected": Line(
        _("Corrected an entry: the customer feels %(feeling)s"), "pencil", {"feeling": Feeling}
    ),
    "promised": Line(
        _("Promised: %(kind)s %(due_at)s"), "hand-raised", {"kind": PromiseKind, "due_at": "moment"}
    ),
    "promise_kept": Line(_("Kept a promise"), "check-circle"),
    "later": Line(_("The customer asked for later: %(until)s"), "calendar", {"until": "moment"}),
    "wish": Line(
        _("How the customer wants to hear from us: %(wish)s"), "adjustments-horizontal", {"wish": Wish}
    ),
    "reach": Line(
        _("There is a way to reach the customer again"),
        "phone",
        instead=lambda data: None if data.get("reachable") else _("No way to reach the customer is left"),
    ),
    "answered": Line(_("Wrote to the customer"), "envelope"),
    "bounced": Line(_("What we wrote did not arrive"), "exclamation-triangle"),
    "decided": Line(_("Wrote down what we decided"), "document-check"),
    "action": Line(_("Said what we did about it"), "wrench-screwdriver"),
    "customer_wrote": Line(_("The customer wrote"), "chat-bubble-left"),
    "offered": Line(_("Offered the case to %(receiver)s"), "arrow-right-circle", {"receiver": "person"}),
    "offer_declined": Line(_("Declined the case"), "x-circle"),
    "offer_withdrawn": Line(_("Took the offer back"), "arrow-uturn-left"),
    "not_asked_again": Line(
        _("Did not ask again whether it is right: the customer was asked %(asked_at)s"),
        "chat-bubble-left",
        {"asked_at": "moment"},
        lambda data: (
            None
            if data.get("asked_at")
            else _("Did not ask whether it is right: our rules allow no question")
        ),
    ),
    "offer_lapsed": Line(_("The offer was not answered in time and lapsed"), "clock"),
    "leader": Line(
        _("%(leader)s is responsible now instead of %(old)s, %(reason)s"),
        "user",
        {"leader": "person", "old": "person", "reason": ResponsibilityReason},
    ),
    "resolved": Line(_("Put right, waiting for the customer's word"), "check"),
    "closed": Line(_("Ended: %(end)s"), "archive-box", {"end": End}),
    "not_yet_right": Line(_("Not right yet: work goes on"), "arrow-path"),
    "customer_said": Line(
        _("The customer: reached %(reached)s, put right %(right)s"),
        "chat-bubble-left",
        {"reached": Word, "right": Word},
    ),
    "recovery_decided": Line(
        _("Agreed to what was asked for"),
        "check",
        instead=lambda data: (
            _("Did not agree to what was asked for") if data.get("state") == "refused" else None
        ),
    ),
    "recovery": Line(
        _("Gave: %(kind)s, %(cost)s"),
        "gift",
        {"kind": RecoveryKind, "cost": "money"},
        lambda data: _("Asked to give: %(kind)s, %(cost)s") if data.get("state") == "asked" else None,
    ),
    "cause": Line(_("Recorded what caused it"), "magnifying-glass"),
    "end_proposed": Line(_("Proposed to end it: %(end)s"), "flag", {"end": End}),
    "end_refused": Line(_("Did not agree to end it"), "x-circle"),
    "merged": Line(_("Another case of this customer was joined with it"), "arrows-pointing-in"),
    "merge_undone": Line(_("Parted from the other case again"), "arrows-pointing-out"),
    "split": Line(_("The other matter became a case of its own"), "scissors"),
    "concern_suggested": Line(_("May be about somebody who works here"), "eye-slash"),
    "concern": Line(_("Is about somebody who works here"), "eye-slash"),
    "concern_dismissed": Line(_("Is not about the person suggested"), "eye"),
    "imported": Line(_("Imported from earlier records"), "arrow-down-tray"),
    "armed": Line(_("The place went live: from here on the time counts"), "play"),
    "due_moved": Line(_("The promise moved with the calendar of the place"), "calendar"),
}
