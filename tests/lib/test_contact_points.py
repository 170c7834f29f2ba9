"""Two spellings of one number or address meet; two numbers never do."""

from __future__ import annotations

import pytest

from cxapp.lib.contact_points import digest, display, mask, normalise


@pytest.mark.parametrize(
    "spelling",
    ["020 7946 0018", "(020) 7946-0018", "+44 20 7946 0018", "0044 20 7946 0018", "０２０ ７９４６ ００１８"],
)
def test_spellings_of_one_phone_number_are_one(spelling: str) -> None:
    assert normalise("phone", spelling) == "+442079460018"


def test_a_national_number_is_read_in_the_given_region() -> None:
    assert normalise("phone", "(202) 555-0143", region="US") == "+12025550143"


def test_people_behind_one_switchboard_stay_apart() -> None:
    assert normalise("phone", "020 7946 0018 ext. 12") == "+442079460018;ext=12"


@pytest.mark.parametrize(
    ("value", "digits"), [("1-2-3-4", "1234"), ("+999 99999999999999", "99999999999999999")]
)
def test_a_number_of_no_plan_keeps_its_digits(value: str, digits: str) -> None:
    assert normalise("phone", value) == digits


@pytest.mark.parametrize("spelling", ["Anna@Example.ORG", "  anna@example.org\n"])
def test_spellings_of_one_address_are_one(spelling: str) -> None:
    assert normalise("email", spelling) == "anna@example.org"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", ""),
        ("phone", "n/a"),
        ("phone", "12"),
        ("phone", "XXXX"),
        ("email", ""),
        ("email", "anna"),
        ("email", "@example.org"),
        ("email", "anna@"),
        ("email", "a@b@example.org"),
        ("email", "anna petrova@example.org"),
    ],
)
def test_what_reaches_nobody_is_nothing(kind: str, value: str) -> None:
    assert normalise(kind, value) is None


def test_the_digest_depends_on_the_key_the_kind_and_the_value() -> None:
    first = digest(b"key", "phone", "+442079460018")
    others = {
        digest(b"other", "phone", "+442079460018"),
        digest(b"key", "email", "+442079460018"),
        digest(b"key", "phone", "+442079460019"),
    }

    assert first == digest(b"key", "phone", "+442079460018")
    assert len(first) == 64
    assert len(others | {first}) == 4


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+442079460018", "•••• 0018"),
        ("phone", "+442079460018;ext=12", "•••• 0018"),
        ("phone", "1234", "••••"),
        ("email", "anna@example.org", "a••••@example.org"),
        ("email", "a@example.org", "••••@example.org"),
        ("email", "nonsense", "••••"),
    ],
)
def test_a_mask_shows_enough_to_know_it_again(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+441134960380", "+44 113 496 0380"),
        ("+442079460018;ext=12", "+44 20 7946 0018 x12"),
        ("12345", "12345"),
        ("maria@example.test", "maria@example.test"),
        ("", ""),
    ],
)
def test_a_kept_number_is_shown_as_people_read_it_out(kept: str, shown: str) -> None:
    assert display(kept) == shown
