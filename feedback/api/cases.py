"""Cases over the API, read only, through the same gate as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers

from accounts.models import User
from cxapp.lib import clock
from feedback.access.cases import visible_to
from feedback.enums import CaseState
from feedback.models import Case


class CaseOutput(serializers.ModelSerializer[Case]):
    leader = serializers.CharField(source="leader.name")
    place = serializers.CharField(source="place.slug", default=None)
    stage = serializers.CharField(source="stage.slug")

    class Meta:
        model = Case
        fields = (
            "id",
            "leader",
            "state",
            "severity",
            "wish",
            "place",
            "stage",
            "cycle",
            "received_at",
            "opened_at",
            "due_at",
            "resolved_at",
            "closed_at",
            "end",
            "outcome",
        )
        read_only_fields = fields


class Cases(generics.ListAPIView[Case]):
    """The cases one may see, the earliest promise first; `?state=` narrows."""

    serializer_class = CaseOutput

    @extend_schema(
        operation_id="case_list", parameters=[OpenApiParameter("state", str, enum=CaseState.values)]
    )
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Case]:
        user: User = self.request.user  # type: ignore[assignment]
        shown = (
            visible_to(user, clock.now()).select_related("leader", "place", "stage").order_by("due_at", "pk")
        )
        state = self.request.query_params.get("state")
        return shown.filter(state=state) if state in CaseState.values else shown


class OneCase(generics.RetrieveAPIView[Case]):
    """One case one may see; anything else does not exist."""

    serializer_class = CaseOutput

    @extend_schema(operation_id="case_read")
    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Case]:
        user: User = self.request.user  # type: ignore[assignment]
        return visible_to(user, clock.now()).select_related("leader", "place", "stage")
