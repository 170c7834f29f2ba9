"""Finding people by what was typed."""

from __future__ import annotations

from recognition.rules.names import Known, find, named_by_customer, split, take_apart

FAY = Known(1, "Fay Front", "fay")
FINN = Known(2, "Finn Front", "finn")
RENEE = Known(3, "Renée O’Neil-Example", "1007")
OTHER_FAY = Known(4, "Fay Front", "fay2", near=True)
ALL = [FAY, FINN, RENEE]


def test_a_full_name_finds_its_person_in_any_case_and_order() -> None:
    assert [find(typed, ALL) for typed in ("fay front", "Front, Fay", " FAY  Front ")] == [
        [FAY],
        [FAY],
        [FAY],
    ]


def test_accents_hyphens_and_apostrophes_need_not_be_typed() -> None:
    assert find("renee oneil example", ALL) == [RENEE]


def test_an_employee_number_finds_its_person() -> None:
    assert find("1007", ALL) == [RENEE]


def test_beginnings_of_words_are_enough() -> None:
    assert find("fi fr", ALL) == [FINN]


def test_a_surname_two_people_share_finds_both() -> None:
    assert find("Front", ALL) == [FAY, FINN]


def test_an_exact_name_beats_a_longer_one_that_begins_the_same() -> None:
    longer = Known(9, "Fay Frontal")

    assert find("Fay Front", [longer, FAY]) == [FAY]


def test_the_one_near_the_reader_comes_first() -> None:
    assert find("Fay Front", [FAY, OTHER_FAY]) == [OTHER_FAY, FAY]


def test_the_same_word_twice_does_not_count_twice() -> None:
    assert find("Fay Fay", ALL) == []


def test_nothing_typed_finds_nobody() -> None:
    assert find("  ", ALL) == []


def test_one_box_may_hold_several_names() -> None:
    assert split("Fay Front, Finn Front and Renée") == ["Fay Front", "Finn Front", "Renée"]


def test_a_box_is_taken_apart_only_where_its_whole_text_finds_nobody() -> None:
    assert take_apart(["Front, Fay", "Fay & Finn", " "], ALL) == [
        ("Front, Fay", [FAY]),
        ("Fay", [FAY]),
        ("Finn", [FINN]),
    ]


def test_a_customer_may_name_somebody_by_first_name_or_surname_exactly() -> None:
    assert [
        named_by_customer(typed, ALL)
        for typed in ("Fay", "fay and finn", "Front", "Fayette", "Fay at the till")
    ] == [
        [FAY],
        [FAY, FINN],
        [FAY, FINN],
        [],
        [],
    ]
