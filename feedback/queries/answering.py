"""Where somebody answers, and what is kept of it so far. Not here: whom we ask (`asking`), results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from accounts.models import Unit, User
from feedback.enums import OpenLinkKind, QuestionKind, ResponseSource, ResponseState, SignalChannel
from feedback.models import Answer, Customer, Invitation, OpenLink, Question, Response, Signal, SurveyVersion
from feedback.queries.answer_reads import answers_of, questions_of, response_to, signal_of
from feedback.queries.leaders import leaders_id
from feedback.queries.public import open_survey
from feedback.rules.answering import Given, mood, words_in
from feedback.rules.questions import main_question

SOURCES = {
    OpenLinkKind.LINK: ResponseSource.LINK,
    OpenLinkKind.QR: ResponseSource.QR,
    OpenLinkKind.KIOSK: ResponseSource.KIOSK,
}
CHANNELS = {
    ResponseSource.INVITATION: SignalChannel.SURVEY,
    ResponseSource.LINK: SignalChannel.SURVEY,
    ResponseSource.QR: SignalChannel.QR,
    ResponseSource.KIOSK: SignalChannel.KIOSK,
    ResponseSource.IMPORT: SignalChannel.IMPORT,
    ResponseSource.API: SignalChannel.API,
}


@dataclass(frozen=True)
class Door:
    """A private invitation, or one form (`key`) on a link open to everybody; and the language it is read in."""

    version: SurveyVersion
    language: str
    invitation: Invitation | None = None
    link: OpenLink | None = None
    key: UUID | None = None

    @cached_property
    def questions(self) -> list[Question]:
        return questions_of(self.version)

    @property
    def first(self) -> str:
        """The language that has every text."""
        return str(self.version.languages[0]) if self.version.languages else "en"

    @property
    def asked(self) -> Invitation | OpenLink:
        """The row that says of which place, department and stage."""
        found = self.invitation or self.link
        if found is None:
            raise LookupError("a door is an invitation or an open link")
        return found

    @property
    def place(self) -> Unit | None:
        return self.asked.place

    @property
    def customer(self) -> Customer | None:
        return self.invitation.customer if self.invitation is not None else None

    @property
    def source(self) -> ResponseSource:
        if self.link is not None:
            return SOURCES[OpenLinkKind(self.link.kind)]
        return ResponseSource.INVITATION

    @property
    def is_test(self) -> bool:
        return self.invitation is not None and self.invitation.is_test

    def is_over(self, now: datetime) -> bool:
        """Whether it takes a comment only."""
        return self.invitation is not None and now >= self.invitation.expires_at

    def leader(self, now: datetime) -> User:
        """Who reads it: whoever a case from here would be given to today."""
        return User.objects.get(pk=self.leaders_id(now))

    def leaders_id(self, now: datetime) -> int:
        return leaders_id(
            place=self.asked.place_id,
            department=self.asked.department_id,
            customer=self.customer,
            now=now,
            facts={"channel": CHANNELS[self.source].value},
        )


def private_door(token: str, language: str = "") -> Door | None:
    """What a private link opens."""
    invitation = open_survey(token)
    if invitation is None:
        return None
    return door_of(invitation, language)


def door_of(invitation: Invitation, language: str = "") -> Door:
    wanted = (language, invitation.language, invitation.customer.language if invitation.customer else "")
    return Door(invitation.version, spoken(invitation.version, *wanted), invitation)


def open_link(code: str) -> OpenLink | None:
    """An open link that is in use, with the place that answers go to."""
    rows = OpenLink.objects.select_related("survey", "place", "department")
    return rows.filter(code=code, is_active=True).first()


def door_of_link(link: OpenLink, key: UUID | None, language: str = "", browser: str = "") -> Door | None:
    """The newest published version of the link's survey; None while nothing is published or it was retired."""
    if not link.survey.is_active:
        return None
    rows = SurveyVersion.objects.filter(survey=link.survey_id, published_at__isnull=False)
    version = rows.order_by("-number").first()
    if version is None:
        return None
    version.survey = link.survey
    return Door(version, spoken(version, language, browser), link=link, key=key)


def spoken(version: SurveyVersion, *wanted: str) -> str:
    """The first of these languages that the survey has, else its first."""
    known = [str(code) for code in version.languages] or ["en"]
    return next((code for code in wanted if code in known), known[0])


# -- What is kept ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Kept:
    """What somebody answered: of each question the newest answer, and the signal it raised."""

    response: Response
    questions: Sequence[Question]
    answers: Mapping[str, Any]
    signal: Signal | None = None

    @property
    def revision(self) -> int:
        return self.response.revision

    @property
    def is_sent(self) -> bool:
        return self.response.state != ResponseState.PARTIAL

    @property
    def score(self) -> int | None:
        main = main_question(self.questions)
        return self.answers.get(main.code) if main is not None else None

    @property
    def words(self) -> str:
        return words_in(self.questions, self.answers, self.response.language)

    @property
    def mood(self) -> str:
        return "unhappy" if self.signal is not None else mood(self.questions, self.answers)

    def says(self, given: Given) -> bool:
        """Whether this is what was kept."""
        asked = (self.response.wish, self.response.wish_when)
        return dict(given.answers) == dict(self.answers) and (
            not given.wish or (given.wish, given.when) == asked
        )


def kept_at(door: Door) -> Kept | None:
    """What is kept behind a door; None while nobody has answered."""
    if door.invitation is not None:
        response = response_to(door.invitation)
    elif door.key is not None:
        response = Response.objects.filter(key=door.key, link=door.link).first()
    else:
        return None
    return kept_of(response, door.questions) if response is not None else None


def kept_answer(invitation: Invitation) -> Kept | None:
    """What is kept for this invitation."""
    return kept_at(door_of(invitation))


def kept_of(response: Response, questions: Sequence[Question]) -> Kept:
    return Kept(response, questions, newest_answers(response, questions), signal_of(response))


def newest_answers(response: Response, questions: Sequence[Question]) -> dict[str, Any]:
    """By the code of the question; what was taken back is left out."""
    codes = {question.pk: question.code for question in questions}
    rows = [row for row in answers_of(response) if row.question_id in codes]
    found = {codes[row.question_id]: value_of(row) for row in rows}
    return {code: value for code, value in found.items() if value not in (None, "", [])}


def value_of(row: Answer) -> Any:
    """The answer as a form gives it: a number, a code or several, or words."""
    if row.score is not None:
        return row.score
    if row.choices:
        return list(row.choices) if row.kind == QuestionKind.MULTIPLE else row.choices[0]
    return row.text.body if row.text is not None else None
