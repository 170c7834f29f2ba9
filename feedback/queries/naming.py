"""How a case and its customer are called on pages: one place for the words. Pure; asks the database for nothing."""

from __future__ import annotations

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from feedback.enums import Wish
from feedback.models import Case

SHORT = 90


def customer_name(case: Case) -> str:
    """Who it is about; a place case is called after its place."""
    if case.is_place_case and case.place is not None:
        return _("Visitors of %(place)s") % {"place": case.place.name}
    if case.customer is None:
        return _("A customer who left no name")
    return case.customer.name or _("A customer without a name")


def words_of(case: Case, length: int = SHORT) -> str:
    """The beginning of the customer's own words."""
    words = " ".join(case.words.body.split()) if case.words else ""
    return words if len(words) <= length else Truncator(words).chars(length, truncate="…")


def title_of(case: Case) -> str:
    """The heading of a case: who, and what about."""
    words = " ".join(case.words.body.split()) if case.words else ""
    about = Truncator(words).words(7, truncate="…") or (case.stage.name if case.stage.slug != "none" else "")
    return (
        _("%(who)s: %(about)s") % {"who": customer_name(case), "about": about}
        if about
        else customer_name(case)
    )


def promise_of(case: Case) -> str:
    """What the leader owes this customer next, as the first words of a sentence that ends with the time."""
    if case.is_place_case or not case.reachable:
        return _("Nobody can be reached. Say what we did about it")
    if case.wish == Wish.NO_CONTACT:
        return _("Wants no contact. Decide what we do about it")
    asked = {
        Wish.CALL: _("Wants a call"),
        Wish.VISIT: _("Wants to meet"),
        Wish.WRITE: _("Wants an answer in writing"),
    }[Wish(case.wish)]
    return f"{asked}, {case.wish_when}" if case.wish_when else asked
