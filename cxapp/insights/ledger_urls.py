"""Addresses of what leaders do: my month, my people, misses and answers to them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cxapp.insights.api.ledger import LedgerRows
from cxapp.insights.views import my_month, my_people, replies

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", my_month.my_month, name="my_month"),
    path("me/recorded/", my_month.recorded, name="recorded"),
    path("me/misses/", replies.misses, name="misses"),
    path("me/misses/<int:pk>/", replies.miss, name="miss"),
    path("replies/", replies.replies, name="replies"),
    path("replies/<int:pk>/", replies.reply, name="reply"),
    path("people/mine/", my_people.my_people, name="my_people"),
    path("people/index/", my_people.index, name="engagement_index"),
    path("people/<int:pk>/ledger/", my_month.leader_month, name="leader_month"),
    path("people/<int:pk>/ledger/<slug:name>/", my_month.behind, name="behaviour_rows"),
    path("people/<int:pk>/help/", my_people.offer, name="offer_help"),
    path("api/v1/ledger/", LedgerRows.as_view(), name="api_ledger"),
]
