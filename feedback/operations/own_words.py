"""What customers do on the open form and on their private page beside the verbs of a case: tell, praise, change their reach.

A link that was only handed out changes its own signal alone; what it says reaches the leader as a message.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.queries.house import house
from accounts.queries.line import line_of
from accounts.rules.actor import CUSTOMER, SYSTEM
from cxapp.lib.contact_points import normalise
from cxapp.lib.errors import Refused
from feedback.access.standing import concerned, speaks_for
from feedback.announcements import praise_given
from feedback.enums import ConcernState, Wish
from feedback.models import Concern, ContactPoint, Customer, Signal
from feedback.operations.answers import customer_writes
from feedback.operations.customers import point_digest
from feedback.operations.signals import receive
from feedback.operations.wishes import change_wish, find_reach
from feedback.operations.work import Work, begin, finish
from feedback.rules.drafts import SignalDraft
from feedback.rules.transitions import Verb

Point = tuple[str, str]


class NothingNew(Refused):
    code = "nothing_new"


@transaction.atomic
def tell_us(*, draft: SignalDraft, about: str, now: datetime) -> Signal:
    """Receive what a visitor typed. Whom they say it is about stands in their words and, where it matches one person, as a
    suggestion for staff to confirm; nobody is passed over for it before that."""
    received = receive(signals=[draft], by=CUSTOMER, now=now)[0]
    person = _person_named(about, draft.place) if about.strip() else None
    if person is not None:
        work = begin(case=received.case, by=SYSTEM, verb=Verb.SUGGEST_CONCERN, now=now, may_always=True)
        concern = Concern.objects.create(signal=received.signal, person=person, state=ConcernState.SUGGESTED)
        work.event("concern_suggested", concern=concern.pk, signal=received.signal.pk)
        _tell_above(work, concern, person)
        finish(work)
    return received.signal


def _tell_above(work: Work, concern: Concern, person: User) -> None:
    """Whoever is above the leader looks at the suggestion, never the person it names."""
    leader = work.case.leader_id
    line = line_of(people=[leader], now=work.now)
    above = line.who_is_above(leader, excluded={*concerned(work.case), person.pk})
    if above is not None:
        work.tell("case_concern", {above.deputy or above.person}, f"{concern.pk}", concern=concern.pk)


def _person_named(typed: str, place: int | None) -> User | None:
    """The one person with this name, or the one with this first name who works at the place."""
    people = User.objects.filter(is_active=True)
    name = " ".join(typed.split())
    found = list(people.filter(name__iexact=name)[:2])
    if not found and place is not None:
        found = list(people.filter(unit=place, name__istartswith=f"{name} ")[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def give_praise(*, words: str, customer_name: str, names: str, place: Unit | None, now: datetime) -> None:
    """A customer thanks somebody. Whoever keeps the wall listens, in this transaction."""
    if not words.strip():
        raise NothingNew(_("Write what they did for you."), field="words")
    praise_given.send(
        sender=give_praise,
        words=words.strip(),
        customer_name=customer_name.strip(),
        names=names.strip(),
        place=place,
        typed_in_by=None,
        now=now,
    )


@transaction.atomic
def change_reach(*, signal: Signal, wish: str, when: str, point: Point | None, now: datetime) -> None:
    """How and when to reach the sender. On the whole page it changes the case; on a handed-out link the signal and a message."""
    changed = wish != signal.wish or when.strip() != signal.wish_when
    if not changed and point is None:
        raise NothingNew(_("Nothing was changed. Choose another way, or enter another number or address."))
    if changed:
        signal.wish, signal.wish_when = wish, when.strip()[:80]
        signal.save(update_fields=["wish", "wish_when"])
    whole = speaks_for(signal)
    if point is not None and whole and signal.customer is not None:
        _add_point(signal.customer, point)
        if not signal.case.reachable:
            find_reach(case=signal.case, by=CUSTOMER, now=now)
    elif point is not None:
        customer_writes(signal=signal, words=_("Reach me here: %(point)s") % {"point": point[1]}, now=now)
    if changed and whole:
        change_wish(case=signal.case, by=CUSTOMER, wish=Wish(wish), when=when.strip(), now=now)
    elif changed:
        words = _("How I want to hear from you: %(wish)s %(when)s") % {
            "wish": Wish(wish).label,
            "when": when.strip(),
        }
        customer_writes(signal=signal, words=words, now=now)


def _add_point(customer: Customer, point: Point) -> None:
    """Another way to reach a known customer. One that already belongs to somebody else is kept, but identifies nobody new."""
    kind, typed = point
    normal = normalise(kind, typed, region=house().organisation.region)
    if normal is None:
        return
    mark = point_digest(kind, normal)
    mine = ContactPoint.objects.filter(customer=customer, kind=kind, digest=mark)
    if mine.update(bounced_at=None):
        return
    try:
        with transaction.atomic():
            ContactPoint.objects.create(customer=customer, kind=kind, value=normal, digest=mark)
    except IntegrityError:
        ContactPoint.objects.create(customer=customer, kind=kind, value=normal, digest=mark, identifies=False)
