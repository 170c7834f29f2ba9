"""The figures of how cases go: reached and when, how far up it went, put right, come back; and what each share is made of.

Not here: counting (`queries.tallies`), and the figures of promises by leader (`figures`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cxapp.insights.rules.figures import Figure
from cxapp.lib.statistics import Estimate, share

_DUE = _("promises whose time ran out, or that were kept, by the day they fell due")
_CLOSED = _("cases by the day they were closed; not what was no case, was merged, or came from before")
_UNHAPPY = _("unhappy customers")
_CONTACTS = _("contact clocks, contact attempts and misses")
_CASES = _("cases, and what customers answered on their private pages")
_RUNGS = _("rungs of the contact clock")
_PROMISES = _("all promises due")
_NOW = _("as of now, whatever the period")

FIRST_CONTACT = Figure(
    "first_contact_median",
    _("Time to first contact"),
    _(
        "Half of the customers were reached sooner than this, in calendar hours. Those still waiting are among the other half."
    ),
    _("hours from the start of the promise until somebody reached the customer, the middle one"),
    "",
    _DUE,
    _("hours"),
    _CONTACTS,
)
FIRST_CONTACT_P90 = Figure(
    "first_contact_p90",
    _("Nine of ten reached within"),
    _(
        "Nine of ten customers were reached sooner than this, in calendar hours. Those still waiting are counted as longer."
    ),
    _("hours from the start of the promise until somebody reached the customer, the ninth of ten"),
    "",
    _DUE,
    _("hours"),
    _CONTACTS,
)
OLDEST_WAITING = Figure(
    "oldest_waiting",
    _("Longest wait"),
    _("How long the customer waits who has waited longest and whom nobody has reached."),
    _("time since the promise began of the oldest one that still runs"),
    "",
    _NOW,
    _("hours"),
    _CONTACTS,
)
WAITING = Figure(
    "waiting_now",
    _("Waiting now"),
    _("Customers whom nobody has reached yet, whether their time has passed or not."),
    _("contact clocks that still run"),
    "",
    _NOW,
    _UNHAPPY,
    _CONTACTS,
)
CLOSED_LOOP = Figure(
    "loop_logged",
    _("Reached in time, as logged"),
    _("Customers reached before the promised time, as those who called wrote it down."),
    _("promises met before the promised time, by whoever it was"),
    _PROMISES,
    _DUE,
    _UNHAPPY,
    _CONTACTS,
    of="due",
)
CLOSED_LOOP_CONFIRMED = Figure(
    "loop_confirmed",
    _("Reached, says the customer"),
    _("Of the customers who answered whether they were reached, those who said yes. Silence is neither."),
    _("promises whose customer answered yes to “Did … reach you?”"),
    _("promises whose customer answered that question"),
    _DUE,
    _UNHAPPY,
    _CASES,
    of="loop_answered",
)
LOOP_ANSWERED = Figure(
    "loop_answered",
    _("Answered whether we reached them"),
    _("Customers who told us whether they were really reached."),
    _("promises whose customer answered “Did … reach you?”"),
    _PROMISES,
    _DUE,
    _UNHAPPY,
    _CASES,
    of="due",
)
DENIED = Figure(
    "loop_denied",
    _("Not reached, says the customer"),
    _("Customers who said that nobody had reached them, and never that somebody had."),
    _("promises whose customer answered no to “Did … reach you?”"),
    _("promises whose customer answered that question"),
    _DUE,
    _UNHAPPY,
    _CASES,
    of="loop_answered",
)
CLOSED = Figure(
    "closed",
    _("Closed"),
    _("Cases that ended, whatever the end."),
    _("cases closed"),
    "",
    _CLOSED,
    _("cases"),
    _CASES,
)
ASKED_RIGHT = Figure(
    "asked_right",
    _("Asked whether it is right"),
    _("Closed cases whose leader had said it is right, so that the customer was asked."),
    _("cases said to be right before they were closed"),
    _("all cases closed"),
    _CLOSED,
    _("cases"),
    _CASES,
    of="closed",
)
SAID_RIGHT = Figure(
    "said_right",
    _("Answered whether it is right"),
    _("Of those asked, how many answered. Silence is not known, it is not a yes."),
    _("cases whose customer answered “Is it put right?”"),
    _("cases whose customer was asked"),
    _CLOSED,
    _UNHAPPY,
    _CASES,
    of="asked_right",
)
RECOVERY = Figure(
    "recovery_rate",
    _("Put right, says the customer"),
    _("Of all who were asked, those whose last answer was yes. Silence is not known, it is not a yes."),
    _("cases whose customer's last answer was yes"),
    _("cases whose customer was asked"),
    _CLOSED,
    _UNHAPPY,
    _CASES,
    of="asked_right",
)
REOPENED = Figure(
    "reopened",
    _("Waiting again"),
    _(
        "Times a customer said no, or something new came up, and the case had to wait again; beside the cases closed."
    ),
    _("cases set back to waiting, each time anew, by the day it happened"),
    _("all cases closed"),
    _CLOSED,
    _("times"),
    _("the timelines of cases"),
    of="closed",
)
REPEAT = Figure(
    "repeat_failure",
    _("Came back within 90 days"),
    _("Closed cases whose customer had to complain again within 90 days."),
    _("cases closed whose customer had a later case opened within 90 days"),
    _("all cases closed"),
    _CLOSED,
    _("cases"),
    _("cases"),
    of="closed",
)
STUCK = Figure(
    "stuck_at_owner",
    _("Came up to the owner and still waits"),
    _("Customers whose promise went up to the owner and whom nobody has reached."),
    _("promises whose last rung is the owner and that still run"),
    _PROMISES,
    _DUE,
    _UNHAPPY,
    _RUNGS,
    of="due",
)
CAME_UP = Figure(
    "came_up_to_owner",
    _("Came up to the owner"),
    _("Customers whose promise went up until it reached the owner."),
    _("promises whose last rung is the owner"),
    _PROMISES,
    _DUE,
    _UNHAPPY,
    _RUNGS,
    of="due",
)
STOPPED = Figure(
    "stopped_at_level",
    _("Stopped at each level"),
    _("How far up promises went: level 1 is whom the leader reports to, and so on up the line."),
    _("promises whose highest rung after a missed time is of this level"),
    _PROMISES,
    _DUE,
    _UNHAPPY,
    _RUNGS,
    of="due",
)


@dataclass(frozen=True, slots=True)
class Share:
    """Of which counts of a family a share is made."""

    family: str
    k: str
    n: str

    def of(self, counts: Counter[str]) -> Estimate | None:
        """The share with Wilson's interval; None of nothing."""
        n = counts[self.n]
        return share(min(counts[self.k], n), n) if n else None


