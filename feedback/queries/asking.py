"""What is known of customers at the moment of asking them, for many at once; and what they would be asked.

Not here: whether they are asked (`rules.asking`), and lists of who was (`queries.sendings`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Max

from accounts.models import Event, Notice
from accounts.queries.house import House, house
from accounts.queries.line import line_of
from cxapp.lib.kept import Among, Kept
from feedback.enums import ContactKind, SignalChannel
from feedback.models import (
    OPEN,
    AskingRules,
    Case,
    ContactPoint,
    Customer,
    Invitation,
    SendingRule,
    Survey,
    SurveyVersion,
)
from feedback.queries.choosing import active_rules
from feedback.rules.asking import LESS, OFF, Known
from feedback.rules.assignment import Facts, choose_leader, possible_leaders
from feedback.rules.languages import Language, language

RECOMMEND = "recommend"
CHOICES = {"surveys_on": "", "surveys_off": OFF, "surveys_less": LESS}
"""The events by which customers say whether we may ask. The newest one governs."""
CHECK_BACK = "customer_check_back"


def asking_rules() -> AskingRules:
    """How often a customer is asked; the usual numbers until somebody sets others."""
    return AskingRules.objects.filter(pk=1).first() or AskingRules(pk=1)


def current_version(survey: Survey | None = None) -> SurveyVersion:
    """What this survey asks today; without one named, the one-question survey."""
    rows = SurveyVersion.objects.filter(published_at__isnull=False).select_related("survey")
    rows = rows.filter(survey=survey) if survey is not None else rows.filter(survey__slug=RECOMMEND)
    return rows.order_by("-number")[0]


def versions_asked(surveys: Collection[int]) -> dict[int, SurveyVersion]:
    """What each of these surveys asks today; those retired or never published ask nothing."""
    rows = SurveyVersion.objects.filter(
        survey__in=surveys, survey__is_active=True, published_at__isnull=False
    )
    return {row.survey_id: row for row in rows.select_related("survey").order_by("number")}


def languages_spoken() -> list[Language]:
    """The languages in which some survey asks today, each by its own name."""
    rows = SurveyVersion.objects.filter(survey__is_active=True, published_at__isnull=False)
    codes = {str(code) for spoken in rows.values_list("languages", flat=True) for code in spoken}
    return sorted((language(code) for code in codes), key=lambda one: one.name)


def choices_of(customers: Collection[int]) -> dict[int, str]:
    """What each customer chose: `OFF`, `LESS` or blank."""
    rows = Event.objects.filter(subject_kind="customer", subject_id__in=customers, code__in=CHOICES)
    return {pk: CHOICES[code] for pk, code in rows.order_by("seq").values_list("subject_id", "code")}


def choice_of(customer: Customer) -> str:
    return choices_of([customer.pk]).get(customer.pk, "")


def wants_no_surveys(customer: Customer) -> bool:
    """Whether the customer's newest choice was not to be asked."""
    return choice_of(customer) == OFF


def known_of(customers: Sequence[Customer]) -> dict[int, Known]:
    """One entry a customer, in as many questions for one as for thousands. Whether their place is live is added later."""
    ids = [customer.pk for customer in customers]
    usable: dict[int, bool] = {}
    for pk, bounced_at in _MAILS(customers=ids):
        usable[pk] = usable.get(pk, False) or bounced_at is None
    asked_at: dict[int, datetime] = dict(_ASKED(customers=ids))
    choices, busy = choices_of(ids), {pk for (pk,) in _BUSY(customers=ids)}
    return {
        customer.pk: Known(
            has_mail=usable.get(customer.pk, False),
            has_bounced=customer.pk in usable,
            choice=choices.get(customer.pk, ""),
            asked_at=asked_at.get(customer.pk),
            has_open_case=customer.pk in busy,
            is_erased=customer.erased_at is not None,
        )
        for customer in customers
    }


_MAILS = Kept(
    lambda: ContactPoint.objects.filter(Among("customer", "customers"), kind=ContactKind.EMAIL).values_list(
        "customer_id", "bounced_at"
    )
)
_ASKED = Kept(
    lambda: (
        Invitation.objects.filter(
            Among("customer", "customers"), is_test=False, bounced_at=None, stopped_at=None
        )
        .values_list("customer_id")
        .annotate(Max("sent_at"))
    )
)
_BUSY = Kept(lambda: Case.objects.filter(OPEN, Among("customer", "customers")).values_list("customer_id"))


def at_unit(known: Known, unit: int | None, where: House, now: datetime) -> Known:
    """The same, with whether the place they are asked about is live."""
    return replace(known, is_live=where.live_since(unit, now) is not None)


Place = tuple[int | None, int | None, int | None]
"""Place, department, and who leads the customer's account: what a leader is chosen by."""


def leaders_of(places: Iterable[Place], now: datetime) -> dict[Place, int]:
    """Who would lead a case of an answer from there today: by the same rules a case gets its leader by."""
    where = house()
    rules = active_rules(where)
    channel = {"channel": SignalChannel.SURVEY.value}
    facts = {
        place: Facts(place[0], place[1], channel, account_leader=place[2]) for place in dict.fromkeys(places)
    }
    people = {
        person for fact in facts.values() for person in possible_leaders(facts=fact, rules=rules, house=where)
    }
    line = line_of(people=people, now=now)
    return {
        place: choose_leader(facts=fact, rules=rules, house=where, line=line).leader
        for place, fact in facts.items()
    }


def check_backs_since(customers: Collection[int], since: datetime) -> dict[int, list[datetime]]:
    """When each customer was asked after a case since then, the first time first."""
    rows = Notice.objects.filter(
        recipient_kind="customer", recipient_id__in=customers, kind=CHECK_BACK, created_at__gt=since
    )
    found: dict[int, list[datetime]] = {}
    for pk, at in rows.order_by("created_at").values_list("recipient_id", "created_at"):
        found.setdefault(pk, []).append(at)
    return found


def quiet_time(rules: AskingRules) -> timedelta:
    return timedelta(days=rules.quiet_days)


def active_sending_rules(trigger: str) -> list[SendingRule]:
    """The rules of this kind that are on, oldest first. Shared while nothing changes: for reading only."""
    rules = house().kept("sending_rules", _sending_rules)
    return [rule for rule in rules if rule.trigger == trigger]


def _sending_rules() -> list[SendingRule]:
    rows = SendingRule.objects.filter(is_active=True)
    return list(rows.select_related("survey").order_by("pk"))
