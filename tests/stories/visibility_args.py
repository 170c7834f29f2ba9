"""On what each address is opened in the table of `visibility`, made where it is not there yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import Clock, Miss, OnCall
from cxapp.insights.enums import PackKind
from cxapp.insights.models import Pack, Reply, SavedView
from cxapp.insights.notices.digests import stop_path
from cxapp.insights.operations.packs import freeze_pack
from cxapp.insights.operations.replies import answer_miss
from cxapp.insights.rules.digests import Digest
from cxapp.insights.rules.spans import present
from feedback.models import (
    Account,
    ContactPoint,
    Customer,
    Improvement,
    OpenLink,
    Question,
    Response,
    Sending,
    SendingRule,
    Survey,
    SurveyVersion,
)
from tests.factories.world import World

Args = Callable[[World], dict[str, Any]]


def pk_of(name: str) -> Args:
    return lambda world: {"pk": getattr(world, name).pk}


def of_cast(name: str) -> Args:
    return lambda world: {"pk": getattr(world.cast, name).pk}


CASE = pk_of("case")
PERSON = of_cast("peer_front_line")
RUN = pk_of("run")
RESPONSE = pk_of("response")
KUDOS: Args = lambda world: {"uuid": world.kudos.uuid}  # noqa: E731 - a column of a table

CUSTOMER: Args = lambda world: {"pk": world.case.customer_id}  # noqa: E731 - a column of a table


def DIGEST(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """The link under Anna's daily digest: it is its own right."""
    path = stop_path(world.cast.leader.pk, Digest.DAILY)
    return {"name": "daily", "link": path.strip("/").split("/")[-1]}


def IMPROVEMENT(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A change at Leeds, in Anna's keeping."""
    made = Improvement.objects.create(
        name="Second till",
        keeper=world.cast.leader,
        place=world.cast.leeds,
        in_use_on=timezone.now().date(),
        by=world.cast.cx_manager,
        at=timezone.now(),
    )
    return {"pk": made.pk}


def PACK(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """The pack of last month, frozen where it is not there yet."""
    pack = Pack.objects.first()
    if pack is None:
        now = timezone.now()
        pack = freeze_pack(span=present(PackKind.MONTH, now, "UTC").before(), by=world.cast.owner, now=now)
    return {"uuid": pack.uuid}


def MISS(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A time that ran out on Anna, made where it is not there yet."""
    clock = Clock.objects.get(subject_kind="case", subject_id=world.case.pk, kind="contact")
    values = {"person": world.cast.leader, "at": timezone.now()}
    miss, _made = Miss.objects.get_or_create(clock=clock, level=0, defaults=values)
    return {"pk": miss.pk}


def REPLY(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """Anna's answer to it."""
    miss = Miss.objects.get(**MISS(world))
    reply = Reply.objects.filter(miss=miss).first()
    if reply is None:
        reply = answer_miss(miss=miss, by=world.cast.leader, words="It was a fax.", now=timezone.now())
    return {"pk": reply.pk}


def ACCOUNT(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """The household of Anna's customer, made where it is not there yet."""
    account, _made = Account.objects.get_or_create(name="The Moss household")
    Customer.objects.filter(cases=world.case).update(account=account)
    return {"pk": account.pk}


def DRAFT(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A draft of a survey, made where it is not there yet."""
    slug, asks = "a-draft", {"kind": "text", "code": "reason", "texts": {"en": "Why?"}}
    survey, made = Survey.objects.get_or_create(slug=slug, defaults={"name": "A draft"})
    if made:
        version = SurveyVersion.objects.create(survey=survey, number=1, languages=["en"])
        Question.objects.create(version=version, order=1, **asks)
    return {"slug": slug}


def SENDING(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A list that was asked the one-question survey, made where it is not there yet."""
    survey, by = Survey.objects.get(slug="recommend"), world.cast.cx_manager
    row, _made = Sending.objects.get_or_create(
        survey=survey, name="A list", by=by, defaults={"at": timezone.now()}
    )
    return {"slug": survey.slug, "pk": row.pk}


def SENDING_RULE(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    survey = Survey.objects.get(slug="recommend")
    values = {"trigger": "case_closed", "created_at": timezone.now()}
    row, _made = SendingRule.objects.get_or_create(survey=survey, defaults=values)
    return {"slug": survey.slug, "pk": row.pk}


def SAVED(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A view the CX manager keeps, made where it is not there yet."""
    values = {"query": "figure=due", "made_at": timezone.now()}
    view, _made = SavedView.objects.get_or_create(
        person=world.cast.cx_manager, page="explore", name="Due", defaults=values
    )
    return {"pk": view.pk}


def POSTER(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A poster at Leeds, made where it is not there yet."""
    survey, by = Survey.objects.get(slug="recommend"), world.cast.cx_manager
    values = {"kind": "qr", "name": "Till", "place": world.cast.leeds, "created_at": timezone.now()}
    OpenLink.objects.get_or_create(code="leedstill", defaults={**values, "survey": survey, "created_by": by})
    return {"code": "leedstill"}


def FORM(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """What somebody sent from the poster."""
    link, key = OpenLink.objects.get(**POSTER(world)), UUID(int=7)
    version = link.survey.versions.get()
    values = {"link": link, "version": version, "source": "qr", "at": timezone.now(), "place": link.place}
    Response.objects.get_or_create(key=key, defaults=values)
    return {"code": link.code, "key": key}


def KIOSK(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    return {"code": OPEN_LINK(world)["code"]}


def OPEN_LINK(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """A kiosk at Leeds, made where it is not there yet."""
    survey, by = Survey.objects.get(slug="recommend"), world.cast.cx_manager
    values = {
        "kind": "kiosk",
        "name": "Hall",
        "place": world.cast.leeds,
        "pin": "x",
        "created_at": timezone.now(),
    }
    OpenLink.objects.get_or_create(code="leedshall", defaults={**values, "survey": survey, "created_by": by})
    return {"slug": survey.slug, "code": "leedshall"}


def ASKED(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    return {"slug": "recommend"}


def DRAFTED(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    return {**DRAFT(world), "code": "reason"}


def DUTY(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """The director on call tonight, once more where the duty was ended."""
    now = timezone.now()
    return {"pk": OnCall.objects.create(person=world.cast.director, starts=now, ends=now + timedelta(1)).pk}


def POINT(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    customer = world.case.customer_id
    return {
        "pk": customer,
        "point": ContactPoint.objects.filter(customer=customer).values_list("pk", flat=True)[0],
    }


def COMMENT(world: World) -> dict[str, Any]:  # noqa: N802 - a column of a table
    """What the customer wrote in the answer."""
    return {"pk": world.response.answers.filter(text__isnull=False).values_list("text", flat=True)[0]}
