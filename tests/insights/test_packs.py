"""Board packs: what is frozen stays, the seal proves it, and what changed since is listed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Event, User
from accounts.operations.practices import switch
from cxapp.insights.enums import PackKind
from cxapp.insights.models import Pack
from cxapp.insights.operations.packs import MayNotFreeze, NotOverYet, freeze_pack
from cxapp.insights.queries.packs import later_corrections, seal_holds
from cxapp.insights.rules.packs import SINCE, Correction, canonical, corrections, past_spans, sealed
from cxapp.insights.rules.spans import span_of
from feedback.enums import How, Outcome
from feedback.models import Case, Cause
from feedback.operations.contacts import log_contact
from feedback.operations.customer_words import customer_says
from tests.cast import NOW, Cast
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

APRIL = datetime(2026, 4, 2, 8, 0, tzinfo=UTC)
MARCH = span_of(PackKind.MONTH, date(2026, 3, 1), "UTC")


@pytest.fixture(autouse=True)
def in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.insights.views.packs.clock_now", lambda: APRIL)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Maria Moss, whom Anna reached in time in March."""
    found = open_case(cast, at=NOW, name="Maria Moss")
    log_contact(case=found, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, stated_at=NOW, now=NOW)
    return found


@pytest.fixture
def pack(cast: Cast, case: Case) -> Pack:
    return freeze_pack(span=MARCH, by=cast.owner, now=APRIL)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def figure(pack: Pack, key: str) -> str:
    return str(next(one["value"] for one in pack.content["figures"] if one["key"] == key))


# -- The rules ----------------------------------------------------------------------------------
def test_the_seal_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1], "a": "ä"}) == canonical({"a": "ä", "b": [1]}) == '{"a":"ä","b":[1]}'.encode()


@pytest.mark.parametrize(
    "other",
    [
        {"content": {"pages": ["two."]}},
        {"edition": 2},
        {"last_day": date(2026, 3, 30)},
        {"kind": PackKind.QUARTER},
        {"as_of": APRIL.replace(second=1)},
    ],
)
def test_any_other_content_period_edition_or_moment_has_another_seal(other: dict[str, Any]) -> None:
    same: dict[str, Any] = {
        "content": {"pages": ["two"]},
        "kind": PackKind.MONTH,
        "first_day": date(2026, 3, 1),
        "last_day": date(2026, 3, 31),
        "edition": 1,
        "as_of": APRIL,
    }

    assert sealed(**same) == sealed(**same)
    assert sealed(**{**same, **other}) != sealed(**same)


def test_only_what_is_over_can_be_chosen_the_newest_first() -> None:
    spans = past_spans(APRIL, "UTC")

    assert [span.slug for span in spans][:2] == ["2026-03", "2026-02"]
    assert [span.slug for span in spans if span.kind is PackKind.QUARTER][:2] == ["2026-q1", "2025-q4"]
    assert next(span.slug for span in spans if span.kind is PackKind.YEAR) == "2025"


def test_a_correction_names_what_was_and_what_is() -> None:
    frozen = [{"key": "a", "label": "A", "value": "1"}, {"key": "b", "label": "B", "value": "2"}]
    today = [{"key": "a", "label": "A", "value": "3"}, {"key": "c", "label": "C", "value": "4"}]

    assert corrections(frozen, today) == [
        Correction("A", "1", "3"),
        Correction("B", "2", ""),
        Correction("C", "", "4"),
    ]


# -- Freezing -----------------------------------------------------------------------------------
def test_a_frozen_pack_tells_the_leaders_counts_of_its_period(cast: Cast, pack: Pack) -> None:
    keys = [f"leader:{cast.leader.pk}:{name}" for name in ("due", "tried", "reached", "confirmed")]

    assert [figure(pack, key) for key in keys] == ["1", "1", "1", "0"]
    assert pack.edition == 1


def test_no_customer_is_named_in_a_pack(pack: Pack) -> None:
    assert "Maria" not in canonical(pack.content).decode()


def tables(pack: Pack) -> dict[str, list[list[str]]]:
    return {table["caption"]: table["rows"] for page in pack.content["pages"] for table in page["tables"]}


