"""The monthly digest: the boardroom's sentences of the month before, and the way to its pack, never the file."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from accounts.rules.kinds import Message, notices
from cxapp.insights.enums import PackKind
from cxapp.insights.operations.packs import freeze_pack
from cxapp.insights.rules.spans import span_of
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

APRIL = datetime(2026, 4, 1, 7, 30, tzinfo=UTC)


def letter(person: User) -> Message:
    found = notices["digest_monthly"].render(person, {"about": "2026-04-01"}, APRIL)
    assert found is not None
    return found


def test_the_owner_reads_the_sentences_of_last_month_each_with_its_evidence(cast: Cast) -> None:
    open_case(cast, at=NOW, name="Maria Moss")

    told = letter(cast.owner)

    assert told.subject == "What the boardroom says of March 2026"
    assert "1 customer of Anna Leader has waited more than a day past the promised time." in told.body
    assert "/board/?period=2026-03#reached" in told.body


def test_while_no_pack_is_frozen_it_says_where_that_is_done(cast: Cast) -> None:
    assert "The pack of this month is not frozen yet." in letter(cast.owner).body


def test_a_frozen_pack_is_linked_and_not_attached(cast: Cast) -> None:
    pack = freeze_pack(span=span_of(PackKind.MONTH, date(2026, 3, 1), "UTC"), by=cast.owner, now=APRIL)

    assert f"/board/pack/{pack.uuid}/" in letter(cast.board).body


def test_the_board_hears_no_customers_name(cast: Cast) -> None:
    open_case(cast, at=NOW, name="Maria Moss")

    assert "Maria" not in letter(cast.board).body
