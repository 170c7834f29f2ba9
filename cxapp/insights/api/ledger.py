"""What leaders did, over the API: the rows of the ledger, read only from the registry of behaviours."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.access.figures import leaders_for
from cxapp.insights.queries.ledger import behaviours_now, ledger
from cxapp.insights.rules.figures_ledger import figure_of
from cxapp.lib import clock
from cxapp.lib.api import MOST_ROWS
from cxapp.lib.periods import Period, month_of, today


class LedgerRow(serializers.Serializer[Any]):
    """One leader's number in one month. `due` is null where nothing is owed; `beside` is never part of `done`."""

    leader = serializers.IntegerField()
    name = serializers.CharField()
    behaviour = serializers.CharField()
    figure = serializers.CharField()
    month = serializers.CharField()
    done = serializers.IntegerField()
    due = serializers.IntegerField(allow_null=True)
    set_aside = serializers.IntegerField()
    beside = serializers.DictField(child=serializers.IntegerField())


class LedgerRows(APIView):
    """Of the leaders one may read, 200 at most: `?month=2026-03` and `?leader=` narrow."""

    @extend_schema(
        operation_id="ledger_list",
        parameters=[OpenApiParameter("month", str), OpenApiParameter("leader", int, many=True)],
        responses=LedgerRow(many=True),
    )
    def get(self, request: Any) -> Response:
        user: User = request.user
        now = clock.now()
        month = _month(request.query_params.get("month"), now)
        asked = [int(pk) for pk in request.query_params.getlist("leader") if pk.isdecimal() and len(pk) < 18]
        shown = leaders_for(user).filter(is_active=True, grants__role="leader").order_by("pk")
        people = dict((shown.filter(pk__in=asked) if asked else shown).values_list("pk", "name")[:MOST_ROWS])
        found = ledger(reader=user, people=people, periods=[month], now=now)
        rows = [
            {
                "leader": pk,
                "name": people[pk],
                "behaviour": behaviour.name,
                "figure": figure_of(behaviour).name,
                "month": f"{month.first_day:%Y-%m}",
                "done": number.done,
                "due": number.due,
                "set_aside": number.set_aside,
                "beside": dict(number.beside),
            }
            for pk in people
            for behaviour in behaviours_now()
            for number in found[pk][behaviour.name]
        ]
        return Response(LedgerRow(rows, many=True).data)


def _month(asked: str | None, now: datetime) -> Period:
    zone = house().organisation.zone
    if asked is None:
        return month_of(today(now, zone), zone)
    try:
        return month_of(date.fromisoformat(f"{asked}-01"), zone)
    except (ValueError, OverflowError):
        raise Http404 from None
