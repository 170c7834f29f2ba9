"""What arrives in the story day by day: complaints, questions, answers to the one question, thanks, holidays.

Not here: what people then do on a case (`acts`), the other surveys (`voices`), calls for help (`hurts`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.models import Unit, User
from accounts.operations.absences import record_absence
from accounts.rules.actor import CUSTOMER, SYSTEM
from cxapp.demo.story import hurts, voices, words
from cxapp.demo.story.acts import Acts, plan_for
from cxapp.demo.story.company import SHOP_LEADERS, WATCHED_PLACE
from cxapp.demo.story.desk import plan_for_desk
from cxapp.demo.story.known import case_of, has_begun, place_at
from cxapp.demo.story.plan import Act, at_work, chance
from feedback.enums import SignalChannel, SignalKind, Wish
from feedback.models import Case, Enquiry, Invitation, Stage
from feedback.operations.answering import send
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.enquiries import answer_question, ask_question
from feedback.operations.signals import receive
from feedback.queries.answering import door_of
from feedback.rules.answering import Given
from feedback.rules.drafts import SignalDraft
from recognition.enums import Reaction
from recognition.models import CompanyValue, Kudos
from recognition.operations.kudos import compliment, confirm_compliment, thank
from recognition.operations.wall import react, reply

Doing = Callable[[dict[str, int], datetime, Random], Acts]

WISHES = (Wish.CALL, Wish.WRITE, Wish.VISIT)
UNCONTACTED = 21
SHOPS = ("station-hall", "harbour-street", "mill-lane", "old-market", "riverside")
BUSY = (34, 18, 17, 17, 14)
"""How many of a hundred customers go to which shop."""


def day(at: datetime, *, number: int, length: int, take: Callable[[], int]) -> Acts:
    """Everything that will arrive on one day, and the next day. The story ends in a busy fortnight, as demonstrations do."""
    rng = chance("day", number)
    rate = 1.4 if length - 11 <= number <= length else 0.36 - 0.1 * min(number / length, 1)
    planned = [
        Act(at + timedelta(days=1), "day", {"day": number + 1}),
        *voices.day(at, number=number, length=length),
        *hurts.day(at, left=length - number),
    ]

    def during(verb: str, count: float, **data: int) -> None:
        for _ in range(int(count) + (rng.random() < count % 1)):
            moment = at + timedelta(minutes=rng.uniform(8 * 60, 18 * 60))
            planned.append(Act(moment, verb, {"n": take(), **data}))

    during("complain", rate)
    during("survey", 0.2)
    during("ask", 0.07)
    during("thank", 0.22)
    during("praise", 0.08)
    if number % 14 == 3:
        planned.append(Act(at + timedelta(hours=7), "away", {"n": number // 14}))
    return planned


def arrive(planned: Act, now: datetime) -> Acts:
    data = dict(planned.data)
    return DOING[planned.verb](data, now, chance(planned.verb, data["n"]))


def _shop(rng: Random) -> Unit:
    return place_at(rng.choices(SHOPS, BUSY)[0])


def reach(number: int) -> tuple[tuple[str, str], ...]:
    """Where a made-up customer is reached: a number kept for drama, an address that cannot exist."""
    name = words.customer_name(number).lower().replace(" ", ".")
    return (("phone", f"+44113496{number % 1000:04d}"), ("email", f"{name}@example.test"))


def _planned(case: Case, now: datetime) -> Acts:
    """A new case, or one that waits again because of this, is worked on; one that waited already goes on as planned."""
    return plan_for(case, now) if has_begun(case, now) else []


def _wish(data: dict[str, int], rng: Random) -> Wish:
    """Every so many customers want no contact: by number, so that no story lacks a decision."""
    drawn = rng.choices(WISHES, (76, 19, 5))[0]
    if "watched" in data:
        return Wish.CALL
    return Wish.NO_CONTACT if data["n"] % UNCONTACTED == 0 else drawn


def _complain(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    shop, matter = _shop(rng), rng.choice(words.MATTERS)
    if "watched" in data:
        shop, matter = place_at(WATCHED_PLACE), words.MATTERS[data["matter"]]
    number = (
        data["n"] if rng.random() > 0.06 or "watched" in data else max(data["n"] - rng.randrange(3, 25), 1)
    )
    channel = rng.choices(
        (SignalChannel.STAFF, SignalChannel.FORM, SignalChannel.PHONE, SignalChannel.QR), (50, 30, 12, 8)
    )[0]
    logged = (
        User.objects.filter(unit=shop, is_active=True).order_by("pk")
        if channel == SignalChannel.STAFF
        else None
    )
    by = rng.choice(list(logged)) if logged is not None else None
    nameless = rng.random() < 0.05 and "watched" not in data
    draft = SignalDraft(
        kind=SignalKind.COMPLAINT,
        channel=channel,
        received_at=now,
        words=matter.words,
        name="" if nameless else words.customer_name(number),
        contact_points=() if nameless else reach(number),
        wish=_wish(data, rng),
        wish_when="" if "watched" in data else rng.choice(("", "", "after 17:00", "in the morning")),
        place=shop.pk,
        stage=Stage.objects.get(slug=matter.stage).pk,
        severity="high" if "high" in data or (rng.random() < 0.15 and "watched" not in data) else "",
        yearly_value=Decimal(rng.choice((80, 120, 300, 650, 1200, 4800))) if rng.random() < 0.7 else None,
        confirmed=not nameless,
        logged_by=by.pk if by is not None else None,
    )
    received = receive(signals=[draft], by=by or CUSTOMER, now=now)[0]
    if "watched" in data and received.opened:
        return plan_for_desk(received.case, data, now)
    return _planned(case_of(received.case.pk), now)


def _survey(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    shop, number = _shop(rng), data["n"]
    address = dict(reach(number))["email"]
    customer = customer_by_mail(typed=address, name=words.customer_name(number), place=shop, now=now)
    sent = invite(customer=customer, place=shop, about="your last visit", by=SYSTEM, now=now)
    if rng.random() < 0.55:
        return [
            Act(now + timedelta(hours=rng.uniform(1, 70)), "answer", {"n": number, "invitation": sent.pk})
        ]
    return []


def _answer(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    score = rng.choices(range(11), (1, 1, 1, 2, 2, 4, 6, 12, 18, 25, 28))[0]
    said = rng.choice(words.GOOD_WORDS if score > 6 else words.SCORE_WORDS)
    invitation = Invitation.objects.get(pk=data["invitation"])
    given = Given({"recommend": score, "reason": said}, wish=Wish.CALL if score < 5 else "")
    signal = send(door=door_of(invitation), given=given, now=now).signal
    return _planned(case_of(signal.case_id), now) if signal is not None else []


def _ask(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    shop, number = _shop(rng), data["n"]
    question = rng.choice(words.QUESTIONS)[0]
    made = ask_question(
        place=shop.pk, words=question, name=words.customer_name(number), contact_points=reach(number), now=now
    )
    return [Act(at_work(shop.pk, now, rng.uniform(0.5, 18)), "reply", {"n": number, "enquiry": made.pk})]


def _reply(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    enquiry = Enquiry.objects.select_related("leader", "text").get(pk=data["enquiry"])
    if enquiry.answered_at is None:
        said = dict(words.QUESTIONS).get(enquiry.text.body, words.QUESTIONS[0][1])
        answer_question(enquiry=enquiry, by=enquiry.leader, words=said, now=now)
    return []


def _thank(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    giver, receiver = rng.sample(list(User.objects.filter(is_active=True).order_by("pk")), 2)
    slug, reason = rng.choice(words.THANKS)
    kudos = thank(
        by=giver,
        receivers=[receiver],
        reason=reason,
        value=CompanyValue.objects.get(slug=slug),
        now=now,
        sure=True,
    )
    return [Act(now + timedelta(hours=rng.uniform(1, 30)), "cheer", {"n": data["n"], "kudos": kudos.pk})]


def _praise(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    shop = _shop(rng)
    people = list(User.objects.filter(unit=shop, is_active=True).order_by("pk"))
    praised = people[-1]
    kudos = compliment(
        words=rng.choice(words.PRAISE),
        customer_name=words.customer_name(data["n"]),
        names_typed=praised.get_short_name(),
        receivers=[],
        place=shop,
        typed_in_by=None,
        now=now,
    )
    return [
        Act(at_work(shop.pk, now, rng.uniform(1, 30)), "confirm_praise", {"n": praised.pk, "kudos": kudos.pk})
    ]


def _confirm_praise(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    kudos = Kudos.objects.select_related("place__head").get(pk=data["kudos"])
    if kudos.confirmed_at is None and kudos.hidden_at is None and kudos.place and kudos.place.head:
        praised = User.objects.get(pk=data["n"])
        confirm_compliment(by=kudos.place.head, kudos=kudos, receivers=[praised], now=now)
    return [Act(now + timedelta(hours=rng.uniform(1, 30)), "cheer", {"n": data["n"], "kudos": kudos.pk})]


def _cheer(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    kudos = Kudos.objects.get(pk=data["kudos"])
    if kudos.confirmed_at is None or kudos.hidden_at is not None:
        return []
    people = rng.sample(list(User.objects.filter(is_active=True).order_by("pk")), rng.randrange(5))
    for person in people:
        react(by=person, kudos=kudos, kind=rng.choice(Reaction.values), now=now)
    if people and rng.random() < 0.35:
        reply(by=people[0], kudos=kudos, text=rng.choice(words.REPLIES), now=now)
    return []


def _away(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    """The shop leaders go on holiday in turn; the next one along stands in."""
    turn = data["n"] % len(SHOP_LEADERS)
    names = (SHOP_LEADERS[turn], SHOP_LEADERS[(turn + 1) % len(SHOP_LEADERS)])
    person, deputy = (User.objects.get(sign_in_name=name) for name in names)
    record_absence(person=person, deputy=deputy, starts=now, ends=now + timedelta(days=9), by=person, now=now)
    return []


def _case_opened(data: dict[str, int], now: datetime, rng: Random) -> Acts:
    return _planned(case_of(data["n"]), now)


DOING: dict[str, Doing] = {
    **voices.DOING,
    **hurts.DOING,
    "case_opened": _case_opened,
    "complain": _complain,
    "survey": _survey,
    "answer": _answer,
    "ask": _ask,
    "reply": _reply,
    "thank": _thank,
    "praise": _praise,
    "confirm_praise": _confirm_praise,
    "cheer": _cheer,
    "away": _away,
}
