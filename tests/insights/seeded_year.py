"""A year of rows drawn from one seed: every kind of case, promise, climb, answer and invitation, many to a day boundary.

The same rows each time, written without operations so that also what seldom happens is there. Not here: what they come to.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from accounts.models import Clock, Escalation, Event, Miss, User
from feedback.enums import CustomerOutcome, End, QuestionKind
from feedback.models import (
    Answer,
    Case,
    Concern,
    ContactAttempt,
    Customer,
    CustomerWord,
    Invitation,
    Occasion,
    Response,
    Signal,
    Stage,
)
from tests.cast import Cast
from tests.factories.responses import add_version, make_survey

BEGIN = datetime(2025, 1, 10, tzinfo=UTC)
END = datetime(2026, 1, 20, 15, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ENDS = (*End.values, End.PUT_RIGHT, End.PUT_RIGHT, End.PUT_RIGHT)


class Year:
    """Draws the rows of a year for a cast."""

    def __init__(self, cast: Cast, cases: int = 150, answers: int = 200) -> None:
        self.cast, self.draw = cast, Random(4)
        self.places = [cast.leeds, cast.york, cast.north, None]
        self.leaders = [cast.leader, cast.peer, cast.director, cast.owner]
        self.stages = [Stage.objects.create(slug=f"s{n}", name=f"Stage {n}") for n in range(3)]
        self.customers = [Customer.objects.create(name=f"Person {n}", created_at=BEGIN) for n in range(25)]
        for number in range(cases):
            self.case(number)
        self.surveys = [make_survey(kind, slug=f"y-{kind}") for kind in ("nps", "csat", "emotion")]
        add_version(self.surveys[0], QuestionKind.NPS)
        for number in range(answers):
            self.asked(number)

    def moment(self) -> datetime:
        """Somewhere in the year, often just beside midnight in London or in UTC."""
        day = BEGIN + DAY * self.draw.randrange(365)
        return day + self.draw.choice(
            [timedelta(0), -timedelta(microseconds=1), 9.5 * HOUR, 13 * HOUR, 23 * HOUR]
        )

    def case(self, number: int) -> None:
        draw, at = self.draw, self.moment()
        leader, place = draw.choice(self.leaders), draw.choice(self.places)
        mode = "history" if draw.random() < 0.1 else "live"
        closed = mode == "history" or draw.random() < 0.8
        end = End.AS_IMPORTED if mode == "history" else draw.choice(ENDS)
        case = Case.objects.create(
            customer=draw.choice(self.customers) if closed else None,
            matter=number + 1 if draw.random() < 0.1 else 0,
            place=place,
            department=draw.choice([None, self.cast.office]),
            stage=draw.choice(self.stages),
            leader=leader,
            severity=draw.choice(["low", "normal", "high"]),
            mode=mode,
            cycle=draw.choice([1, 1, 2]),
            received_at=at,
            opened_at=at + draw.choice([0, 0, 5]) * HOUR,
            state="closed" if closed else "waiting",
            end=end if closed else "",
            closed_at=at + draw.randrange(1, 40 * 24) * HOUR if closed else None,
            resolved_at=at + HOUR if closed and draw.random() < 0.6 else None,
            outcome=draw.choice(CustomerOutcome.values),
        )
        signals = [
            self.signal(case, at + n * 30 * HOUR, f"{number}-{n}") for n in range(draw.choice([1, 1, 2]))
        ]
        if draw.random() < 0.06:
            Concern.objects.create(signal=signals[0], person=self.cast.peer, state="confirmed")
        for cycle in range(1, case.cycle + 1):
            self.promise(case, cycle, leader)
        if case.cycle > 1:
            self.event(case, "reopened", at + 50 * HOUR)

    def signal(self, case: Case, at: datetime, mark: str) -> Signal:
        draw = self.draw
        return Signal.objects.create(
            kind=draw.choice(["complaint", "complaint", "score", "contact_me"]),
            channel=draw.choice(["form", "staff", "phone"]),
            case=case,
            customer=case.customer,
            stage=draw.choice([None, *self.stages]),
            place=draw.choice([None, *self.places]),
            received_at=at,
            logged_at=at,
            token_sha=f"t{mark}",
            code_sha=f"c{mark}",
        )

    def event(self, case: Case, code: str, at: datetime) -> None:
        case.seq += 1
        Event.objects.create(
            subject_kind="case",
            subject_id=case.pk,
            seq=case.seq,
            at=at,
            actor_key="x",
            code=code,
            key_id="1",
            mac="",
        )

    def promise(self, case: Case, cycle: int, leader: User) -> None:
        draw, started = self.draw, case.opened_at + (cycle - 1) * 50 * HOUR
        due = started + draw.choice([8, 16, 30]) * HOUR
        met = draw.choice([None, due - 2 * HOUR, due, due + 20 * HOUR])
        ended = due + draw.choice([-1, 0, 60]) * HOUR if met is None and draw.random() < 0.3 else None
        clock = Clock.objects.create(
            subject_kind="case",
            subject_id=case.pk,
            kind=draw.choice(["contact", "contact", "contact", "action"]),
            cycle=cycle,
            holder=leader,
            started_at=started,
            step_amount=8,
            step_unit="hours",
            due_at=due,
            armed_at=None if draw.random() < 0.05 else started,
            met_at=met,
            ended_at=ended,
            end_reason="closed" if ended else "",
        )
        self.climb(clock)
        self.contacts(case, cycle, due)

    def climb(self, clock: Clock) -> None:
        draw, due = self.draw, clock.due_at
        for level in range(draw.choice([0, 0, 1, 2, 3])):
            above = [self.cast.director, self.cast.owner, self.cast.owner][level]
            reason = draw.choice(["late", "late", "again"])
            times = {"detected_at": due, "told_at": due, "due_at": due + DAY}
            Escalation.objects.create(clock=clock, level=level + 1, to=above, reason=reason, **times)
            if level == 0:
                Miss.objects.create(clock=clock, level=0, person=draw.choice(self.leaders), at=due)

    def contacts(self, case: Case, cycle: int, due: datetime) -> None:
        draw = self.draw
        for _each in range(draw.choice([0, 1, 2])):
            logged = due + draw.choice([-3, 0, 5]) * HOUR
            ContactAttempt.objects.create(
                case=case,
                cycle=cycle,
                by=draw.choice(self.leaders),
                acting_as=draw.choice(["leader", "leader", "deputy", "rung"]),
                how="call",
                outcome="reached",
                stated_at=logged,
                logged_at=logged,
                met_clock=draw.random() < 0.4,
                withdrawn_at=logged if draw.random() < 0.15 else None,
            )
        signal = case.signals.order_by("pk").first()
        assert signal is not None
        for _each in range(draw.choice([0, 1, 2])):
            reached, right = draw.choice(["", "yes", "no"]), draw.choice(["yes", "partly", "no"])
            CustomerWord.objects.create(
                case=case, signal=signal, cycle=cycle, reached=reached, right=right, at=due + DAY
            )

    def asked(self, number: int) -> None:
        draw, at = self.draw, self.moment()
        survey = draw.choice(self.surveys)
        version = draw.choice(list(survey.versions.all()))
        where = {"place": draw.choice(self.places), "stage": draw.choice([None, *self.stages])}
        leader, customer = draw.choice([None, *self.leaders]), draw.choice(self.customers)
        invitation, how = None, draw.random()
        if how < 0.7:
            invitation = Invitation.objects.create(
                version=version,
                customer=customer,
                token_sha=f"i{number}",
                sent_at=at + DAY,
                expires_at=at + 30 * DAY,
                leader=leader,
                is_test=draw.random() < 0.05,
                delivered_at=draw.choice([None, at + DAY]),
                opened_at=draw.choice([None, at + 2 * DAY]),
                bounced_at=draw.choice([None, None, at + DAY]),
                **where,
            )
        if how < 0.85:
            passed = (
                {"invitation": invitation}
                if invitation
                else {"passed_over": draw.choice(["lately", "no_address"])}
            )
            fate = passed if invitation or draw.random() < 0.8 else {}
            Occasion.objects.create(
                survey=survey,
                customer=customer,
                how=draw.choice(["rule", "rule", "test"]),
                at=at,
                due_at=at,
                decided_at=at if fate else None,
                **where,
                **fate,
            )
        if invitation is None or draw.random() < 0.6:
            self.answer(at + 2 * DAY, version, invitation, leader, where)

    def answer(
        self, at: datetime, version: Any, invitation: Any, leader: User | None, where: dict[str, Any]
    ) -> None:
        draw = self.draw
        state = draw.choice(["complete", "complete", "complete", "partial", "held", "dropped"])
        response = Response.objects.create(
            version=version,
            invitation=invitation,
            source="invitation" if invitation else draw.choice(["link", "kiosk"]),
            state=state,
            held_for="many" if state == "held" else "",
            is_test=draw.random() < 0.05,
            revision=1,
            at=at,
            leader=leader,
            **where,
        )
        question = version.questions.get(code="main")
        highest = {"nps": 10, "csat": 5, "emotion": 5}[question.kind]
        for revision in range(1, draw.choice([1, 2, 2, 3])):
            score = draw.choice([None, *range(1, highest + 1)])
            Answer.objects.create(
                response=response, question=question, kind=question.kind, score=score, revision=revision
            )
            Response.objects.filter(pk=response.pk).update(revision=revision)
