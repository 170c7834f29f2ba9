"""What Anna says to her misses in the story: each once, on its day, however often the story is played on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.operations.sweep import sweep
from cxapp.demo.story.misses import SAID, answer
from cxapp.insights.models import Reply
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db


def test_each_answer_is_given_once_and_decided(cast: Cast) -> None:
    start = NOW - timedelta(days=60)
    for _ in SAID:
        open_case(cast, at=start)
    sweep(now=start + timedelta(days=5))

    for _again in range(2):
        for day in range(45, -1, -1):
            answer(now=NOW - timedelta(days=day), until=NOW)

    states = Reply.objects.order_by("at").values_list("state", flat=True)
    assert list(states) == ["set_aside", "stands", "said", "asked"]
