"""Themes on comments: suggested in the background, applied only where they are mostly right, corrected by people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cxapp.lib.errors import NotAllowed
from feedback.enums import TagState, Tone
from feedback.models import Customer, Judgement, Response, Text, TextTheme, Theme
from feedback.operations.judging import judge_texts
from feedback.operations.themes import change_theme, correct_theme
from tests.cast import NOW, Cast
from tests.factories.answers import answer
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db

WAITED = "We waited an hour and the staff were rude."


def text_of(response: Response) -> Text:
    return Text.objects.get(pk__in=response.answers.filter(text__isnull=False).values("text"))


def themes(text: Text) -> dict[str, tuple[str, str]]:
    return {
        row.theme.slug: (row.state, row.tone)
        for row in TextTheme.objects.filter(text=text).select_related("theme")
    }


def theme(slug: str) -> Theme:
    return Theme.objects.get(slug=slug)


def correct(text: Text, slug: str, holds: bool, cast: Cast, **more: Any) -> None:
    correct_theme(text=text, theme=theme(slug), holds=holds, by=more.pop("by", cast.leader), now=NOW, **more)


def test_a_new_installation_has_themes_and_their_words() -> None:
    assert {"promised", "explained", "cared", "repeat", "waiting", "price"} <= set(
        Theme.objects.values_list("slug", flat=True)
    )
    assert "wait" in theme("waiting").words["en"]


def test_a_comment_gets_its_themes_with_like_and_dislike(cast: Cast) -> None:
    text = text_of(answer(cast, 2, WAITED))

    assert judge_texts(now=NOW) == 1
    assert themes(text) == {
        "waiting": (TagState.APPLIED, Tone.DISLIKE),
        "cared": (TagState.APPLIED, Tone.DISLIKE),
    }


def test_a_theme_that_is_too_often_wrong_is_offered_only(cast: Cast) -> None:
    text = text_of(answer(cast, 2, "It was not what I ordered."))

    judge_texts(now=NOW)

    assert themes(text) == {"promised": (TagState.OFFERED, Tone.DISLIKE)}


def test_a_complaint_is_judged_as_well(cast: Cast) -> None:
    case = open_case(cast, words=WAITED)

    judge_texts(now=NOW)

    assert set(themes(case.words)) == {"waiting", "cared"}  # type: ignore[arg-type]


def test_judging_again_finds_nothing_to_do(cast: Cast) -> None:
    answer(cast, 2, WAITED)
    judge_texts(now=NOW)

    assert judge_texts(now=NOW + timedelta(hours=1)) == 0


def test_words_changed_by_the_customer_are_judged_again(cast: Cast) -> None:
    response = answer(cast, 2, WAITED)
    judge_texts(now=NOW)
    text = text_of(response)
    Text.objects.filter(pk=text.pk).update(body="The price is too high.")
    Response.objects.filter(pk=response.pk).update(touched_at=NOW + timedelta(hours=1))

    judge_texts(now=NOW + timedelta(hours=2))

    assert set(themes(text)) == {"price"}


def test_a_comment_in_a_language_without_words_is_said_to_be_beyond_us(cast: Cast) -> None:
    text = text_of(answer(cast, 2, "Jonotimme tunnin.", language="fi"))

    judge_texts(now=NOW)

    judged = Judgement.objects.get(text=text)
    assert (judged.language, judged.can_do, judged.mood, themes(text)) == ("fi", False, None, {})


def test_a_language_can_be_done_as_soon_as_one_theme_has_words_in_it(cast: Cast) -> None:
    text = text_of(answer(cast, 2, "Wir warteten eine Stunde.", language="de"))
    judge_texts(now=NOW)

    waiting = theme("waiting")
    words = {**waiting.words, "de": ["-warten"]}
    change_theme(theme=waiting, words=words, by=cast.cx_manager, now=NOW)
    judge_texts(now=NOW + timedelta(hours=1))

    assert Judgement.objects.get(text=text).can_do
    assert themes(text) == {"waiting": (TagState.APPLIED, Tone.DISLIKE)}


def test_the_mood_comes_with_its_interval(cast: Cast) -> None:
    text = text_of(answer(cast, 2, "Terrible, I am angry and disappointed."))

    judge_texts(now=NOW)

    judged = Judgement.objects.get(text=text)
    assert judged.mood is not None
    assert judged.mood_low is not None
    assert judged.mood_high is not None
    assert judged.mood_low < judged.mood < judged.mood_high < 0


def test_a_correction_stays_when_the_comment_is_judged_again(cast: Cast) -> None:
    response = answer(cast, 2, WAITED)
    judge_texts(now=NOW)
    text = text_of(response)
    correct(text, "cared", False, cast)
    Response.objects.filter(pk=response.pk).update(touched_at=NOW + timedelta(hours=1))

    judge_texts(now=NOW + timedelta(hours=2))

    assert themes(text)["cared"] == (TagState.REFUSED, Tone.DISLIKE)


def test_a_theme_added_by_a_person_is_applied_with_their_tone(cast: Cast) -> None:
    text = text_of(answer(cast, 2, "Hm."))

    correct(text, "price", True, cast, tone=Tone.LIKE)

    assert themes(text) == {"price": (TagState.APPLIED, Tone.LIKE)}


def test_refusals_count_until_the_theme_is_only_offered(cast: Cast) -> None:
    texts = [text_of(answer(cast, 2, WAITED)) for _ in range(9)]
    judge_texts(now=NOW)

    for text in texts[:8]:
        correct(text, "waiting", False, cast)
    judge_texts(now=NOW + timedelta(hours=1))

    assert theme("waiting").precision == pytest.approx(20 * 0.73 / 28)
    assert themes(texts[8])["waiting"][0] == TagState.OFFERED


def test_confirmations_count_until_the_theme_is_applied(cast: Cast) -> None:
    texts = [text_of(answer(cast, 2, "Not what I ordered.")) for _ in range(7)]
    judge_texts(now=NOW)

    for text in texts[:6]:
        correct(text, "promised", True, cast)
    judge_texts(now=NOW + timedelta(hours=1))

    assert themes(texts[6])["promised"][0] == TagState.APPLIED


def test_one_bad_word_is_only_offered_while_its_theme_stays_applied(cast: Cast) -> None:
    wrong = [text_of(answer(cast, 2, "There was a queue of ducks.")) for _ in range(8)]
    right = [text_of(answer(cast, 2, WAITED)) for _ in range(40)]
    judge_texts(now=NOW)
    for text in wrong:
        correct(text, "waiting", False, cast)
    for text in right:
        correct(text, "waiting", True, cast)
    ducks, waits = text_of(answer(cast, 2, "The queue!")), text_of(answer(cast, 2, "I waited."))

    judge_texts(now=NOW + timedelta(hours=1))

    assert (themes(ducks)["waiting"][0], themes(waits)["waiting"][0]) == (TagState.OFFERED, TagState.APPLIED)


def test_what_a_person_added_says_nothing_about_how_right_the_machine_is(cast: Cast) -> None:
    correct(text_of(answer(cast, 2, "Hm.")), "waiting", True, cast)

    assert theme("waiting").precision == pytest.approx(0.73)


def test_only_who_may_read_a_comment_may_correct_it(cast: Cast) -> None:
    text = text_of(answer(cast, 2, WAITED))

    with pytest.raises(NotAllowed):
        correct(text, "waiting", False, cast, by=cast.peer)


def test_a_switched_off_theme_is_not_suggested(cast: Cast) -> None:
    Theme.objects.filter(slug="waiting").update(is_active=False)
    text = text_of(answer(cast, 2, WAITED))

    judge_texts(now=NOW)

    assert set(themes(text)) == {"cared"}


def test_a_batch_ends_at_its_limit_and_the_next_goes_on(cast: Cast) -> None:
    for _ in range(5):
        answer(cast, 2, WAITED)

    assert [judge_texts(now=NOW, limit=3) for _ in range(3)] == [3, 2, 0]


def test_the_run_of_every_minute_looks_at_what_came_last_and_the_whole_run_at_everything(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        answer(cast, 2, WAITED)
    monkeypatch.setattr("feedback.operations.judging.NEWEST", 2)

    assert judge_texts(now=NOW) < 3
    assert judge_texts(now=NOW, whole=True) > 0
    assert Judgement.objects.count() == 3


def test_erased_words_are_left_alone(cast: Cast) -> None:
    text = text_of(answer(cast, 2, WAITED))
    Text.objects.filter(pk=text.pk).update(body="", erased_at=NOW)

    assert judge_texts(now=NOW) == 0


def test_the_language_of_a_complaint_is_the_customers(cast: Cast) -> None:
    case = open_case(cast, words="Jonotimme tunnin.")
    Customer.objects.filter(cases=case).update(language="fi")

    judge_texts(now=NOW)

    assert not Judgement.objects.get(text=case.words_id).can_do
