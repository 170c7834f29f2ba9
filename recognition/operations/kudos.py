"""Thanking: between colleagues and from customers, and who a customer's praise is for.

Each verb writes its row, its event and its notices together. Not here: answering thanks and taking it down (`wall`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.operations.notices import notify
from accounts.operations.timeline import By, Entry, record
from accounts.queries.line import line_of
from accounts.rules.actor import CUSTOMER
from cxapp.lib.errors import Conflict, NotAllowed, Refused
from feedback.models import Case
from recognition.access.kudos import head_of, may_confirm
from recognition.models import CompanyValue, Kudos, KudosReceiver
from recognition.notices import kudos as told
from recognition.queries.people import people_at
from recognition.rules import limits
from recognition.rules.names import named_by_customer


class CannotThank(Refused):
    """Something is missing, or it is for the wrong person."""

    code = "cannot_thank"


class AskFirst(Refused):
    """Nothing is wrong: it is more than usual, and the giver says whether it is meant (`sure=True`)."""

    code = "ask_first"


class CannotConfirm(Refused):
    code = "cannot_confirm"


class AlreadyConfirmed(Conflict):
    code = "already_confirmed"


@transaction.atomic
def thank(
    *,
    by: User,
    receivers: Sequence[User],
    reason: str,
    value: CompanyValue,
    case: Case | None = None,
    now: datetime,
    sure: bool = False,
) -> Kudos:
    """A colleague thanks one or several others for something particular. Asks first where it is more than usual."""
    people = _receivers(receivers)
    if not people:
        raise CannotThank(_("Say whom you want to thank."), field="whom")
    if by in people:
        raise CannotThank(_("You cannot thank yourself. Whom do you want to thank?"), field="whom")
    if len(people) > limits.MOST_RECEIVERS:
        sentence = _("You can thank up to %(count)s people at once. Thank the others separately.")
        raise CannotThank(sentence % {"count": limits.MOST_RECEIVERS}, field="whom")
    words = reason.strip()
    if len(" ".join(words.split())) < limits.SHORTEST_REASON:
        sentence = _(
            "Say what they did, in %(count)s characters or more, so that they know what to go on doing."
        )
        raise CannotThank(sentence % {"count": limits.SHORTEST_REASON}, field="reason")
    if not value.is_active:
        raise CannotThank(_("Choose one of our values."), field="value")
    asking = "" if sure else unusual(by=by, receivers=people, now=now)
    if asking:
        raise AskFirst(asking)
    kudos = Kudos.objects.create(giver=by, value=value, reason=words, case=case, at=now, confirmed_at=now)
    _write_receivers(kudos, people)
    ids = sorted(person.pk for person in people)
    _record(kudos, "thanked", by, now, receivers=ids, value=value.pk, case=case.pk if case else None)
    _tell(kudos, people, by, now)
    return kudos


def unusual(*, by: User, receivers: Sequence[User], now: datetime) -> str:
    """The kind sentence to ask before one more thanks; empty where nothing is unusual."""
    today = Kudos.objects.filter(giver=by, at__gt=now - limits.A_DAY).count()
    pairs = KudosReceiver.objects.filter(giver=by, person__in=receivers, kudos__at__gt=now - limits.A_WEEK)
    this_week = dict(pairs.order_by("person__name").values_list("person__name").annotate(n=Count("id")))
    return limits.kind_words(given_today=today, given_this_week=this_week)


@transaction.atomic
def compliment(
    *,
    words: str,
    customer_name: str,
    names_typed: str,
    receivers: Sequence[User],
    place: Unit | None,
    typed_in_by: User | None,
    now: datetime,
    value: CompanyValue | None = None,
) -> Kudos:
    """A customer's praise. It reaches the wall at once where somebody else chose whom it is for; else it waits for the leader.

    `names_typed` is what the customer wrote; names found at the place are suggested to the leader.
    """
    said = words.strip()
    if not said:
        raise CannotThank(_("Write down what the customer said."), field="words")
    people = _receivers(receivers)
    chosen = bool(people) and typed_in_by is not None and typed_in_by not in people
    if not people and names_typed:
        people = _suggested(names_typed, place)
    kudos = Kudos.objects.create(
        customer_name=customer_name.strip()[:120],
        names_typed=names_typed.strip()[:200],
        typed_in_by=typed_in_by,
        value=value,
        reason=said[: limits.LONGEST_REASON],
        place=place,
        at=now,
        confirmed_at=now if chosen else None,
        confirmed_by=typed_in_by if chosen else None,
    )
    _write_receivers(kudos, people)
    by = typed_in_by or CUSTOMER
    _record(
        kudos,
        "praised",
        by,
        now,
        receivers=[person.pk for person in people],
        place=place.pk if place else None,
    )
    if chosen:
        _tell(kudos, people, by, now)
    elif head := head_of(place):
        notify(notices=told.for_head(kudos, head), now=now)
    return kudos


@transaction.atomic
def confirm_compliment(
    *, by: User, kudos: Kudos, receivers: Sequence[User], value: CompanyValue | None = None, now: datetime
) -> Kudos:
    """The leader of the place, their line or the CX manager says whom a waiting compliment is for; it reaches the wall."""
    if kudos.confirmed_at is not None:
        raise AlreadyConfirmed(_("Somebody has already said whom this is for."))
    if not may_confirm(by, kudos):
        raise NotAllowed(_("The leader of this place or a CX manager says whom this is for."))
    people = _receivers(receivers)
    if not people:
        raise CannotConfirm(_("Choose whom this is for, or type a name."), field="whom")
    if by in people and not by.is_owner:
        raise CannotConfirm(
            _("This praises you: somebody above you or a CX manager confirms it."), field="whom"
        )
    taken = Kudos.objects.filter(pk=kudos.pk, confirmed_at=None, hidden_at=None).update(
        confirmed_at=now, confirmed_by=by, value=value or kudos.value
    )
    if not taken:
        raise AlreadyConfirmed(_("Somebody was quicker: look again."))
    kudos.refresh_from_db()
    kudos.receivers.all().delete()
    _write_receivers(kudos, people)
    _record(kudos, "confirmed", by, now, receivers=sorted(person.pk for person in people))
    _tell(kudos, people, by, now)
    return kudos


def _receivers(people: Sequence[User]) -> list[User]:
    """Each active person once, in the order given."""
    return list({person.pk: person for person in people if person.is_active}.values())


def _suggested(names: str, place: Unit | None) -> list[User]:
    known = people_at(place)
    return list(
        User.objects.filter(pk__in=[one.id for one in named_by_customer(names, known)]).order_by("name", "pk")
    )


def _write_receivers(kudos: Kudos, people: Sequence[User]) -> None:
    KudosReceiver.objects.bulk_create(
        [KudosReceiver(kudos=kudos, person=person, giver_id=kudos.giver_id) for person in people]
    )


def _record(kudos: Kudos, code: str, by: By, now: datetime, **data: Any) -> None:
    record(entries=[Entry("kudos", kudos.pk, code, by, data)], now=now)


def _tell(kudos: Kudos, people: Sequence[User], by: By, now: datetime) -> None:
    """Whoever is thanked, and the leader of each; never the one who acts, nobody twice."""
    ids = {person.pk for person in people}
    line = line_of(people=ids, now=now)
    above = [line.who_is_above(person) for person in sorted(ids)]
    leaders = sorted({leader.person for leader in above if leader} - ids)
    notify(
        notices=[*told.for_receivers(kudos, people), *told.for_leaders(kudos, leaders)],
        now=now,
        but_not=by.pk if isinstance(by, User) else None,
    )