SHARES: Mapping[Figure, Share] = {
    CLOSED_LOOP: Share("promises", "reached", "due"),
    CLOSED_LOOP_CONFIRMED: Share("promises", "confirmed", "said"),
    LOOP_ANSWERED: Share("promises", "said", "due"),
    DENIED: Share("promises", "denied", "said"),
    ASKED_RIGHT: Share("cases", "asked_right", "closed"),
    SAID_RIGHT: Share("cases", "said_right", "asked_right"),
    RECOVERY: Share("cases", "right", "asked_right"),
    REOPENED: Share("cases", "reopened", "closed"),
    REPEAT: Share("cases", "repeat", "closed"),
    CAME_UP: Share("climbs", "owner", "due"),
    STUCK: Share("climbs", "owner_open", "due"),
}
_LEVEL = "stopped_"


def stops(counts: Counter[str]) -> dict[int, int]:
    """By level how many promises of the family `climbs` stopped there."""
    return {
        int(name.removeprefix(_LEVEL)): n for name, n in sorted(counts.items()) if name.startswith(_LEVEL)
    }


SERVICE = (STOPPED, FIRST_CONTACT, FIRST_CONTACT_P90, OLDEST_WAITING, WAITING, CLOSED, *SHARES)
"""What this module adds to the registry."""
