"""Columns are found by their names, and only when there is one answer."""

from __future__ import annotations

import pytest

from cxapp.lib.columns import Field, match, missing, plain

COMPLAINT = Field("complaint_id", "Reference")
WORDS = Field(
    "words", "What happened", ("Consumer complaint narrative", "complaint_what_happened"), required=True
)
RECEIVED = Field("received_at", "Received", ("Date received", "date"), required=True)
SENT = Field("sent_at", "Sent", ("Date sent", "date"))


@pytest.mark.parametrize(
    "header", ["Complaint ID", "complaint_id", " COMPLAINT-ID ", "complaintId", "Complaint id?"]
)
def test_case_spaces_and_punctuation_do_not_matter(header: str) -> None:
    assert match([header], [COMPLAINT]) == {"complaint_id": header}


@pytest.mark.parametrize("header", ["words", "What happened", "Consumer complaint narrative"])
def test_the_name_the_label_and_every_alias_fit(header: str) -> None:
    assert match([header, "Other"], [WORDS]) == {"words": header}


def test_an_ampersand_is_the_word_and() -> None:
    assert plain("Terms & conditions") == plain("terms and conditions")


def test_the_own_name_counts_before_another_fields_alias() -> None:
    day = Field("date", "Day")

    assert match(["Date"], [RECEIVED, day]) == {"date": "Date"}


def test_an_earlier_alias_counts_before_a_later_one() -> None:
    assert match(["complaint_what_happened", "Consumer complaint narrative"], [WORDS]) == {
        "words": "Consumer complaint narrative"
    }


def test_a_header_two_fields_want_equally_goes_to_neither() -> None:
    assert match(["Date"], [RECEIVED, SENT]) == {}


def test_a_field_two_headers_fit_equally_gets_neither() -> None:
    assert match(["Date received", "date_received"], [RECEIVED]) == {}


def test_no_header_goes_to_two_fields() -> None:
    found = match(["Received", "Sent", "Date"], [RECEIVED, SENT])

    assert found == {"received_at": "Received", "sent_at": "Sent"}


def test_a_header_of_signs_alone_fits_nothing() -> None:
    assert match(["???", ""], [Field("x", "!", ("...",))]) == {}


def test_no_fields_match_nothing() -> None:
    assert match(["a"], []) == {}


def test_required_fields_without_a_column_are_named() -> None:
    assert missing([COMPLAINT, WORDS, RECEIVED], {"received_at": "Date"}) == [WORDS]
