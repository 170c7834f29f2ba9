"""The watched case: opened at each start, received one step less two minutes ago, left alone so that it climbs."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from cxapp.demo.models import Planned, Stamp, Watched
from cxapp.demo.story.arrivals import reach
from cxapp.demo.story.company import WATCHED_PLACE
from cxapp.demo.story.founding import STEP
from cxapp.demo.story.known import place_at
from cxapp.demo.story.words import customer_name
from feedback.enums import SignalChannel, SignalKind, Wish
from feedback.models import Customer, Stage
from feedback.operations.signals import receive
from feedback.rules.drafts import SignalDraft

LEFT = timedelta(seconds=105)
"""Until its time runs out: two minutes, less the seconds the server needs to start."""
SETTLED_AFTER = timedelta(hours=5)
WORDS = "There was a piece of metal in my sandwich roll, and I have cut my lip on it. I would like to know how that can happen."
FIRST = "Maria Sample"


@transaction.atomic
def open_watched(*, now: datetime) -> Watched:
    """A customer who has not been here before, at the counter of the shop that never closes."""
    moment = now + LEFT - timedelta(hours=float(STEP))
    number, name = _somebody_new()
    fay = User.objects.get(sign_in_name="fay")
    draft = SignalDraft(
        kind=SignalKind.COMPLAINT,
        channel=SignalChannel.STAFF,
        received_at=moment,
        words=WORDS,
        name=name,
        contact_points=(reach(number)[0], ("email", f"{name.lower().replace(' ', '.')}@example.test")),
        wish=Wish.CALL,
        place=place_at(WATCHED_PLACE).pk,
        stage=Stage.objects.get(slug="use").pk,
        critical_kind="injury",
        yearly_value=Decimal(640),
        confirmed=True,
        logged_by=fay.pk,
    )
    received = receive(signals=[draft], by=fay, now=moment)[0]
    data = {"case": received.case.pk, "cycle": 1, "above": 1}
    Planned.objects.create(at=now + SETTLED_AFTER, verb="contact", data=data)
    return Watched.objects.create(case=received.case, signal=received.signal, opened_at=now)


def _somebody_new() -> tuple[int, str]:
    """The first start meets Maria; each later one somebody whose name nobody has had yet."""
    stamp = Stamp.objects.get()
    while True:
        stamp.customers += 1
        name = customer_name(stamp.customers) if Watched.objects.exists() else FIRST
        if not Customer.objects.filter(name=name).exists():
            stamp.save()
            return stamp.customers, name


def watched() -> Watched | None:
    """The newest one."""
    return Watched.objects.select_related("case__customer", "case__leader", "signal").order_by("-pk").first()
