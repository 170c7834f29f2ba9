"""One of everything: a world in which every address has something to show. Not here: the people (`cast`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Absence, ApiToken, Calendar, ImportRun, User, Witness
from accounts.operations.practices import switch
from accounts.operations.tokens import make_token
from accounts.rules.practices import PRACTICES
from cxapp.lib.tokens import link_token
from feedback.enums import How, Outcome, WhyDrawn
from feedback.models import (
    Alert,
    AssignmentRule,
    Case,
    ContactAttempt,
    Enquiry,
    Invitation,
    Reading,
    Response,
    Signal,
)
from feedback.notices.surveys import choices_path
from feedback.operations.alerts import ask_for_help
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.contacts import log_contact
from feedback.operations.enquiries import ask_question
from recognition.models import CompanyValue, Kudos, KudosReply
from recognition.operations.kudos import compliment, thank
from recognition.operations.wall import reply
from tests.cast import Cast
from tests.factories.answers import answer
from tests.factories.signals import open_case

DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """Anna's case at Leeds, logged by Fay and already tried once, and one row of every other kind."""

    cast: Cast
    case: Case
    signal: Signal
    attempt: ContactAttempt
    alert: Alert
    enquiry: Enquiry
    invitation: Invitation
    kudos: Kudos
    reply: KudosReply
    praise: Kudos
    rule: AssignmentRule
    run: ImportRun
    absence: Absence
    calendar: Calendar
    token: ApiToken
    secret: str
    witness: Witness
    leaver: User
    response: Response

    @property
    def follow(self) -> str:
        return link_token("signal", self.signal.uuid, self.signal.link_generation)

    @property
    def survey(self) -> str:
        return link_token("survey", self.invitation.uuid, self.invitation.generation)

    @property
    def mail_choices(self) -> str:
        """The private part of the link under every survey mail."""
        return choices_path(self.invitation.customer).strip("/").split("/")[-1]  # type: ignore[arg-type]


def _answer_on_the_desk(cast: Cast, now: datetime) -> Response:
    """A happy answer at Leeds, drawn for Anna and not read yet."""
    response = answer(cast, 9, "We never had to wait.", at=now - timedelta(hours=2))
    week = now.date() - timedelta(days=now.weekday())
    Reading.objects.create(person=cast.leader, response=response, week=week, why=WhyDrawn.OWN, drawn_at=now)
    return response


def make_world(cast: Cast) -> World:
    """Everything happens within the last hour, so that pages show it as today's."""
    now = timezone.now()
    switch_all_on(cast, now)
    case = open_case(cast, at=now - timedelta(minutes=50), name="Mia Moss")
    attempt = log_contact(case=case, by=cast.leader, how=How.CALL, outcome=Outcome.NO_ANSWER, now=now)
    case.refresh_from_db()
    happy = customer_by_mail(typed="nora@example.test", name="Nora Nest", place=cast.york, now=now)
    value = CompanyValue.objects.order_by("order")[0]
    kudos = thank(
        by=cast.front_line,
        receivers=[cast.peer_front_line],
        reason="You stayed late to bake for the school.",
        value=value,
        now=now,
    )
    praise = compliment(
        words="The lady at the counter was very kind to me.",
        customer_name="Mo",
        names_typed="the lady",
        receivers=[],
        place=cast.leeds,
        typed_in_by=None,
        now=now,
    )
    _, secret = make_token(user=cast.cx_manager, name="till", by=cast.cx_manager, now=now)
    soon = now + timedelta(days=30)
    return World(
        cast=cast,
        case=case,
        signal=case.signals.get(),
        attempt=attempt,
        alert=_call_for_help(cast, now),
        enquiry=ask_question(place=cast.leeds.pk, words="Are you open on Sunday?", now=now),
        invitation=invite(customer=happy, place=cast.york, by=cast.cx_manager, now=now),
        kudos=kudos,
        reply=reply(by=cast.leader, kudos=kudos, text="So true.", now=now),
        praise=praise,
        rule=AssignmentRule.objects.create(name="Phone", conditions={"channel": "phone"}, leader=cast.peer),
        run=ImportRun.objects.create(
            kind="complaints", file="imports/none.csv", file_name="a.csv", started_at=now
        ),
        absence=Absence.objects.create(person=cast.peer, deputy=cast.director, starts=soon, ends=soon + DAY),
        calendar=Calendar.objects.order_by("pk")[0],
        token=ApiToken.objects.get(),
        secret=secret,
        witness=Witness.objects.create(user=cast.board, named_by=cast.owner, since=now),
        leaver=User.objects.create_user("lena", "Lena Left", reports_to=cast.leader, is_active=False),
        response=_answer_on_the_desk(cast, now),
    )


def switch_all_on(cast: Cast, now: datetime) -> None:
    """Every practice, so that every page is there."""
    for info in PRACTICES:
        if info.ready and not info.always_on:
            switch(name=info.name, on=True, by=cast.cx_manager, now=now)


def _call_for_help(cast: Cast, now: datetime) -> Alert:
    return ask_for_help(place=cast.leeds, words="One till, twenty people.", by=cast.front_line, now=now)
