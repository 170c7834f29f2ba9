"""Links open to everybody: their address, the PIN of a kiosk, counts, switching off, the poster."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client

from feedback.enums import OpenLinkKind, ResponseState
from feedback.models import OpenLink, Response, Survey
from feedback.operations.asking import MayNotAsk
from feedback.operations.open_links import (
    CODE_LENGTH,
    LinkRefused,
    change_pin,
    create_open_link,
    switch_open_link,
)
from feedback.queries.asking import current_version
from feedback.queries.sendings import address_of, links_of
from tests.cast import NOW, Cast


def opened(cast: Cast, survey: Survey, kind: OpenLinkKind = OpenLinkKind.QR, **more: Any) -> OpenLink:
    values = {"name": "Door", "place": cast.leeds, "by": cast.cx_manager, "now": NOW, **more}
    return create_open_link(survey=survey, kind=kind, **values)


def test_every_link_has_a_short_address_of_its_own(cast: Cast, survey: Survey) -> None:
    codes = {opened(cast, survey).code for _ in range(20)}
    assert (len(codes), {len(code) for code in codes}) == (20, {CODE_LENGTH})


def test_a_kiosk_has_another_address_than_a_poster(cast: Cast, survey: Survey) -> None:
    made = opened(cast, survey), opened(cast, survey, OpenLinkKind.KIOSK, pin="1234")
    assert [address_of(link) for link in made] == [f"/a/{made[0].code}/", f"/kiosk/{made[1].code}/"]


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "١٢٣٤"])
def test_a_kiosk_needs_a_pin_of_digits(cast: Cast, survey: Survey, pin: str) -> None:
    with pytest.raises(LinkRefused, match="4 to 8 digits"):
        opened(cast, survey, OpenLinkKind.KIOSK, pin=pin)


def test_a_kiosk_needs_a_place(cast: Cast, survey: Survey) -> None:
    with pytest.raises(LinkRefused, match="where the kiosk stands"):
        opened(cast, survey, OpenLinkKind.KIOSK, pin="1234", place=None)


def test_only_a_hash_of_the_pin_is_kept_and_it_can_be_changed(cast: Cast, survey: Survey) -> None:
    link = opened(cast, survey, OpenLinkKind.KIOSK, pin="1234")
    change_pin(link=link, pin="98765", by=cast.cx_manager, now=NOW)
    kept = OpenLink.objects.get().pin
    assert ("98765" in kept, check_password("1234", kept), check_password("98765", kept)) == (
        False,
        False,
        True,
    )


def test_the_stage_of_the_survey_goes_along_where_none_is_chosen(cast: Cast, survey: Survey) -> None:
    from feedback.models import Stage

    survey.stage = Stage.objects.get(slug="none")
    assert opened(cast, survey).stage == survey.stage


def test_answers_are_counted_for_each_link_and_held_ones_beside_them(cast: Cast, survey: Survey) -> None:
    link, version = opened(cast, survey), current_version(survey)
    for state, extra in (
        (ResponseState.COMPLETE, {}),
        (ResponseState.COMPLETE, {"is_test": True}),
        (ResponseState.HELD, {"held_for": "quick"}),
    ):
        Response.objects.create(link=link, version=version, at=NOW, state=state, **extra)
    counted: Any = links_of(survey).get()
    assert (counted.answers, counted.held) == (1, 1)


def test_leaders_open_no_links(cast: Cast, survey: Survey) -> None:
    with pytest.raises(MayNotAsk):
        opened(cast, survey, by=cast.leader)


def test_a_closed_link_stays_in_the_list_with_its_answers(cast: Cast, survey: Survey) -> None:
    link = opened(cast, survey)
    switch_open_link(link=link, on=False, by=cast.cx_manager, now=NOW)
    assert [row.is_active for row in links_of(survey)] == [False]


def test_the_poster_names_the_place_who_is_responsible_and_the_address(
    cast: Cast, survey: Survey, client: Client
) -> None:
    link = opened(cast, survey)
    client.force_login(cast.cx_manager)
    page = client.get(f"/manage/surveys/recommend/links/{link.code}/poster/").content.decode()
    said = [
        words in page
        for words in ("How was it at Leeds?", "Anna Leader is responsible here", f"/a/{link.code}/", "<svg")
    ]
    assert said == [True] * 4


def test_a_link_of_another_survey_is_not_found(cast: Cast, survey: Survey, client: Client) -> None:
    other = Survey.objects.create(slug="other", name="Other")
    link = opened(cast, other)
    client.force_login(cast.cx_manager)
    assert client.get(f"/manage/surveys/recommend/links/{link.code}/poster/").status_code == 404
