"""What customers were asked and answered, for the world of pages. Not here: the rest of that world (`world`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from feedback.enums import (
    AskedBy,
    HeldFor,
    OpenLinkKind,
    SendingTrigger,
)
from feedback.models import Alert, Survey
from feedback.operations.alerts import answer_alert, ask_for_help, watch_places
from feedback.operations.answering import send
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.drawing import draw_readings
from feedback.operations.judging import judge_texts
from feedback.operations.open_links import create_open_link
from feedback.operations.reading import mark_read, write_note
from feedback.operations.reminders import send_due
from feedback.operations.sending_rules import add_sending_rule
from feedback.operations.sendings import Listed, send_to_list
from feedback.operations.survey_choices import choose_surveys
from feedback.operations.survey_drafts import create_survey
from feedback.queries.answering import door_of, door_of_link
from feedback.rules.answering import Given
from tests.factories.signals import open_case

if TYPE_CHECKING:
    from tests.browser.world import Words, World


def make_surveys(world: World, say: Words) -> None:
    """Surveys, what is read of their answers, and every way to ask."""
    _surveys(world, say)
    _readings(world, say)
    _asking(world, say)


def _surveys(world: World, say: Words) -> None:
    cast, now = world.cast, world.now
    for name, score in (("open", None), ("unhappy", 3), ("neutral", 7), ("happy", 10), ("expired", None)):
        sent = now - timedelta(days=60 if name == "expired" else 1)
        reach, who = f"{name}@example.org", say(name.title() + " Asked", 200)
        customer = customer_by_mail(typed=reach, name=who, place=cast.leeds, now=sent)
        about = say("your order of 3 March", 200)
        invitation = invite(customer=customer, place=cast.leeds, by=cast.cx_manager, about=about, now=sent)
        if score is not None:
            given = Given(
                {"recommend": score, "reason": say("It took too long.")}, when=say("after 17:00", 80)
            )
            send(door=door_of(invitation), given=given, now=now)
        world.invitations[name] = invitation
    off = world.things.quiet = customer_by_mail(
        typed="off@example.org", name=say("Olaf Off", 200), place=cast.leeds, now=now
    )
    choose_surveys(customer=off, wanted=False, by=cast.cx_manager, now=now)
    world.things.draft = create_survey(
        template="visit", name=say("After a visit to a shop", 160), languages=["en", "ar"], by=cast.cx_manager, now=now
    )  # fmt: skip


def _readings(world: World, say: Words) -> None:
    """What was answered lies on Anna's desk, one of it read with a note, and its comments were judged."""
    cast, now = world.cast, world.now
    draw_readings(now=now)
    judge_texts(now=now)
    response = world.invitations["happy"].response
    mark_read(response=response, by=cast.leader, now=now)
    write_note(response=response, words=say("Tell Fay."), by=cast.leader, now=now)


def _asking(world: World, say: Words) -> None:
    """A list, a rule, a poster and a kiosk of the one-question survey."""
    cast, now, things = world.cast, world.now, world.things
    survey = Survey.objects.get(slug="recommend")
    rows = [Listed(mail=f"list{number}@example.org", name=say("Lisa Listed", 200)) for number in range(3)]
    rows.append(Listed(mail="off@example.org"))
    things.sending = send_to_list(
        survey=survey, name=say("Visitors of the open day", 160), rows=rows, how=AskedBy.LIST, by=cast.cx_manager, now=now
    )  # fmt: skip
    send_due(now=now)
    add_sending_rule(
        survey=survey, trigger=SendingTrigger.EVENT, event="order-delivered", wait_hours=24,
        place=cast.leeds, by=cast.cx_manager, now=now,
    )  # fmt: skip
    for kind in (OpenLinkKind.QR, OpenLinkKind.KIOSK):
        made = create_open_link(
            survey=survey, kind=kind, name=say("At the door", 160), place=cast.leeds, pin="1234", by=cast.cx_manager, now=now
        )  # fmt: skip
        setattr(things, "kiosk" if kind == OpenLinkKind.KIOSK else "poster", made)
    door = door_of_link(things.poster, uuid4())
    assert door is not None
    given = Given({"recommend": 1, "reason": say("Cheap watches.")})
    things.held = send(door=door, given=given, now=now, held_for=HeldFor.TRAP).response


def make_alerts(world: World, say: Words) -> None:
    """A burst at Leeds out of what was logged there, and an answered call for help."""
    cast, now, things = world.cast, world.now, world.things
    things.help = ask_for_help(
        place=cast.leeds, words=say("One till, twenty people."), by=cast.front_line, now=now
    )
    answer_alert(
        alert=things.help, answer="not_now", reason=say("I am on the road."), by=cast.leader, now=now
    )
    for n in range(4):
        open_case(cast, at=now - timedelta(minutes=n), words=say("Nobody at the till."))
    watch_places(now=now)
    things.burst = Alert.objects.get(kind="burst", place=cast.leeds)
