"""Who must not decide about a leader's answer: the leader, those the case is about, and everyone below any of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cxapp.insights.models import Reply
from feedback.queries.hidden import excluded
from feedback.queries.line import everyone_below


def passed_over(ids: Collection[int]) -> Mapping[int, frozenset[int]]:
    """By answer: the people its clock passes over."""
    rows = Reply.objects.filter(pk__in=ids).values_list(
        "pk", "person", "miss__clock__subject_kind", "miss__clock__subject_id"
    )
    found = list(rows)
    shut = excluded({subject for _pk, _person, kind, subject in found if kind == "case"})
    return {
        pk: everyone_below([person]) | (shut.get(subject, frozenset()) if kind == "case" else frozenset())
        for pk, person, kind, subject in found
    }