def test_the_appendix_holds_channels_causes_and_what_leaders_did(cast: Cast, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(cause=Cause.objects.get(slug="delay"))
    switch(name="contact", on=True, by=cast.cx_manager, now=NOW)

    found = tables(freeze_pack(span=MARCH, by=cast.owner, now=APRIL))

    assert found["Complaints by channel"] == [["Logged by staff", "1", "0", ""]]
    assert found["Causes"] == [[Cause.objects.get(slug="delay").name, "1"]]
    [row] = found["Done of due, by leader"]
    assert row[:2] == ["Anna Leader", "1 of 1"]


def test_what_is_about_somebody_is_in_no_table_of_the_appendix(cast: Cast) -> None:
    open_case(cast, concerns=(cast.peer.pk,))
    switch(name="contact", on=True, by=cast.cx_manager, now=NOW)

    found = tables(freeze_pack(span=MARCH, by=cast.owner, now=APRIL))

    assert {"Complaints by channel", "Done of due, by leader"}.isdisjoint(found)


def test_a_cause_named_later_is_a_correction(cast: Cast, case: Case, pack: Pack) -> None:
    cause = Cause.objects.get(slug="delay")
    Case.objects.filter(pk=case.pk).update(cause=cause)

    assert later_corrections(pack, APRIL) == [Correction(f"Cases caused by “{cause.name}”", "", "1")]


def test_a_pack_from_before_the_appendix_grew_is_not_corrected_by_it(cast: Cast, pack: Pack) -> None:
    older = [one for one in pack.content["figures"] if one["key"].partition(":")[0] not in SINCE]
    assert older != pack.content["figures"]
    pack.content |= {"form": 1, "figures": older}

    assert later_corrections(pack, APRIL) == []


def test_a_later_edition_stands_beside_the_first(cast: Cast, pack: Pack) -> None:
    second = freeze_pack(span=MARCH, by=cast.cx_manager, now=APRIL.replace(day=3))

    assert (second.edition, Pack.objects.get(pk=pack.pk).sha256) == (2, pack.sha256)


def test_a_month_that_is_not_over_is_not_frozen(cast: Cast) -> None:
    with pytest.raises(NotOverYet, match="March 2026 is not over yet"):
        freeze_pack(span=MARCH, by=cast.owner, now=MARCH.period.end.replace(year=2026, month=3, day=31))


@pytest.mark.parametrize("who", ["board", "leader", "administrator"])
def test_others_do_not_freeze(cast: Cast, who: str) -> None:
    with pytest.raises(MayNotFreeze):
        freeze_pack(span=MARCH, by=getattr(cast, who), now=APRIL)


def test_what_the_customer_says_later_is_listed_as_a_correction(cast: Cast, case: Case, pack: Pack) -> None:
    assert later_corrections(pack, APRIL) == []

    customer_says(signal=case.signals.get(), reached="yes", right="yes", now=APRIL)

    assert later_corrections(pack, APRIL) == [Correction("Anna Leader: Confirmed by the customer", "0", "1")]
    assert figure(Pack.objects.get(pk=pack.pk), f"leader:{cast.leader.pk}:confirmed") == "0"


# -- The seal ---------------------------------------------------------------------------------
def test_a_pack_read_back_from_the_database_keeps_its_seal(pack: Pack) -> None:
    assert seal_holds(Pack.objects.get(pk=pack.pk))


def test_a_changed_comma_breaks_the_seal(pack: Pack) -> None:
    kept = Pack.objects.get(pk=pack.pk)
    kept.content["figures"][0]["value"] += ","
    kept.save(update_fields=["content"])

    assert not seal_holds(Pack.objects.get(pk=pack.pk))


def test_a_pack_that_was_sealed_anew_is_found_by_the_timeline(pack: Pack) -> None:
    kept = Pack.objects.get(pk=pack.pk)
    kept.content["figures"] = []
    kept.sha256 = sealed(
        content=kept.content,
        kind=kept.kind,
        first_day=kept.first_day,
        last_day=kept.last_day,
        edition=kept.edition,
        as_of=kept.as_of,
    )
    kept.save(update_fields=["content", "sha256"])

    assert not seal_holds(kept)


def test_the_command_names_the_pack_whose_seal_does_not_hold(
    pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_packs")
    assert capsys.readouterr().out == "Every seal holds: 1 board packs.\n"

    Pack.objects.filter(pk=pack.pk).update(sha256="0" * 64)
    with pytest.raises(CommandError, match=f"The seal does not hold: .*{pack.uuid}"):
        call_command("verify_packs")


# -- The pages ------------------------------------------------------------------------------------
def test_the_owner_freezes_by_a_press_and_a_second_press_makes_no_second_pack(cast: Cast, case: Case) -> None:
    client, data = as_(cast.owner), {"span": "2026-03", "once": "one-press"}

    first = client.post("/board/pack/", data)
    again = client.post("/board/pack/", data)

    assert first["Location"] == again["Location"] == f"/board/pack/{Pack.objects.get().uuid}/"
    assert Event.objects.filter(code="pack_frozen").count() == 1


def test_the_board_reads_and_does_not_freeze(cast: Cast, pack: Pack) -> None:
    client = as_(cast.board)

    assert client.get("/board/pack/").context["form"] is None
    assert client.post("/board/pack/", {"span": "2026-03"}).status_code == 403
    assert client.get(f"/board/pack/{pack.uuid}/").status_code == 200


def test_the_page_shows_seal_and_moment_and_that_nothing_was_corrected(cast: Cast, pack: Pack) -> None:
    page = as_(cast.board).get(f"/board/pack/{pack.uuid}/").content.decode()

    assert pack.sha256 in page
    assert "As of 2 April 2026 08:00 UTC" in page
    assert "The content is what was frozen." in page
    assert "every figure of the period comes to the same today" in page


def test_a_broken_seal_is_said_on_the_page(cast: Cast, pack: Pack) -> None:
    Pack.objects.filter(pk=pack.pk).update(sha256="0" * 64)

    assert (
        "The content is not what was frozen."
        in as_(cast.owner).get(f"/board/pack/{pack.uuid}/").content.decode()
    )


@pytest.mark.parametrize("who", ["leader", "director", "front_line", "administrator"])
def test_leaders_and_others_do_not_read_packs(cast: Cast, pack: Pack, who: str) -> None:
    client = as_(getattr(cast, who))

    pages = ("/board/pack/", f"/board/pack/{pack.uuid}/", f"/board/pack/{pack.uuid}/pdf/")
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_a_quarter_is_offered_by_name(cast: Cast) -> None:
    choices = dict(as_(cast.owner).get("/board/pack/").context["form"].fields["span"].choices)

    assert choices["2026-q1"] == "quarter 1 of 2026"
