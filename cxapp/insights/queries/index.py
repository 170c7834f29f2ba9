"""The weights of the overall index as they hold today. Not here: changing them (`operations.index`), the sum (`rules.index`)."""

from __future__ import annotations

from cxapp.insights.models import IndexWeights


def weights_now() -> IndexWeights | None:
    """The newest row; None while nobody ever switched it on."""
    return IndexWeights.objects.select_related("by").order_by("-at", "-pk").first()


def changes() -> list[IndexWeights]:
    """Who changed the weights and when, the newest first."""
    return list(IndexWeights.objects.select_related("by").order_by("-at", "-pk")[:20])
