"""What a leader does next on a case, by the clock that runs: one table for cards and pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Severity
from feedback.enums import Wish
from feedback.models import Case
from feedback.queries.naming import customer_name, promise_of, words_of
from feedback.queries.status import Status
from feedback.rules.kinds import ACTION, CONTACT, DECISION, main_clock
from feedback.rules.transitions import Verb


@dataclass(frozen=True, slots=True)
class Act:
    """A link to the page of one verb."""

    verb: Verb
    text: Any
    icon: str
    key: str = ""


LOG_CONTACT = Act(Verb.LOG_CONTACT, gettext_lazy("Log contact"), "pencil-square", "l")
ACTS: dict[str, Act] = {
    CONTACT: LOG_CONTACT,
    DECISION: Act(Verb.DECIDE, gettext_lazy("Write the decision"), "document-check"),
    ACTION: Act(Verb.LOG_ACTION, gettext_lazy("Say what we did"), "wrench-screwdriver"),
}
LOUD = (Severity.CRITICAL, Severity.HIGH)
"""The severities a card names."""
WRITE = Act(Verb.WRITE_ANSWER, gettext_lazy("Write"), "envelope")


def verb_url(case: int, verb: Verb) -> str:
    """The page behind a verb; logging a contact has an address of its own."""
    if verb == Verb.LOG_CONTACT:
        return reverse("log_contact", args=[case])
    return reverse("case_verb", args=[case, verb.value.replace("_", "-")])


def next_act(case: Case) -> Act:
    """What keeps the promise: a contact as the customer wished, a decision, or an action."""
    kind = main_clock(wish=case.wish, reachable=case.reachable and not case.is_place_case).kind
    return WRITE if kind == CONTACT and case.wish == Wish.WRITE else ACTS[kind]


def card(case: Case, status: Status, phone: str, **more: Any) -> dict[str, Any]:
    """A waiting customer as a card: who, their words, what they wait for, and the one or two things to do."""
    act, name = next_act(case), customer_name(case)
    back = "?from=today" if act is LOG_CONTACT else ""
    dials = phone if act is LOG_CONTACT and case.wish == Wish.CALL else ""
    return {
        "url": reverse("case", args=[case.pk]),
        "customer": name,
        "words": words_of(case),
        "promise": promise_of(case),
        "due": case.due_at,
        "state": status.state,
        "state_text": status.text,
        "tries": status.tries,
        "escalated_to": status.escalated_to,
        "severity": case.severity if case.severity in LOUD else "",
        "phone": dials,
        "call": _("Call %(name)s") % {"name": name} if dials else "",
        "act": act.text,
        "act_icon": act.icon,
        "act_key": act.key,
        "act_label": _("%(act)s: %(name)s") % {"act": act.text, "name": name},
        "act_url": verb_url(case.pk, act.verb) + back,
        "sheet": act is LOG_CONTACT,
        **more,
    }
