"""The three-minute walk through the watched case as the customer, the leader or the owner; and one through the surveys.

Where somebody is in it lies in their session. Here: the steps and the panel above every page. Not here: signing in (`views`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from cxapp.demo import tours
from cxapp.demo.models import Watched
from cxapp.demo.story.surveys import PIN
from cxapp.demo.story.watched import watched
from feedback.notices.cases import private_path

KEY = "demo_walk"
"""In the session: {"role": …, "step": …}."""

Where = Callable[[Watched], str]


class Step(NamedTuple):
    sentence: Any
    where: Where


def _page(name: str) -> Where:
    return lambda found: reverse(name)


def _case(found: Watched) -> str:
    return reverse("case", args=[found.case_id])


def _cases(found: Watched) -> str:
    return f"{reverse('cases')}?view=all"


def _log(found: Watched) -> str:
    return reverse("log_contact", args=[found.case_id])


def follow(found: Watched) -> str:
    """The customer's private page."""
    return private_path(found.signal)


def _be(role: str) -> Where:
    return lambda found: reverse("demo_be", args=[role])


@dataclass(frozen=True, slots=True)
class Role:
    """One of those to be. `sign_in` is empty for the customer, who has no account."""

    name: str
    title: Any
    what: Any
    icon: str
    sign_in: str
    steps: tuple[Step, ...]


CUSTOMER = Role(
    "customer",
    _("Be the customer"),
    _("%(customer)s, who has just complained. No account, only a private link."),
    "chat-bubble-left-right",
    "",
    (
        Step(
            _(
                "You are %(customer)s: this page, opened from your mail, names %(leader)s and the time %(leader)s has."
            ),
            follow,
        ),
        Step(
            _(
                "Wait until that time has passed and load the page again: it says so honestly, and who was told."
            ),
            follow,
        ),
        Step(_("This is what you were told by mail so far."), _page("demo_mail")),
        Step(
            _("Become %(leader)s and log your call; this page then asks the customer whether that is so."),
            _be("leader"),
        ),
    ),
)
LEADER = Role(
    "leader",
    _("Be the leader"),
    _("%(leader)s, who must personally call %(customer)s in time."),
    "phone",
    "anna",
    (
        Step(
            _(
                "You are %(leader)s: %(customer)s is hurt, and the ladder shows who is told if you stay silent."
            ),
            _case,
        ),
        Step(
            _("Today is your whole day in one list: whom to call, by when, and what is late."), _page("today")
        ),
        Step(
            _(
                "Do not call until the time has passed: the one above you is told, here, by mail and on the console."
            ),
            _case,
        ),
        Step(_("Now log the call: it takes twenty seconds, and the climb stops."), _log),
        Step(_("Read what the customer, you and those above you were told."), _page("demo_mail")),
        Step(_("Become the customer and say whether it has been put right."), _be("customer")),
    ),
)
OWNER = Role(
    "owner",
    _("Be the owner"),
    _("Olga Owner, with whom every silence ends."),
    "building-storefront",
    "olga",
    (
        Step(
            _(
                "You are Olga, the owner: the silence about %(customer)s climbs to you in steps of three minutes."
            ),
            _case,
        ),
        Step(_("Your Today shows what has reached you, and from whom it came."), _page("today")),
        Step(
            _("Leaders: calls made in time and calls due, always the two numbers, never a ranking."),
            _page("leaders"),
        ),
        Step(_("All open cases, the late ones first."), _cases),
        Step(_("This is what you were told by mail."), _page("demo_mail")),
        Step(_("Take the case over or log the call yourself: whoever acts first stops the climb."), _case),
    ),
)
MANAGER = Role(
    "manager",
    _("Be the CX manager"),
    _("Carl Compass, who asks the customers: a survey as they see it, what they answer, and what hurts."),
    "presentation-chart-line",
    "carl",
    (
        Step(
            _(
                "A survey as a customer gets it, in English or German: who is not satisfied is asked one thing more."
            ),
            tours.invitation,
        ),
        Step(
            _("The same by a poster at the door: no address, no account. Answer, then look at your answers."),
            tours.poster,
        ),
        Step(
            _(
                "A tablet at the door: press a face, then go back in your browser. On a real one %(pin)s is the way out."
            ),
            tours.kiosk,
        ),
        Step(
            _("You are Carl: every answer, the newest first, with its words and their themes."),
            _page("answers"),
        ),
        Step(
            _("After your visit: the score with how sure it is, whether it changed, and who did not answer."),
            tours.results,
        ),
        Step(
            _("What hurts right now: a burst, and a call for help nobody has answered yet."), _page("alerts")
        ),
        Step(_("Answers that were held back: you let them through or set them aside."), _page("held")),
        Step(
            _("The surveys themselves. One is a draft: it says what is missing before it can be asked."),
            tours.draft,
        ),
    ),
)
ROLES: Mapping[str, Role] = {role.name: role for role in (CUSTOMER, LEADER, OWNER, MANAGER)}


def names(found: Watched) -> dict[str, str]:
    return {"customer": str(found.case.customer), "leader": found.case.leader.name, "pin": PIN}


def address_of(role: Role, step: int, found: Watched) -> str:
    """Where a step of the walk stands."""
    try:
        return role.steps[step].where(found)
    except NoReverseMatch:
        return reverse("demo")


def panel(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `demo_walk` while somebody is on the walk."""
    place = request.session.get(KEY) if hasattr(request, "session") else None
    role = ROLES.get(place["role"]) if isinstance(place, dict) else None
    if not isinstance(place, dict) or role is None or request.path.startswith("/demo/be/"):
        return {}
    found = watched()
    if found is None:
        return {}
    step = min(max(int(place["step"]), 0), len(role.steps) - 1)
    where = address_of(role, step, found)
    return {
        "demo_walk": {
            "title": role.title,
            "sentence": role.steps[step].sentence % names(found),
            "number": step + 1,
            "last": len(role.steps),
            "where": "" if where == request.path else where,
            "next": step + 1 if step + 1 < len(role.steps) else None,
            "before": step - 1 if step else None,
        }
    }
