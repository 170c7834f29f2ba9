"""Robots open every link and change nothing; fifty presses at one instant keep one answer and open one case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from accounts.models import Clock
from cxapp.lib.tokens import link_token
from feedback.enums import Wish
from feedback.models import Case, Enquiry, Invitation, OpenLink, Response, Signal, Survey
from feedback.notices.cases import private_path
from feedback.notices.surveys import choices_path, survey_path
from feedback.operations.enquiries import ask_question
from feedback.operations.intake_guard import opened_mark
from feedback.rules.links import handed_link
from tests.cast import NOW, Cast
from tests.feedback.public.conftest import TellUs

AT_ONCE, ANSWERS = 20, 50


def every_row() -> dict[str, int]:
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }


@pytest.fixture
def poster(cast: Cast) -> OpenLink:
    """A poster at Leeds with the one question."""
    return open_link(cast, "qr", "poster")


def open_link(cast: Cast, kind: str, code: str) -> OpenLink:
    survey = Survey.objects.get(slug="recommend")
    values = {
        "kind": kind,
        "code": code,
        "place": cast.leeds,
        "created_by": cast.cx_manager,
        "created_at": NOW,
    }
    return OpenLink.objects.create(
        name="At the door", survey=survey, pin="x" if kind == "kiosk" else "", **values
    )


def test_opening_every_link_twice_changes_no_row(
    cast: Cast, told: TellUs, invitation: Invitation, poster: OpenLink, clock: Any, visitor: Client
) -> None:
    open_link(cast, "kiosk", "hall")
    signal = told()
    enquiry = ask_question(place=cast.leeds.pk, words="Do you bake rye?", now=NOW)
    assert invitation.customer is not None
    links = [
        *(f"{survey_path(invitation)}?score={score}" for score in range(11)),
        f"{survey_path(invitation)}?lang=de",
        *("/a/poster/", "/a/poster/?score=0", "/kiosk/hall/", "/kiosk/hall/?thanks=1", "/kiosk/hall/exit/"),
        choices_path(invitation.customer),
        private_path(signal),
        f"/c/{handed_link('signal', signal.uuid)}/",
        f"/c/{link_token('enquiry', enquiry.uuid, 1)}/",
        *("/c/", "/tell-us/", "/tell-us/leeds/", "/help/", "/privacy/", "/accessibility/"),
        *(f"/tell-us/leeds/?about={about}" for about in ("wrong", "question", "thank")),
    ]
    kept, before = Invitation.objects.values().get(), every_row()
    codes = [ask(link).status_code for link in links for ask in (visitor.get, visitor.head) * 2]
    assert (set(codes), every_row(), Invitation.objects.values().get()) == ({200}, before, kept)


@pytest.mark.parametrize("address", ["say", "write", "reach", "someone-else", "withdraw", "undo-withdrawal"])
def test_buttons_do_nothing_when_a_robot_opens_them(
    told: TellUs, clock: Any, visitor: Client, address: str
) -> None:
    path, before = f"{private_path(told())}{address}/", every_row()
    assert (visitor.get(path).status_code, visitor.head(path).status_code, every_row()) == (405, 405, before)


@pytest.mark.parametrize("address", ["keep", "seen", "thank"])
def test_what_scripts_send_is_never_a_link(
    invitation: Invitation, poster: OpenLink, clock: Any, visitor: Client, address: str
) -> None:
    paths = [f"{survey_path(invitation)}{address}/", f"/a/poster/{uuid4()}/{address}/"]
    before = every_row()
    codes = {ask(path).status_code for path in paths for ask in (visitor.get, visitor.head) * 2}
    assert (codes <= {404, 405}, every_row()) == (True, before)


def at_once(send: Any, times: int = AT_ONCE) -> list[Any]:
    """What comes of sending the same from many threads at one instant."""
    gate = Barrier(times)

    def one(number: int) -> Any:
        try:
            gate.wait(timeout=30)
            return send(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_fifty_answers_at_one_instant_keep_one_response_and_open_one_case(
    cast: Cast, invitation: Invitation, clock: Any
) -> None:
    def send(number: int) -> int:
        values = {"q-recommend": str(number % 6), "q-reason": f"Answer {number}", "based_on": "0"}
        return Client().post(survey_path(invitation), values).status_code

    codes = at_once(send, ANSWERS)
    clocks = Clock.objects.filter(subject_kind="case", kind="contact").count()
    assert (set(codes), Response.objects.count(), Signal.objects.count(), Case.objects.count(), clocks) == (
        {302},
        1,
        1,
        1,
        1,
    )


@pytest.mark.django_db(transaction=True)
def test_taps_and_sends_of_one_form_at_one_instant_keep_one_response_and_open_one_case(
    cast: Cast, poster: OpenLink
) -> None:
    key, opened = uuid4(), opened_mark(now=NOW.replace(year=2025))

    def send(number: int) -> int:
        values = {"q-recommend": "2", "q-reason": "Late", "key": str(key), "opened": opened, "asked": "*"}
        address = f"/a/{poster.code}/" if number % 2 else f"/a/{poster.code}/{key}/keep/"
        return Client(REMOTE_ADDR=f"198.51.100.{number}").post(address, values).status_code

    codes = at_once(send)
    assert (set(codes), Response.objects.count(), Signal.objects.count(), Case.objects.count()) == (
        {204, 302},
        1,
        1,
        1,
    )


@pytest.mark.django_db(transaction=True)
def test_twenty_people_with_the_same_address_share_one_case(cast: Cast, clock: Any) -> None:
    def send(number: int) -> int:
        values = {
            "words": f"Words {number}",
            "reach": "maria@example.org",
            "wish": Wish.WRITE.value,
            "opened": opened_mark(now=NOW.replace(year=2025)),
        }
        return Client().post("/tell-us/leeds/?about=wrong", values).status_code

    assert (set(at_once(send)), Case.objects.count(), Signal.objects.count()) == ({302}, 1, AT_ONCE)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twenty_times_at_one_instant_is_received_once(cast: Cast, clock: Any) -> None:
    values = {"words": "Once only", "once": "this form", "opened": opened_mark(now=NOW.replace(year=2025))}

    def send(_number: int) -> str:
        return str(Client().post("/tell-us/leeds/?about=question", values)["Location"])

    assert (len(set(at_once(send))), Enquiry.objects.count()) == (1, 1)
