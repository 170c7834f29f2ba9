"""Practices are switched with their date, announced, and what is part of the promise stays on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from accounts.announcements import practice_switched
from accounts.models import Event, Practice, User
from accounts.operations.practices import CannotSwitch, switch
from accounts.queries.practices import is_on, switched_on
from accounts.rules import practices
from accounts.rules.practices import BY_NAME, PRACTICES, STAGES, PracticeInfo
from tests.cast import NOW, Cast


@pytest.fixture(autouse=True)
def tried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """One practice that can be switched, whatever this version carries."""
    info = PracticeInfo("trial", "Trial", "We try.", practices.LOOP, ready=True)
    monkeypatch.setitem(BY_NAME, "trial", info)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, bool]]]:
    found: list[tuple[str, bool]] = []

    def listen(name: str, on: bool, **_: object) -> None:
        found.append((name, on))

    practice_switched.connect(listen)
    yield found
    practice_switched.disconnect(listen)


def test_switching_on_is_dated_announced_and_written_down(cast: Cast, heard: list[tuple[str, bool]]) -> None:
    switch(name="trial", on=True, by=cast.owner, now=NOW)

    assert switched_on()["trial"] == NOW
    assert heard == [("trial", True)]
    assert list(Event.objects.values_list("code", "data")) == [
        ("practice_switched", {"practice": "trial", "on": True})
    ]


def test_switching_on_twice_changes_nothing_the_second_time(
    cast: Cast, heard: list[tuple[str, bool]]
) -> None:
    switch(name="trial", on=True, by=cast.owner, now=NOW)
    switch(name="trial", on=True, by=cast.owner, now=NOW + timedelta(days=1))

    assert switched_on()["trial"] == NOW
    assert len(heard) == 1


def test_switched_on_again_dues_count_from_the_new_day(cast: Cast, heard: list[tuple[str, bool]]) -> None:
    switch(name="trial", on=True, by=cast.owner, now=NOW)
    switch(name="trial", on=False, by=cast.owner, now=NOW)
    assert not is_on("trial")
    switch(name="trial", on=True, by=cast.owner, now=NOW + timedelta(days=9))

    assert switched_on()["trial"] == NOW + timedelta(days=9)
    assert heard == [("trial", True), ("trial", False), ("trial", True)]


@pytest.mark.parametrize(
    ("name", "on", "sentence"),
    [
        ("contact", False, "is part of the promise and stays on."),
        ("pulse", True, "is not part of this version."),
        ("nonsense", True, "There is no such practice."),
    ],
)
def test_what_cannot_be_switched_is_refused_in_words(cast: Cast, name: str, on: bool, sentence: str) -> None:
    with pytest.raises(CannotSwitch, match=sentence.replace(".", r"\.")):
        switch(name=name, on=on, by=cast.owner, now=NOW)

    assert Practice.objects.count() == 0


def test_what_is_always_on_is_on_before_anybody_switched_anything(db: None) -> None:
    assert set(switched_on()) == {info.name for info in PRACTICES if info.always_on}


def test_every_practice_has_a_stage_and_a_name_of_its_own() -> None:
    assert {info.stage for info in PRACTICES} == set(STAGES)
    assert len({info.name for info in PRACTICES}) == len(PRACTICES)


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_switches_and_says_so(cast: Cast) -> None:
    answer = _as(cast.cx_manager).post("/practices/trial/", {"on": "1"}, follow=True)

    assert "Switched on." in answer.content.decode()
    assert is_on("trial")


def test_a_refusal_stands_on_the_page(cast: Cast) -> None:
    answer = _as(cast.owner).post("/practices/contact/", {"on": "0"}, follow=True)

    assert "is part of the promise and stays on." in answer.content.decode()


def test_everybody_reads_what_we_do_in_one_sentence_each(cast: Cast) -> None:
    page = _as(cast.front_line).get("/practices/").content.decode()

    assert [info.name for info in PRACTICES if str(info.label) not in page.replace("&#x27;", "'")] == []
    assert "Switch on<" not in page
