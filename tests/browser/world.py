"""A company with one thing of every kind, made through the product's own doors. Not here: which page shows it (`pages`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle
from types import SimpleNamespace
from typing import Any

from accounts.models import Calendar, ImportRun, Organisation, Profile, User
from accounts.operations.absences import record_absence
from accounts.operations.calendars import Hours, change_calendar
from accounts.operations.organisation import put_on_call
from accounts.operations.passwords import set_password
from accounts.operations.people import add_person, deactivate_person
from accounts.operations.sweep import sweep
from accounts.operations.tokens import make_token
from accounts.operations.witnesses import name_witness
from cxapp.insights.enums import PackKind
from cxapp.insights.operations.packs import freeze_pack
from cxapp.insights.rules.spans import present
from cxapp.lib.clock import now as clock_now
from feedback.enums import (
    End,
    Feeling,
    How,
    Outcome,
    PromiseKind,
    RecoveryKind,
    SignalChannel,
    SignalKind,
    Wish,
)
from feedback.models import Case, Cause, Customer, Enquiry, Invitation, Signal
from feedback.operations.assignment_rules import add_rule
from feedback.operations.concerns import suggest_concern
from feedback.operations.contacts import log_contact
from feedback.operations.customer_accounts import add_account
from feedback.operations.customer_words import customer_says
from feedback.operations.endings import resolve
from feedback.operations.enquiries import answer_question, ask_question
from feedback.operations.hand_overs import offer
from feedback.operations.improvements import Change, add_improvement
from feedback.operations.merges import merge, split
from feedback.operations.promises import NewPromise, keep_promise
from feedback.operations.proposals import propose_end
from feedback.operations.recoveries import give_recovery
from feedback.operations.signals import receive
from recognition.models import CompanyValue, Kudos
from recognition.operations.kudos import compliment, thank
from recognition.operations.wall import reply
from tests.browser.world_changes import make_alike_notes, make_changes
from tests.browser.world_files import make_files
from tests.browser.world_ledger import make_replies
from tests.browser.world_surveys import make_alerts, make_surveys
from tests.cast import Cast, make_cast
from tests.factories.signals import complaint, open_case
from tests.factories.world import switch_all_on

PASSWORD = "bread every morning"
ROUND_THE_CLOCK = tuple(((0, 24 * 60),) for _day in range(7))


@dataclass
class World:
    """What the table of pages and the tests name: people, and one row of every kind."""

    cast: Cast
    now: datetime
    cases: dict[str, Case] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    kudos: dict[str, Kudos] = field(default_factory=dict)
    enquiries: dict[str, Enquiry] = field(default_factory=dict)
    runs: dict[str, ImportRun] = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)

    def person(self, role: str) -> User:
        found: User = getattr(self.cast, role)
        return found

    @property
    def week(self) -> str:
        """The Monday of this week."""
        return str(self.now.date() - timedelta(days=self.now.weekday()))

    def signal(self, case: str) -> Signal:
        return Signal.objects.filter(case=self.cases[case]).order_by("pk")[0]


def empty_world() -> World:
    """The company before anything happened. Clocks run day and night, so that every weekday is alike."""
    world = World(make_cast(), clock_now())
    calendar = Calendar.objects.get(pk=Organisation.objects.get(pk=1).calendar_id or 0)
    hours = Hours(calendar.name, calendar.zone, ROUND_THE_CLOCK)
    change_calendar(calendar=calendar, hours=hours, by=world.cast.administrator, now=world.now)
    switch_all_on(world.cast, world.now - timedelta(days=2))
    world.things.witness = name_witness(user=world.cast.outsider, by=world.cast.owner, now=world.now)
    for person in (world.cast.leader, world.cast.front_line):
        set_password(person=person, password=PASSWORD, by=world.cast.administrator, now=world.now)
    return world


def filled_world(hostile: Sequence[str] = ()) -> World:
    """Everything once. `hostile` takes the place of what people would write and how they are called."""
    world = empty_world()
    say = Words(hostile)
    _cases(world, say)
    _ended_cases(world, say)
    make_surveys(world, say)
    _questions(world, say)
    make_alerts(world, say)
    _thanks(world, say)
    make_changes(world.cast, say, world.now)
    alike = [world.cases[name] for name in ("contacted", "resolved", "partly")]
    make_alike_notes(alike, world.cast.leader, say, world.now)
    make_replies(world.cast, world.things, say, world.now)
    _house(world, say)
    make_files(world)
    return world


class Words:
    """Something readable; or hostile texts: all of them where there is room, else the next one in turn."""

    ROOM = 2000

    def __init__(self, hostile: Sequence[str]) -> None:
        self.hostile, self.turn = hostile, cycle(hostile)

    def __call__(self, usual: str, longest: int = ROOM) -> str:
        if not self.hostile:
            return usual
        return " ".join(self.hostile) if longest >= self.ROOM else next(self.turn)[:longest]


def _cases(world: World, say: Words) -> None:
    cast, now, cases = world.cast, world.now, world.cases

    def opened(name: str, who: str, hours: float, **fields: Any) -> Case:
        at = now - timedelta(hours=hours)
        words = say("The parcel came three days late and the cake was crushed.")
        cases[name] = open_case(
            cast, at=at, name=say(who, 200), words=words, wanted=say("A new one."), **fields
        )
        return cases[name]

    opened("escalated", "Maria Sample", 200)
    sweep(now=now)
    opened("late", "Petra Pending", 60, wish_when=say("after 17:00", 80))
    opened("waiting", "Wilma Waiting", 0.1)
    opened("offered", "Oscar Offered", 2)
    opened("writing", "Willy Writer", 3, wish=Wish.WRITE, contact_points=(("email", "willy@example.org"),))
    opened("asked", "Rita Recovery", 2)
    opened("proposed", "Paul Proposed", 4)
    opened("concerned", "Conny Concern", 1)
    scored: dict[str, Any] = {
        "kind": SignalKind.SCORE,
        "channel": SignalChannel.FORM,
        "scale": "nps",
        "score": 2,
    }
    nobody: dict[str, Any] = {"name": "", "words": "", "contact_points": (), "logged_by": None}
    cases["place"] = open_case(cast, at=now, **scored, **nobody)
    opened("twofold", "Doris Double", 5)
    opened("joined", "Jo Joined", 5)
    opened("york", "Yves York", 1, place=cast.york.pk, logged_by=cast.peer_front_line.pk)
    offer(case=cases["offered"], by=cast.leader, receiver=cast.peer, reason=say("You know her."), now=now)
    give_recovery(
        case=cases["asked"], by=cast.front_line, kind=RecoveryKind.REFUND, what=say("The whole order", 200),
        cost=Decimal(5000), now=now,
    )  # fmt: skip
    propose_end(case=cases["proposed"], by=cast.leader, end=End.NO_CASE, why=say("Other shop."), now=now)
    suggest_concern(signal=world.signal("concerned"), person=cast.leader, by=cast.front_line, now=now)
    _second_matters(world, say)


def _second_matters(world: World, say: Words) -> None:
    """One customer complained twice about the same, one of two things: a case to join, one to part, one joined already."""
    cast, now, cases = world.cast, world.now, world.cases
    for name in ("twofold", "joined"):
        again = complaint(
            cast,
            at=now,
            customer=cases[name].customer_id,
            contact_points=(),
            name="",
            words=say("Rude, too."),
        )
        signal = receive(signals=[again], by=cast.front_line, now=now)[0].signal
    cases["merged"] = split(
        signal=signal, leader=cast.peer, by=cast.director, why=say("Other shop."), now=now
    )
    merge(cases=(cases["joined"], cases["merged"]), by=cast.director, now=now)


def _ended_cases(world: World, say: Words) -> None:
    cast, now, cases = world.cast, world.now, world.cases
    for name in ("contacted", "resolved", "partly", "closed"):
        words, who = say("The bread was stale."), say(f"Clara {name.title()}", 200)
        cases[name] = open_case(cast, at=now - timedelta(hours=20), name=who, words=words)
        promise = NewPromise(PromiseKind.FIX_BY, now + timedelta(hours=30), say("A new loaf."))
        log_contact(
            case=cases[name], by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, feeling=Feeling.BETTER,
            note=say("She was kind.", 280), promise=promise, now=now - timedelta(hours=18),
        )  # fmt: skip
    delay = Cause.objects.get(slug="delay")
    for name in ("resolved", "partly", "closed"):
        at, words = now - timedelta(hours=2), say("We brought it.")
        [made] = cases[name].promises.all()
        keep_promise(promise=made, by=cast.leader, words=words, now=at)
        resolve(case=cases[name], by=cast.leader, cause=delay, words=words, now=at)
    customer_says(signal=world.signal("partly"), reached="yes", right="partly", words=say("Nearly."), now=now)
    customer_says(signal=world.signal("closed"), reached="yes", right="yes", words=say("Thank you."), now=now)


def _questions(world: World, say: Words) -> None:
    cast, now = world.cast, world.now
    for name in ("waiting", "answered"):
        world.enquiries[name] = ask_question(
            place=cast.leeds.pk, words=say("Do you bake without nuts?"), name=say("Queenie Question", 200),
            contact_points=(("email", f"{name}.question@example.org"),), now=now - timedelta(hours=1),
        )  # fmt: skip
    answer_question(
        enquiry=world.enquiries["answered"], by=cast.leader, words=say("Yes, on Mondays."), now=now
    )


def _thanks(world: World, say: Words) -> None:
    cast, now = world.cast, world.now
    value = CompanyValue.objects.get(slug="we-help-each-other")
    reason = say("You stayed with the customer until the cake was found.")
    kudos = thank(by=cast.peer, receivers=[cast.front_line], reason=reason, value=value, now=now, sure=True)
    reply(by=cast.leader, kudos=kudos, text=say("Seconded.", 280), now=now)
    world.kudos["thanked"] = kudos
    world.kudos["waiting"] = compliment(
        words=say("The young woman at the counter was so kind."), customer_name=say("Mrs Example", 200),
        names_typed=say("Fay", 200), receivers=[], place=cast.leeds, typed_in_by=None, now=now,
    )  # fmt: skip


def _house(world: World, say: Words) -> None:
    cast, now, things = world.cast, world.now, world.things
    things.rule = add_rule(
        name=say("Form goes to Anna", 120), conditions={"channel": "form"}, leader=cast.leader, head_of=None,
        by=cast.cx_manager, now=now,
    )  # fmt: skip
    ends = now + timedelta(days=3)
    things.absence = record_absence(
        person=cast.peer, deputy=cast.director, starts=now - timedelta(days=1), ends=ends, by=cast.administrator,
        now=now,
    )  # fmt: skip
    things.newcomer = add_person(
        sign_in_name="nina", name=say("Nina New", 150), reports_to=cast.leader, unit=cast.leeds, title=say("Baker", 100),
        by=cast.administrator, now=now,
    )  # fmt: skip
    things.vacancy = add_person(
        sign_in_name="vera", name=say("Vera Vacant", 150), reports_to=cast.leader, unit=cast.leeds,
        by=cast.administrator, now=now,
    )  # fmt: skip
    deactivate_person(person=things.vacancy, by=cast.administrator, now=now)
    things.token, _secret = make_token(
        user=cast.administrator, name=say("till", 100), by=cast.administrator, now=now
    )
    things.calendar = Calendar.objects.get(pk=Organisation.objects.get(pk=1).calendar_id or 0)
    things.profile = Profile.objects.order_by("pk")[0]
    things.account = add_account(
        name=say("Northwind Schools", 200), leader=cast.peer, by=cast.cx_manager, now=now
    )
    put_on_call(person=cast.director, starts=now, ends=ends, by=cast.administrator, now=now)
    things.improvement = add_improvement(
        change=Change("Second till on Saturdays", cast.leader, now.date(), place=cast.leeds),
        by=cast.cx_manager,
        now=now,
    )
    last_month = present(PackKind.MONTH, now, "UTC").before()
    things.pack = freeze_pack(span=last_month, by=cast.owner, now=now)
    things.customer = Customer.objects.get(pk=world.cases["late"].customer_id or 0)
    things.phone = things.customer.contact_points.get(kind="phone")
