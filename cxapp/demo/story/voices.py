"""Whom the company of the story asks, and what those asked do about it.

The story behind the numbers: until ten weeks ago people waited at an empty counter; then every shop but one put a second
person there, and more are satisfied since.

Not here: what is asked (`surveys`), posters and tablets (`doors`), what hurts right now (`hurts`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from accounts.rules.actor import CUSTOMER
from cxapp.demo.story import doors, surveys
from cxapp.demo.story.doors import BUSY, SHOPS, STARS, Data, Doing
from cxapp.demo.story.known import began, invitation_of, place_at
from cxapp.demo.story.plan import Act, chance
from cxapp.demo.story.said import HAPPY, MISSING, SO_SO, UNHAPPY, comment
from cxapp.demo.story.words import FIRST, LAST
from feedback.enums import AskedBy, Wish
from feedback.models import Invitation, Survey
from feedback.operations.answering import keep, seen, send
from feedback.operations.bounces import report_bounce
from feedback.operations.reminders import send_due
from feedback.operations.sendings import Listed, send_to_list
from feedback.operations.survey_choices import choose_surveys
from feedback.queries.answering import door_of
from feedback.rules.answering import Given

UNCHANGED = "old-market"
"""The one shop where nothing was changed."""
GUESTS = 1500
LIST, WITHOUT_MAIL = 38, 2
LISTED_ON, ASKED_ON = 2, (0, 4)
"""Days of the week on which the list is pasted, and on which everybody else is asked; a list asks whoever is due that day too."""
BETTER_AFTER = 293
"""The day of the story on which a second person began to stand at the counters."""
KIOSKS_FROM, DRAFT_AT, JUDGED_AT, RULED_OUT = 112, 6, 30, 44
"""Days before the end: tablets were put up, a survey was begun, answers held back were judged, and came in."""
ABOUT_VISIT = {"en": "Your visit this week", "de": "Ihr Besuch in dieser Woche"}
BEFORE, AFTER, AT_UNCHANGED = (3, 4, 37, 33, 23), (1, 2, 3, 34, 60), (4, 6, 38, 33, 19)
ANSWERS, PARTLY, LOOKS, BOUNCES = 0.46, 0.51, 0.66, 0.675
"""Up to which number of its chance an invitation is answered, half answered, only opened, comes back."""


# -- Each day ----------------------------------------------------------------------------------
def day(at: datetime, *, number: int, length: int) -> list[Act]:
    """What surveys bring on one day."""
    rng, planned, left = chance("voices", number), [], length - number
    if number % 7 == LISTED_ON:
        planned.append(Act(at + timedelta(hours=9), "list", {"n": number}))
    if left == KIOSKS_FROM:
        planned.append(Act(at + timedelta(hours=6), "kiosks", {"n": 0}))
    if left == DRAFT_AT:
        planned.append(Act(at + timedelta(hours=10), "draft", {"n": 0}))
    if left == RULED_OUT:
        planned += [Act(at + timedelta(hours=11, minutes=n), "held", {"n": n}) for n in range(3)]
    if left == JUDGED_AT:
        planned.append(Act(at + timedelta(hours=11), "judge_held", {"n": 0}))
    if left < KIOSKS_FROM:
        for n in range(rng.choice((2, 3, 3, 4))):
            moment = at + timedelta(minutes=rng.uniform(8 * 60, 18 * 60))
            planned.append(
                Act(moment, "press", {"n": number * 10 + n, "kiosk": n % len(surveys.KIOSKS), "left": left})
            )
    if rng.random() < 0.3:
        moment = at + timedelta(minutes=rng.uniform(8 * 60, 18 * 60))
        planned.append(Act(moment, "scan", {"n": number, "day": number}))
    return planned


def ask_on(number: int, now: datetime) -> list[Act]:
    """Asks on its days only: most days few are due, and a round costs the same for one as for fifty."""
    return ask_due(now) if number % 7 in ASKED_ON else []


def ask_due(now: datetime) -> list[Act]:
    """One round of asking, and what each of those asked will do about it."""
    send_due(now=now)
    asked = Invitation.objects.filter(
        sent_at=now, version__survey__slug__in=(surveys.VISIT, surveys.AFTER_CASE)
    )
    asked.update(delivered_at=now)
    return [act for pk in asked.order_by("pk").values_list("pk", flat=True) if (act := _will(pk, now))]


def _will(invitation: int, now: datetime) -> Act | None:
    rng = chance("invitation", invitation)
    drawn, later = rng.random(), now + timedelta(hours=rng.uniform(1, 80))
    steps = (
        (ANSWERS, "voice"),
        (PARTLY, "voice_partly"),
        (LOOKS, "look"),
        (BOUNCES, "bounce"),
        (0.69, "enough"),
    )
    verb = next((name for limit, name in steps if drawn < limit), "")
    return Act(later, verb, {"n": invitation}) if verb else None


def _list(data: Data, now: datetime, rng: Random) -> list[Act]:
    """Carl pastes the visitors of the week; some of them were asked lately, of some we know no address."""
    rows = [_guest(number, rng) for number in rng.sample(range(GUESTS), LIST)]
    rows += [_guest(GUESTS + data["n"] * WITHOUT_MAIL + n, rng, mail=False) for n in range(WITHOUT_MAIL)]
    survey = Survey.objects.get(slug=surveys.VISIT)
    name = f"Visitors of the week, {now:%d %b}"
    send_to_list(survey=survey, name=name, rows=rows, how=AskedBy.LIST, by=surveys.manager(), now=now)
    return ask_due(now)


def _guest(number: int, rng: Random, *, mail: bool = True) -> Listed:
    first, last = FIRST[number % len(FIRST)], LAST[(number // len(FIRST)) % len(LAST)]
    letter = "ABCDEFGHJKLM"[number % 12]
    own = chance("guest", number)
    language = "de" if own.random() < 0.25 else "en"
    return Listed(
        mail=f"{first}.{letter}.{last}{number}@example.test".lower() if mail else "",
        phone="" if mail else f"+44114496{number % 1000:04d}",
        name=f"{first} {letter}. {last}",
        language=language,
        place=place_at(own.choices(SHOPS, BUSY)[0]).pk,
        about=ABOUT_VISIT[language],
    )


# -- What those asked do -----------------------------------------------------------------------
def _voice(data: Data, now: datetime, rng: Random) -> list[Act]:
    invitation = invitation_of(data["n"])
    if invitation.expires_at <= now or invitation.bounced_at is not None:
        return []
    door = door_of(invitation)
    slug = invitation.version.survey.slug
    given = (
        _after_case(door.language, rng)
        if slug == surveys.AFTER_CASE
        else _visit(invitation, door.language, rng)
    )
    signal = send(door=door, given=given, now=now).signal
    return doors.then(signal.case_id if signal is not None else None, now)


def _visit(invitation: Invitation, language: str, rng: Random) -> Given:
    place = invitation.place.slug if invitation.place is not None else ""
    day = (invitation.sent_at - began()).days
    weights = AT_UNCHANGED if place == UNCHANGED else AFTER if day >= BETTER_AFTER else BEFORE
    stars = rng.choices(STARS, weights)[0]
    answers: dict[str, object] = {
        "visit": stars,
        "treated": min(5, max(1, stars + rng.choice((-1, 0, 0, 1)))),
    }
    if stars <= 3:
        waiting = 3 if day < BETTER_AFTER or place == UNCHANGED else 1
        answers["single"] = rng.choices(list(surveys.ABOUT), (waiting, 1, 1, 1))[:1]
    if rng.random() < (0.6 if stars > 3 else 0.85):
        answers["reason"] = comment(language, _felt(stars), rng.random())
    wants = stars <= 2 and rng.random() < 0.8
    phone = (("phone", f"+44114496{invitation.pk % 1000:04d}"),)
    return Given(answers, wish=Wish.CALL if wants else "", reach=phone if wants else (), language=language)


def _after_case(language: str, rng: Random) -> Given:
    right = rng.choices(("yes", "partly", "no"), (74, 18, 8))[0]
    answers: dict[str, object] = {
        "put_right": [right],
        "case": rng.choice((4, 5, 5)) if right == "yes" else 3,
    }
    if right != "yes":
        answers["missing"] = rng.choice(MISSING)
    return Given(answers, language=language)


def _felt(stars: int) -> str:
    return HAPPY if stars > 3 else SO_SO if stars == 3 else UNHAPPY


def _partly(data: Data, now: datetime, rng: Random) -> list[Act]:
    """The first question answered, then the telephone rang."""
    invitation = invitation_of(data["n"])
    if invitation.version.survey.slug == surveys.VISIT:
        keep(door=door_of(invitation), given=Given({"visit": rng.choice((3, 4, 5))}), now=now)
    return []


def _look(data: Data, now: datetime, rng: Random) -> list[Act]:
    seen(invitation=invitation_of(data["n"]), score=None, now=now)
    return []


def _bounce(data: Data, now: datetime, rng: Random) -> list[Act]:
    customer = invitation_of(data["n"]).customer
    point = customer.contact_points.filter(kind="email").first() if customer is not None else None
    if point is not None:
        report_bounce(address=point.value, by=CUSTOMER, now=now)
    return []


def _enough(data: Data, now: datetime, rng: Random) -> list[Act]:
    """Does not want to be asked again, and is not."""
    customer = invitation_of(data["n"]).customer
    if customer is not None:
        choose_surveys(customer=customer, wanted=False, by=CUSTOMER, now=now)
    return []


def _kiosks(data: Data, now: datetime, rng: Random) -> list[Act]:
    surveys.set_up_kiosks(now=now)
    return []


def _draft(data: Data, now: datetime, rng: Random) -> list[Act]:
    surveys.begin_draft(now=now)
    return []


DOING: dict[str, Doing] = {
    **doors.DOING,
    "list": _list,
    "voice": _voice,
    "voice_partly": _partly,
    "look": _look,
    "bounce": _bounce,
    "enough": _enough,
    "kiosks": _kiosks,
    "draft": _draft,
}
