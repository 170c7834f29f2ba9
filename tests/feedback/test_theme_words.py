"""Finding themes by words: stems, phrases, praise and blame, what is something else; and the mood with its spread."""

from __future__ import annotations

import pytest

from feedback.enums import Tone
from feedback.rules.mood import mood_of, value_of
from feedback.rules.starter_themes import STARTERS
from feedback.rules.themes import Finder, Found, blended, language_of

WORDS = {1: ["wait", "+on time", "-long wait", "!waiting room"], 2: ["+friendly", "-rude"], 3: ["parking"]}


def found(body: str, *, else_tone: Tone = Tone.NEUTRAL, language: str = "en") -> list[Found]:
    return Finder(language, WORDS).find(body, mood_of=value_of, else_tone=else_tone)


def tones(body: str, **more: Tone) -> dict[int, Tone]:
    return {one.theme: one.tone for one in found(body, **more)}


@pytest.mark.parametrize("body", ["I waited.", "WAITING!", "the wait"])
def test_a_word_is_found_in_every_form(body: str) -> None:
    assert list(tones(body)) == [1]


def test_a_word_within_another_word_is_not_that_word() -> None:
    assert tones("The waiter was there.") == {}


def test_a_longer_phrase_is_found_instead_of_the_word_in_it() -> None:
    assert [one.words for one in found("A long wait.")] == [frozenset({"-long wait"})]


def test_what_is_something_else_brings_up_no_theme() -> None:
    assert tones("There were toys in the waiting room.") == {}


def test_beside_what_is_something_else_the_word_still_counts() -> None:
    assert list(tones("We had to wait in the waiting room.")) == [1]


def test_praise_and_blame_come_from_the_word() -> None:
    assert tones("Friendly people. Somebody was rude.") == {2: Tone.DISLIKE}
    assert tones("Such friendly people.") == {2: Tone.LIKE}


def test_a_not_before_it_turns_praise_into_blame() -> None:
    assert tones("They were not very friendly.") == {2: Tone.DISLIKE}
    assert tones("The bus wasn't on time.") == {1: Tone.DISLIKE}


def test_a_not_in_another_part_of_the_sentence_turns_nothing() -> None:
    assert tones("I did not stay, but they were friendly.") == {2: Tone.LIKE}


def test_not_only_denies_nothing() -> None:
    assert tones("Not only friendly, they gave us cake.") == {2: Tone.LIKE}


def test_a_word_that_says_neither_takes_the_mood_of_its_part_of_the_sentence() -> None:
    assert tones("Lovely people, but the parking is terrible.") == {3: Tone.DISLIKE}


def test_where_no_word_says_it_the_score_does() -> None:
    assert tones("Parking.", else_tone=Tone.DISLIKE) == {3: Tone.DISLIKE}


def test_a_word_in_quotation_marks_is_meant_as_it_stands() -> None:
    finder = Finder("en", {1: ['+"timely"'], 2: ['in a "timely" manner']})

    def themes(body: str) -> list[int]:
        return [one.theme for one in finder.find(body, mood_of=value_of, else_tone=Tone.NEUTRAL)]

    assert themes("Three times I came.") == []
    assert themes("A timely answer.") == [1]
    assert themes("In a timely manner.") == [1, 2]


def test_a_language_without_a_stemmer_is_matched_word_by_word() -> None:
    assert [one.theme for one in found("parking", language="xx")] == [3]
    assert [one.theme for one in found("waited", language="xx")] == []


def test_another_language_uses_its_own_stems() -> None:
    finder = Finder("de", {1: ["warten"]})

    assert [
        one.theme for one in finder.find("Wir warteten lang.", mood_of=value_of, else_tone=Tone.NEUTRAL)
    ] == [1]


@pytest.mark.parametrize(("code", "language"), [("en-GB", "en"), ("pt_BR", "pt"), ("EN", "en"), ("", "")])
def test_the_first_part_of_a_language_code_decides(code: str, language: str) -> None:
    assert language_of(code) == language


def test_an_unmeasured_theme_passes_the_limit_after_enough_right_answers() -> None:
    assert blended(right=0, of=0, before=None) == 0.5
    assert blended(right=4, of=4, before=None) < 0.6 <= blended(right=5, of=5, before=None)


def test_people_can_bring_a_measured_theme_below_the_limit() -> None:
    assert blended(right=0, of=0, before=0.9) == 0.9
    assert blended(right=0, of=11, before=0.9) < 0.6


def test_the_mood_lies_within_its_interval() -> None:
    mood = mood_of("Wonderful service, I am delighted and happy.")

    assert mood is not None
    assert -1 <= mood.low < mood.value < mood.high <= 1
    assert mood.is_sure
    assert mood.value > 0


def test_a_weak_word_leaves_the_mood_open() -> None:
    mood = mood_of("It was fine.")

    assert mood is not None
    assert not mood.is_sure


def test_a_comment_without_feeling_has_no_mood() -> None:
    assert mood_of("The shop is on the corner.") is None


def test_every_starter_theme_has_words_and_a_name_of_its_own() -> None:
    assert all(starter.words for starter in STARTERS)
    assert (
        len({starter.slug for starter in STARTERS})
        == len({starter.name for starter in STARTERS})
        == len(STARTERS)
    )
