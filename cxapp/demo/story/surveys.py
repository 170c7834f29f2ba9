"""What the made-up company asks: its surveys, links, posters and kiosks, made through the public operations by its CX manager.

Not here: whom it asks and what they answer (`voices`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Unit, User
from cxapp.demo.story.company import WATCHED_PLACE
from feedback.enums import OpenLinkKind, QuestionKind, SendingTrigger
from feedback.models import Stage, Survey
from feedback.operations.open_links import create_open_link
from feedback.operations.publishing import next_draft, publish
from feedback.operations.sending_rules import add_sending_rule
from feedback.operations.survey_drafts import change_settings, change_wording, create_survey
from feedback.operations.survey_questions import add_question, change_question, move_question

VISIT, AFTER_CASE, KIOSK, RECOMMEND = (
    "after-your-visit",
    "after-your-complaint",
    "how-was-it-today",
    "recommend",
)
LANGUAGES = ("en", "de")
KIOSKS = (WATCHED_PLACE, "harbour-street")
POSTERS = (WATCHED_PLACE, "harbour-street", "mill-lane", "old-market", "riverside")
PIN = "2468"
WAIT_AFTER_CASE = 48
"""Hours between the end of a case and the question how it was dealt with."""


def manager() -> User:
    """Carl, the CX manager: surveys are his."""
    return User.objects.get(sign_in_name="carl")


def are_there() -> bool:
    return Survey.objects.filter(slug=VISIT).exists()


@transaction.atomic
def begin(*, now: datetime) -> None:
    """What the company has asked from its first day."""
    by = manager()
    _visit(by, now)
    _recommend_in_german(by, now)
    case = create_survey(template="case", name="After your complaint", languages=LANGUAGES, by=by, now=now)
    publish(version=case.versions.get(), by=by, now=now)
    add_sending_rule(
        survey=case,
        trigger=SendingTrigger.CASE_CLOSED,
        event="",
        wait_hours=WAIT_AFTER_CASE,
        place=None,
        by=by,
        now=now,
    )
    recommend = Survey.objects.get(slug=RECOMMEND)
    for slug in POSTERS:
        place = Unit.objects.get(slug=slug)
        create_open_link(
            survey=recommend,
            kind=OpenLinkKind.QR,
            name=f"Poster at {place.name}",
            place=place,
            by=by,
            now=now,
        )
    create_open_link(
        survey=recommend, kind=OpenLinkKind.LINK, name="On the receipts", place=None, by=by, now=now
    )


def _visit(by: User, now: datetime) -> None:
    """After a visit, with a branch: whoever was not happy says what it was about, and may ask for a call."""
    survey = create_survey(template="visit", name="After your visit", languages=LANGUAGES, by=by, now=now)
    draft = survey.versions.get()
    about = add_question(version=draft, kind=QuestionKind.SINGLE, by=by, now=now)
    change_question(
        question=about,
        texts={"en": "What was it about most?", "de": "Worum ging es vor allem?"},
        options=[{"code": code, "texts": texts} for code, texts in ABOUT.items()],
        show_if={"question": "visit", "op": "at_most", "value": 3},
        by=by,
        now=now,
    )
    for _place in range(3):
        move_question(question=about, up=True, by=by, now=now)
    change_wording(
        version=draft,
        languages=LANGUAGES,
        texts={
            **draft.texts,
            "intro": {
                "en": "You were with us lately. One question, and one more if it did not go well.",
                "de": "Sie waren kürzlich bei uns. Eine Frage, und noch eine, falls etwas nicht gut war.",
            },
        },
        soft_alert=False,
        by=by,
        now=now,
    )
    publish(version=draft, by=by, now=now)
    change_settings(survey=survey, stage=Stage.objects.get(slug="use"), by=by, now=now)


ABOUT = {
    "waiting": {"en": "Waiting", "de": "Wartezeit"},
    "people": {"en": "How I was treated", "de": "Wie ich behandelt wurde"},
    "goods": {"en": "Bread and cakes", "de": "Brot und Kuchen"},
    "price": {"en": "The price", "de": "Der Preis"},
}


def _recommend_in_german(by: User, now: datetime) -> None:
    """The survey everybody begins with speaks a second language from its second version on."""
    draft = next_draft(survey=Survey.objects.get(slug=RECOMMEND), by=by, now=now)
    change_wording(version=draft, languages=LANGUAGES, texts=draft.texts, soft_alert=True, by=by, now=now)
    publish(version=draft, by=by, now=now)


def set_up_kiosks(*, now: datetime) -> None:
    """Two tablets at two doors. The number that leaves them is on the page of the demonstration."""
    by = manager()
    survey = create_survey(template="kiosk", name="How was it today?", languages=LANGUAGES, by=by, now=now)
    publish(version=survey.versions.get(), by=by, now=now)
    for slug in KIOSKS:
        place = Unit.objects.get(slug=slug)
        create_open_link(
            survey=survey,
            kind=OpenLinkKind.KIOSK,
            name=f"Tablet at the door, {place.name}",
            place=place,
            stage=Stage.objects.get(slug="buy"),
            pin=PIN,
            by=by,
            now=now,
        )


def begin_draft(*, now: datetime) -> None:
    """Somebody has started on a survey and left it: one question has no words in German yet."""
    by = manager()
    survey = create_survey(
        template="effort", name="How easy was your order?", languages=LANGUAGES, by=by, now=now
    )
    question = add_question(version=survey.versions.get(), kind=QuestionKind.SINGLE, by=by, now=now)
    options = [
        {"code": "shop", "texts": {"en": "In the shop", "de": "Im Laden"}},
        {"code": "phone", "texts": {"en": "On the phone", "de": "Am Telefon"}},
        {"code": "page", "texts": {"en": "On our page"}},
    ]
    change_question(question=question, texts={"en": "How did you order?"}, options=options, by=by, now=now)
