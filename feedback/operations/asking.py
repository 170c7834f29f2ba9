"""Asking a customer at once, and sending a survey to oneself.

Not here: how an occasion is decided (`occasions`), asking many (`sendings`), reminders, open links, and what is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By
from cxapp.lib.errors import NotAllowed, Refused
from feedback.enums import AskedBy, ContactKind, PassedOver, SignalChannel, SignalKind
from feedback.models import Customer, Invitation, Occasion, Stage, Survey, SurveyVersion
from feedback.operations.customers import find_or_add_customers
from feedback.operations.occasions import ToAsk, decide, language_for, new_occasions, token_mark
from feedback.queries.asking import asking_rules, current_version
from feedback.rules.drafts import SignalDraft

REFUSALS: Mapping[PassedOver, tuple[Any, str]] = {
    PassedOver.NO_ADDRESS: (_("We know no e-mail address of this customer. Add one first."), "reach"),
    PassedOver.BOUNCED: (_("Mail to this customer comes back. Add another address first."), "reach"),
    PassedOver.ERASED: (_("This customer's data were erased."), "reach"),
    PassedOver.UNWILLING: (_("This customer does not want to be asked."), "reach"),
    PassedOver.OPEN_CASE: (_("This customer has an open case. Put that right first."), "reach"),
    PassedOver.ASKED_LATELY: (_("This customer was asked less than %(days)s days ago."), "reach"),
    PassedOver.REHEARSAL: (_("This place is still rehearsing, so nobody outside is asked yet."), "place"),
    PassedOver.STOPPED: (_("This survey is not published, or it was retired. Publish it first."), ""),
}
"""What a person who asks one customer reads, and beside which field."""


class InvitationRefused(Refused):
    code = "invitation_refused"


class MayNotAsk(NotAllowed):
    code = "may_not_ask"


def check_asker(by: By) -> None:
    """Customers are asked by the CX manager and the owner; programs act as the person their token belongs to."""
    if isinstance(by, User) and not (by.is_cx_manager or by.is_owner):
        raise MayNotAsk(_("Only the CX manager and the owner ask customers."))


@transaction.atomic
def ask_one(
    *,
    survey: Survey,
    ask: ToAsk,
    how: AskedBy,
    by: By,
    now: datetime,
    source: str = "",
    version: SurveyVersion | None = None,
) -> Occasion:
    """Ask one customer at once; the occasion says what came of it."""
    check_asker(by)
    rows = Customer.objects.select_related("account").select_for_update(of=("self",))
    customer = rows.get(pk=ask.customer.merged_into_id or ask.customer.pk)
    [occasion] = new_occasions(
        survey=survey, how=how, asks=[replace(ask, customer=customer)], now=now, source=source
    )
    occasion.save()
    decide(occasions=[occasion], customers={customer.pk: customer}, now=now, by=by, version=version)
    return occasion


@transaction.atomic
def invite(
    *,
    customer: Customer,
    place: Unit | None,
    by: By,
    now: datetime,
    department: Unit | None = None,
    stage: Stage | None = None,
    about: str = "",
    survey: Survey | None = None,
    version: SurveyVersion | None = None,
) -> Invitation:
    """Ask one customer on a private link, or refuse with the reason: then nothing is kept of it."""
    version = version or current_version(survey)
    ask = ToAsk(
        customer,
        place.pk if place else None,
        department.pk if department else None,
        stage.pk if stage else None,
        about,
    )
    occasion = ask_one(survey=version.survey, ask=ask, how=AskedBy.ONE, by=by, now=now, version=version)
    if occasion.invitation is None:
        sentence, field = REFUSALS[PassedOver(occasion.passed_over)]
        raise InvitationRefused(sentence % {"days": asking_rules().quiet_days}, field=field or None)
    return occasion.invitation


@transaction.atomic
def invite_tester(
    *, version: SurveyVersion, person: User, language: str, now: datetime, place: Unit | None = None
) -> Invitation:
    """Send a survey to oneself. It looks as customers of this place see it, counts nowhere and reminds nobody."""
    check_asker(person)
    uuid = uuid4()
    invitation = Invitation.objects.create(
        uuid=uuid,
        version=version,
        token_sha=token_mark(uuid, 1),
        language=language_for(version, language),
        sent_at=now,
        expires_at=now + timedelta(days=version.survey.open_days),
        place=place,
        stage_id=version.survey.stage_id,
        leader=person,
        is_test=True,
    )
    data = {"invitation": invitation.pk}
    key = f"invitation:{invitation.pk}"
    notify(notices=[NewNotice("survey_test", "person", person.pk, key, data, urgent=True)], now=now)
    return invitation


def customer_by_mail(*, typed: str, name: str, place: Unit | None, now: datetime) -> Customer:
    """The customer with this address, added where nobody has it yet."""
    draft = SignalDraft(
        kind=SignalKind.CONTACT_ME,
        channel=SignalChannel.STAFF,
        received_at=now,
        name=name.strip(),
        contact_points=((ContactKind.EMAIL.value, typed),),
        place=place.pk if place else None,
    )
    found = find_or_add_customers(drafts=[draft], now=now)[0]
    if found.customer is None:
        raise InvitationRefused(_("Enter an e-mail address like name@example.org."), field="reach")
    return found.customer
