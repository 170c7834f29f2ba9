"""Complaints over the API: create one, read back what became of it. Each endpoint owns its input and its output."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.enums import Severity, UnitKind
from accounts.models import User
from accounts.operations.idempotency import once
from accounts.queries.house import house
from cxapp.lib import clock
from cxapp.lib.kept import Given, Kept
from cxapp.lib.tokens import short_code
from feedback.access.cases import visible_to
from feedback.enums import SignalChannel, SignalKind, Wish
from feedback.models import Signal, Stage
from feedback.notices.cases import private_path
from feedback.operations.signals import receive
from feedback.rules.drafts import SignalDraft

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 100


class UnitSlug(serializers.CharField):
    """A place or department by its short name; the house in memory knows them all."""

    default_error_messages = {"unknown": _("Nothing here has the short name %(slug)s.")}

    def __init__(self, kind: UnitKind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind

    def to_internal_value(self, data: Any) -> int:  # type: ignore[override]  # a name comes in, a number goes on
        slug = super().to_internal_value(data)
        for unit in house().units.values():
            if unit.slug == slug and unit.kind == self.kind and unit.is_active:
                return unit.id
        raise serializers.ValidationError(self.error_messages["unknown"] % {"slug": slug}, code="unknown")


class ComplaintInput(serializers.Serializer[Any]):
    """A complaint as another system sends it. `number` with `system` makes repeating harmless, as does the key header."""

    words = serializers.CharField(max_length=20_000, help_text=_("What went wrong, in the customer's words."))
    name = serializers.CharField(max_length=200, required=False, default="")
    phone = serializers.CharField(max_length=40, required=False, default="")
    email = serializers.EmailField(required=False, default="")
    wish = serializers.ChoiceField(choices=Wish.choices, required=False, default=Wish.CALL)
    wish_when = serializers.CharField(max_length=80, required=False, default="")
    wanted = serializers.CharField(
        max_length=2_000, required=False, default="", help_text=_("What would put it right.")
    )
    place = UnitSlug(UnitKind.PLACE, required=False, default=None)
    department = UnitSlug(UnitKind.DEPARTMENT, required=False, default=None)
    stage = serializers.SlugRelatedField(
        slug_field="slug", queryset=Stage.objects.filter(is_active=True), required=False, default=None
    )
    tag = serializers.CharField(max_length=80, required=False, default="")
    severity = serializers.ChoiceField(choices=Severity.choices, required=False, default="")
    received_at = serializers.DateTimeField(required=False, default=None)
    system = serializers.CharField(
        max_length=80, required=False, default="api", help_text=_("Which system the number comes from.")
    )
    number = serializers.CharField(max_length=120, required=False, default="")

    def draft(self, by: User, now: datetime) -> SignalDraft:
        """The validated fields as a signal to receive."""
        given = self.validated_data
        received = given["received_at"]
        return SignalDraft(
            kind=SignalKind.COMPLAINT,
            channel=SignalChannel.API,
            received_at=min(received, now) if received else now,
            words=given["words"],
            wanted=given["wanted"],
            name=given["name"],
            contact_points=tuple((kind, given[kind]) for kind in ("phone", "email") if given[kind]),
            wish=Wish(given["wish"]),
            wish_when=given["wish_when"],
            place=given["place"],
            department=given["department"],
            stage=given["stage"].pk if given["stage"] else None,
            tag=given["tag"],
            severity=given["severity"],
            source=given["system"],
            external_id=given["number"],
            logged_by=by.pk,
        )


class ComplaintOutput(serializers.Serializer[Any]):
    """Who is responsible, and by when: what the sender may tell the customer at once."""

    id = serializers.UUIDField()
    case = serializers.IntegerField()
    leader = serializers.CharField()
    due_at = serializers.DateTimeField(allow_null=True)
    state = serializers.CharField()
    follow_url = serializers.URLField()
    code = serializers.CharField()


def answer(signal: Signal) -> dict[str, Any]:
    """The output of one complaint."""
    case = signal.case
    return {
        "id": signal.uuid,
        "case": case.pk,
        "leader": case.leader.name,
        "due_at": case.due_at,
        "state": case.state,
        "follow_url": settings.SITE_URL + private_path(signal),
        "code": short_code(signal.uuid, signal.link_generation),
    }


class Complaints(APIView):
    """Create a complaint."""

    @extend_schema(
        operation_id="complaint_create",
        request=ComplaintInput,
        responses={201: ComplaintOutput, 200: ComplaintOutput},
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                str,
                OpenApiParameter.HEADER,
                description=str(_("Any text of your own; the same key answers with the first result.")),
            )
        ],
    )
    def post(self, request: Request) -> Response:
        form = ComplaintInput(data=request.data)
        form.is_valid(raise_exception=True)
        by: User = request.user  # type: ignore[assignment]
        now = clock.now()
        key = request.headers.get(KEY_HEADER, "")[:LONGEST_KEY]
        with once(scope=f"api:{by.pk}", key=key, request_digest=_digest(form), now=now) as attempt:
            if attempt.repeated:
                return Response(answer(_signal(attempt.result_id or 0)))
            received = receive(signals=[form.draft(by, now)], by=by, now=now)[0]
            attempt.keep("signal", received.signal.pk)
        code = status.HTTP_200_OK if received.repeated else status.HTTP_201_CREATED
        return Response(answer(_signal(received.signal.pk)), status=code)


class Complaint(APIView):
    """Read a complaint one sent or may see."""

    @extend_schema(operation_id="complaint_read", responses=ComplaintOutput)
    def get(self, request: Request, uuid: str) -> Response:
        by: User = request.user  # type: ignore[assignment]
        mine = Q(logged_by=by) | Q(case__in=visible_to(by, clock.now()).values("pk"))
        found = Signal.objects.select_related("case__leader").filter(mine)
        return Response(answer(get_object_or_404(found, uuid=uuid)))


def _digest(form: ComplaintInput) -> str:
    """The content of a request, whatever the order of its fields."""
    return sha256(
        repr(sorted((name, str(value)) for name, value in form.validated_data.items())).encode()
    ).hexdigest()


def _signal(pk: int) -> Signal:
    found: Signal = _SIGNAL.objects(pk=pk)[0]
    return found


_SIGNAL = Kept(
    lambda: (
        Signal.objects.filter(pk=Given("pk", BigIntegerField()))
        .select_related("case__leader")
        .only("uuid", "link_generation", "case__due_at", "case__state", "case__leader__name")
    )
)
