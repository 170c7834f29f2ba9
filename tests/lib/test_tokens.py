"""Private links, slip codes and API secrets."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from pytest_django import Settings

from cxapp.lib.tokens import fingerprint, link_token, new_secret, read_code, short_code

ROW = UUID("12345678-1234-5678-1234-567812345678")
OTHER_ROW = UUID("12345678-1234-5678-1234-567812345679")


def test_a_link_is_the_same_whenever_it_is_computed() -> None:
    assert link_token("signal", ROW, 1) == link_token("signal", ROW, 1)


def test_a_link_is_160_bits_that_need_no_escaping() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{27}", link_token("signal", ROW, 1))


def test_kind_row_generation_and_key_all_make_another_link(settings: Settings) -> None:
    links = {
        link_token("signal", ROW, 1),
        link_token("invitation", ROW, 1),
        link_token("signal", OTHER_ROW, 1),
        link_token("signal", ROW, 2),
    }
    settings.HISTORY_KEY = "another key of at least thirty-two characters"
    links.add(link_token("signal", ROW, 1))

    assert len(links) == 5


def test_the_fingerprint_is_the_sha256_of_the_token() -> None:
    assert fingerprint("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_secrets_are_fresh_and_long() -> None:
    first, second = new_secret(), new_secret()

    assert first != second
    assert re.fullmatch(r"cx_[A-Za-z0-9_-]{43}", first)


def test_a_slip_code_is_ten_characters_without_look_alikes() -> None:
    code = short_code(ROW, 1)

    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}", code)
    assert code == short_code(ROW, 1)
    assert len({code, short_code(ROW, 2), short_code(OTHER_ROW, 1)}) == 3


def test_a_slip_code_survives_being_read() -> None:
    assert read_code(short_code(ROW, 1)) == short_code(ROW, 1)


@pytest.mark.parametrize(
    "typed", ["k7qf2m9x10", " K7QF 2M9X 10 ", "k7qf-2m9x-lo", "K7QF–2M9X–I0", "K-7-Q-F-2-M-9-X-1-0"]
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read_code(typed) == "K7QF-2M9X-10"


@pytest.mark.parametrize(
    "typed", ["", "K7QF-2M9X", "K7QF-2M9X-4TT", "K7QF-2M9X-4U", "K7QF-2M9X-4é", "Ⅶ7QF2M9X4T"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
