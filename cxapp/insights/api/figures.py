"""Figures over the API: the registry, and any figure that can be explored, through the same gates as the page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access.roles import may
from accounts.models import User
from cxapp.insights.queries.exploring import choices, explore
from cxapp.insights.queries.tallies import as_of, house_zone
from cxapp.insights.rules.exploring import CUTS, Step, read, sources
from cxapp.insights.rules.exploring_lines import Line
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.views.explore import READERS
from cxapp.lib import clock
from cxapp.lib.periods import today


class FigureOutput(serializers.Serializer[Any]):
    """What a figure means. `cuts`: what it can be split and narrowed by; empty and `by_time` false: it stands on its own page."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes declared fields away
    sentence = serializers.CharField()
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    population = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    of = serializers.CharField()
    by_time = serializers.BooleanField()
    cuts = serializers.ListField(child=serializers.CharField())


class FigureRow(serializers.Serializer[Any]):
    """One row: k of n, and the share or score with its interval where so many may carry one. Of a time `value` is hours, and k
    of the n were reached in time."""

    key = serializers.CharField()
    name = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    over = serializers.BooleanField()
    k = serializers.IntegerField(allow_null=True)
    n = serializers.IntegerField(allow_null=True)
    grade = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class FigureRows(serializers.Serializer[Any]):
    figure = serializers.CharField()
    as_of = serializers.DateTimeField()
    rows = FigureRow(many=True)


class Figures(APIView):
    """The registry: every figure there is, each with its definition."""

    @extend_schema(operation_id="figure_list", responses=FigureOutput(many=True))
    def get(self, request: Any) -> Response:
        explored = sources()
        rows = [
            {
                **{field: str(getattr(figure, field)) for field in _DEFINED},
                "by_time": name in explored,
                "cuts": explored[name].cuts if name in explored else (),
            }
            for name, figure in FIGURES.items()
        ]
        return Response(FigureOutput(rows, many=True).data)


_DEFINED = ("name", "label", "sentence", "numerator", "denominator", "population", "unit", "source", "of")


class OneFigure(APIView):
    """One figure by time, or with `by` by one cut over the whole time; at most 120 rows by time."""

    @extend_schema(
        operation_id="figure_read",
        parameters=[
            OpenApiParameter("step", str, enum=list(Step)),
            OpenApiParameter("from", str, description="2026-01-01; usual: twelve months"),
            OpenApiParameter("to", str),
            OpenApiParameter("by", str, enum=list(CUTS)),
            *(OpenApiParameter(cut, str, description="narrows to this key") for cut in CUTS),
        ],
        responses=FigureRows,
    )
    def get(self, request: Any, name: str) -> Response:
        user: User = request.user
        if not may(user, *READERS):
            raise PermissionDenied(
                _("Figures are read by those who lead, the CX manager, the board and the owner.")
            )
        if name not in sources():
            raise Http404
        now = clock.now()
        asked = {key: str(value) for key, value in request.query_params.items()} | {"figure": name}
        asking = read(asked, today=today(now, house_zone()))
        names = choices(reader=user, family=asking.source.family)
        found = explore(reader=user, asking=asking, names=names, now=now)
        rows = [_row(line, asking.by) for line in found.lines]
        return Response(FigureRows({"figure": name, "as_of": as_of(now), "rows": rows}).data)


def _row(line: Line, by: str) -> dict[str, Any]:
    estimate = line.estimate if by != "leader" else None
    numbers: list[float | None] = [estimate.value, estimate.low, estimate.high] if estimate else [None] * 3
    if line.timed:
        numbers = [line.hours, None, None]
    return {
        "key": line.key,
        "name": line.name,
        "first_day": line.span.first_day,
        "last_day": line.span.last_day,
        "over": not line.open_end,
        "k": line.k if line.score is None else None,
        "n": None if line.held_back else line.n,
        "grade": line.grade,
        **dict(zip(("value", "low", "high"), numbers, strict=True)),
    }
