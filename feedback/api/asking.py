"""Asking over the API: report an event, ask one customer, say that mail came back. Repeating any of them changes nothing."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Unit, User
from accounts.operations.idempotency import once
from cxapp.lib import clock
from cxapp.lib.errors import Refused
from feedback.api.people import CustomerInput, customer_named
from feedback.enums import AskedBy
from feedback.models import Customer, Occasion, Stage, Survey
from feedback.operations.asking import ask_one, check_asker
from feedback.operations.bounces import report_bounce
from feedback.operations.occasions import ToAsk
from feedback.operations.sending_rules import report_event

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 100
KEY = OpenApiParameter(
    KEY_HEADER,
    str,
    OpenApiParameter.HEADER,
    description=str(gettext_lazy("Any text of your own; the same key answers with the first result.")),
)


class NobodyKnown(Refused):
    code = "nobody_known"


class Where(serializers.Serializer[Any]):
    """What it was about, and where. Short names as under Places and Stages."""

    customer = CustomerInput()
    place = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Unit.objects.filter(kind="place", is_active=True),
        required=False,
        default=None,
    )
    department = serializers.SlugRelatedField(
        slug_field="slug",
        queryset=Unit.objects.filter(kind="department", is_active=True),
        required=False,
        default=None,
    )
    stage = serializers.SlugRelatedField(
        slug_field="slug", queryset=Stage.objects.filter(is_active=True), required=False, default=None
    )
    about = serializers.CharField(
        max_length=200, required=False, default="", help_text=gettext_lazy("The customer reads this.")
    )
    system = serializers.CharField(max_length=80, required=False, default="api")

    def to_ask(self, now: datetime, **more: Any) -> ToAsk:
        """Whom to ask; the customer is found or added."""
        given = self.validated_data
        place = given["place"].pk if given["place"] else None
        customer: Customer | None = customer_named(
            given["customer"], system=given["system"], place=place, now=now
        )
        if customer is None:
            raise NobodyKnown(
                _("No customer has this number. Give an address or a telephone number too."), field="customer"
            )
        return ToAsk(
            customer,
            place=place,
            department=given["department"].pk if given["department"] else None,
            stage=given["stage"].pk if given["stage"] else None,
            about=given["about"],
            **more,
        )


class EventInput(Where):
    """Something that happened to a customer. `event` and `id` together are one event, however often they are sent."""

    event = serializers.SlugField(
        max_length=60, help_text=gettext_lazy("As the rule names it, for example order-delivered.")
    )
    id = serializers.CharField(
        max_length=55, help_text=gettext_lazy("The number of the event in your system.")
    )
    at = serializers.DateTimeField(required=False, default=None)


class InvitationInput(Where):
    """Whom to ask now, and which survey."""

    survey = serializers.SlugRelatedField(slug_field="slug", queryset=Survey.objects.filter(is_active=True))


class OccasionOutput(serializers.Serializer[Any]):
    """What becomes of it: *waiting* until `due_at`, *asked*, or *passed_over* with the reason."""

    survey = serializers.CharField(source="survey.slug")
    state = serializers.SerializerMethodField()
    reason = serializers.CharField(source="passed_over")
    due_at = serializers.DateTimeField()
    invitation = serializers.UUIDField(source="invitation.uuid", default=None)

    def get_state(self, row: Occasion) -> str:
        if row.decided_at is None:
            return "waiting"
        return "passed_over" if row.passed_over else "asked"


class EventOutput(serializers.Serializer[Any]):
    """One occasion for each survey whose rule asks after this event; none where no rule does."""

    occasions = OccasionOutput(many=True)


class BounceInput(serializers.Serializer[Any]):
    email = serializers.EmailField()


class BounceOutput(serializers.Serializer[Any]):
    """Whether the address was known and not marked before."""

    marked = serializers.BooleanField()


class Events(APIView):
    """Report an event; rules ask the customer later."""

    @extend_schema(operation_id="event_report", request=EventInput, responses={201: EventOutput})
    def post(self, request: Request) -> Response:
        form = EventInput(data=request.data)
        form.is_valid(raise_exception=True)
        by: User = request.user  # type: ignore[assignment]
        check_asker(by)
        now, given = clock.now(), form.validated_data
        at = min(given["at"], now) if given["at"] else now
        made = report_event(
            event=given["event"],
            number=given["id"],
            system=given["system"],
            ask=form.to_ask(now, at=at),
            by=by,
            now=now,
        )
        return Response(EventOutput({"occasions": made}).data, status=status.HTTP_201_CREATED)


class Invitations(APIView):
    """Ask one customer now. The answer says whether they were asked, or why not."""

    @extend_schema(
        operation_id="invitation_create",
        request=InvitationInput,
        responses={201: OccasionOutput},
        parameters=[KEY],
    )
    def post(self, request: Request) -> Response:
        form = InvitationInput(data=request.data)
        form.is_valid(raise_exception=True)
        by: User = request.user  # type: ignore[assignment]
        check_asker(by)
        now, key = clock.now(), request.headers.get(KEY_HEADER, "")[:LONGEST_KEY]
        digest = sha256(
            repr(sorted((name, str(value)) for name, value in form.validated_data.items())).encode()
        )
        with once(scope=f"api:ask:{by.pk}", key=key, request_digest=digest.hexdigest(), now=now) as attempt:
            if attempt.repeated and attempt.result_id is not None:
                return Response(OccasionOutput(_occasion(attempt.result_id)).data)
            survey, system = form.validated_data["survey"], form.validated_data["system"]
            made = ask_one(
                survey=survey, ask=form.to_ask(now), how=AskedBy.API, by=by, now=now, source=system
            )
            attempt.keep("occasion", made.pk)
        return Response(OccasionOutput(made).data, status=status.HTTP_201_CREATED)


class Bounces(APIView):
    """Say that mail to an address came back."""

    @extend_schema(operation_id="bounce_report", request=BounceInput, responses=BounceOutput)
    def post(self, request: Request) -> Response:
        form = BounceInput(data=request.data)
        form.is_valid(raise_exception=True)
        by: User = request.user  # type: ignore[assignment]
        check_asker(by)
        marked = report_bounce(address=form.validated_data["email"], by=by, now=clock.now())
        return Response(BounceOutput({"marked": marked}).data)


def _occasion(pk: int) -> Occasion:
    return Occasion.objects.select_related("survey", "invitation").get(pk=pk)
