"""The mails that ask: the invitation, its reminder, and the test to oneself. The question stands inside, each answer a link.

A link only opens the page with that answer marked: robots follow links too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from accounts.models import User
from accounts.notices.rendering import message
from accounts.rules.kinds import Message, NoticeKind
from cxapp.lib.tokens import link_token
from feedback.enums import QuestionKind
from feedback.models import Customer, Invitation, Question, Response
from feedback.queries.asking import asking_rules, wants_no_surveys
from feedback.rules.answering import said
from feedback.rules.languages import language
from feedback.rules.links import handed_link
from feedback.rules.questions import KINDS as SCALES
from feedback.rules.questions import question_in_mail

FACES = (
    "\N{ANGRY FACE}",
    "\N{DISAPPOINTED FACE}",
    "\N{NEUTRAL FACE}",
    "\N{SMILING FACE WITH SMILING EYES}",
    "\N{SMILING FACE WITH OPEN MOUTH AND SMILING EYES}",
)


def survey_path(invitation: Invitation) -> str:
    return f"/s/{link_token('survey', invitation.uuid, invitation.generation)}/"


def choices_path(customer: Customer) -> str:
    """Where a customer says whether we may ask them."""
    return f"/u/{handed_link('choices', customer.uuid)}/"


def _invited(recipient: Customer, data: Mapping[str, Any], now: datetime) -> Message | None:
    return _to_customer(recipient, data, now)


def _reminded(recipient: Customer, data: Mapping[str, Any], now: datetime) -> Message | None:
    return _to_customer(recipient, data, now, reminder=data["reminder"])


def _to_customer(
    recipient: Customer, data: Mapping[str, Any], now: datetime, *, reminder: int = 0
) -> Message | None:
    """The mail, if it is still true: not answered, not over, not stopped by anybody. Of two reminders only the newer."""
    rows = Invitation.objects.filter(
        pk=data["invitation"], expires_at__gt=now, stopped_at=None, bounced_at=None
    )
    invitation = rows.select_related("leader", "place", "version__survey").first()
    if invitation is None or recipient.erased_at is not None or wants_no_surveys(recipient):
        return None
    if reminder and reminder < invitation.reminders_sent:
        return None
    if Response.objects.filter(invitation=invitation).exists():
        return None
    stop = settings.SITE_URL + choices_path(recipient)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    more = {"stop": stop, "is_reminder": bool(reminder), "quiet_days": asking_rules().quiet_days}
    return _mail(recipient, invitation, now, headers=headers, **more)


def _tested(recipient: User, data: Mapping[str, Any], now: datetime) -> Message | None:
    """The same mail to whoever tries the survey out."""
    rows = Invitation.objects.select_related("leader", "place", "version__survey")
    invitation = rows.filter(pk=data["invitation"], expires_at__gt=now).first()
    return _mail(recipient, invitation, now, is_test=True) if invitation is not None else None


def _mail(
    recipient: Customer | User,
    invitation: Invitation,
    now: datetime,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Message:
    version, spoken = invitation.version, invitation.language or "en"
    first = next(iter(version.languages), "en")
    questions = list(Question.objects.filter(version=version).order_by("order"))
    asked = question_in_mail(questions)
    opening = asked or next(iter(questions), None)
    address = settings.SITE_URL + survey_path(invitation)
    with override(spoken):
        links = _links(asked, address) if asked is not None else []
    context = {
        "invitation": invitation,
        "leader": invitation.leader,
        "address": address,
        "intro": said(version.texts.get("intro"), spoken, first),
        "question": said(opening.texts, spoken, first) if opening is not None else version.survey.name,
        "asks": sum(_is_asking(question) for question in questions) or 1,
        "links": links,
        "are_faces": asked is not None and asked.kind == QuestionKind.EMOTION,
        "low": said(asked.ends.get("low"), spoken, first) if asked is not None else "",
        "high": said(asked.ends.get("high"), spoken, first) if asked is not None else "",
        "speaks": language(spoken),
        **more,
    }
    return message("survey_invitation", recipient, context, now, headers=headers, language=spoken, html=True)


def _is_asking(question: Question) -> bool:
    """Whether it counts in "3 questions": not the reason in one's own words, nor how to be reached."""
    row = SCALES[QuestionKind(question.kind)]
    return row.is_score or row.has_options


def _links(question: Question, address: str) -> list[dict[str, Any]]:
    """One link an answer, named so that it can be read out: its number on the scale, or the word of its face."""
    row = SCALES[QuestionKind(question.kind)]
    low, high = row.low or 0, row.high or 0
    words = _feelings() if question.kind == QuestionKind.EMOTION else ()
    return [
        {
            "score": score,
            "most": high,
            "word": words[score - low] if words else "",
            "face": FACES[score - low] if words else "",
            "url": f"{address}?score={score}",
        }
        for score in range(low, high + 1)
    ]


def _feelings() -> tuple[str, ...]:
    return (
        gettext("Angry"),
        gettext("Let down"),
        gettext("Neither"),
        gettext("Pleased"),
        gettext("Delighted"),
    )


KINDS = (
    NoticeKind("survey_invitation", _invited),
    NoticeKind("survey_reminder", _reminded),
    NoticeKind("survey_test", _tested),
)
