"""What is recorded about one person: which rows, how many, who may see them, and how long they stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Absence, Miss, Notice, User
from cxapp.insights.models import Reply
from feedback.models import ContactAttempt, Reading, Responsibility
from recognition.models import Kudos, KudosReceiver


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One kind of row. `count` None: too many tables to count, said in words. `url`: where the person reads them."""

    what: str
    count: int | None
    seen_by: str
    stays: str
    url: str = ""


Table = tuple[str, Any, str, str, str]


def own_rows(user: User, now: datetime) -> list[OwnRow]:
    """In the order of how much is made of them."""
    rows = [
        OwnRow(what, found.count(), seen, stays, reverse(name) if name else "")
        for what, found, seen, stays, name in (*_of_leading(user), *_of_everybody(user))
    ]
    history = _("Your name and the time in the history of whatever you changed")
    stays = _("Never removed: histories are not changed afterwards")
    return [*rows, OwnRow(history, None, _of_cases(), stays)]


def _of_cases() -> str:
    return _(
        "Whoever may read the case: its leader and their deputy, the line above, the owner, the CX manager"
    )


def _of_leading(user: User) -> tuple[Table, ...]:
    line = _("You, the line above you, the owner, the CX manager")
    case, house = _of_cases(), _("As long as the organisation keeps the case")
    return (
        (
            _("Cases you were responsible for"),
            Responsibility.objects.filter(leader=user),
            case,
            house,
            "cases",
        ),
        (_("Contacts you logged"), ContactAttempt.objects.filter(by=user), case, house, ""),
        (_("Times that ran out on you"), Miss.objects.filter(person=user), line, house, "misses"),
        (_("Your answers to them"), Reply.objects.filter(person=user), line, house, "misses"),
        (
            _("Answers laid on your desk, and whether you opened them; not for how long"),
            Reading.objects.filter(person=user),
            line,
            _("As long as the answer is kept"),
            "answers",
        ),
    )


def _of_everybody(user: User) -> tuple[Table, ...]:
    all_of_us, kept = _("Everybody in the organisation"), _("As long as you are in the line")
    return (
        (
            _("Thanks you gave"),
            Kudos.objects.filter(giver=user),
            all_of_us,
            _("Until it is taken down"),
            "wall",
        ),
        (
            _("Thanks you were given"),
            KudosReceiver.objects.filter(person=user, kudos__confirmed_at__isnull=False),
            all_of_us,
            _("Until it is taken down"),
            "wall",
        ),
        (
            _("When you are away, and who stands in"),
            Absence.objects.filter(person=user),
            all_of_us,
            kept,
            "absences",
        ),
        (
            _("What you were told"),
            Notice.objects.filter(recipient_kind="person", recipient_id=user.pk),
            _("You alone; an administrator sees that it was sent"),
            kept,
            "inbox",
        ),
    )
