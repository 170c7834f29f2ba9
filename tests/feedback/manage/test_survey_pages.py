"""The survey builder as pages: the list, one survey, one question; with a script and without; nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from feedback.models import Survey
from feedback.operations.publishing import publish
from tests.cast import NOW, Cast
from tests.feedback.manage.conftest import SignIn
from tests.feedback.manage.survey_tools import HTMX, codes, made, post, question, version_of, words


# -- The list ---------------------------------------------------------------------------------
def test_a_new_survey_comes_from_the_list_in_one_step(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    values = {"template": "visit", "languages": ["en", "fr"], "name": "", "once": "one"}
    first, again = post(client, "surveys", **values), post(client, "surveys", **values)
    survey = Survey.objects.get(template="visit")
    assert first.url == again.url == reverse("survey_questions", args=[survey.slug])
    assert version_of(survey).languages == ["en", "fr"]


def test_an_empty_survey_without_a_name_comes_back_with_what_is_missing(
    cast: Cast, signed_in: SignIn
) -> None:
    answer = post(signed_in(cast.owner), "surveys", template="empty", languages=["en"])
    assert (answer.status_code, answer.context["form"].errors["name"]) == (400, ["Give the survey a name."])


def test_the_list_shows_what_became_of_each_survey(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    publish(version=version_of(survey), by=cast.owner, now=NOW)
    [row] = [
        row
        for row in signed_in(cast.cx_manager).get(reverse("surveys")).context["listed"]
        if row.survey == survey
    ]
    assert (row.published, row.draft, row.health.sent) == (version_of(survey), None, 0)


# -- The builder ------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_the_builder_answers_with_the_page_or_with_its_part(
    cast: Cast, signed_in: SignIn, headers: dict[str, str]
) -> None:
    survey = made(cast)
    answer = signed_in(cast.cx_manager).get(
        reverse("survey_questions", args=[survey.slug]),
        **headers,  # type: ignore[arg-type]
    )
    assert ("<html" in answer.content.decode()) is not bool(headers)
    assert answer.headers["Vary"].count("HX-Request") == 1
    assert 'id="builder"' in answer.content.decode()


def test_the_preview_speaks_the_language_that_is_chosen(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    answer = signed_in(cast.cx_manager).get(
        reverse("survey_preview", args=[survey.slug]),
        {"language": "de"},
        **HTMX,  # type: ignore[arg-type]
    )
    assert "Wie wahrscheinlich ist es, dass Sie uns Freunden empfehlen?" in words(answer)
    assert "How likely" not in words(answer)


def test_a_language_read_from_the_right_is_shown_from_the_right(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "relationship", "ar", "en")
    answer = signed_in(cast.cx_manager).get(reverse("survey_preview", args=[survey.slug]))
    assert 'lang="ar" dir="rtl"' in answer.content.decode()


def test_questions_are_added_moved_and_removed_by_buttons_alone(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    post(client, "survey_question_add", survey.slug, kind="csat")
    post(client, "survey_question_move", survey.slug, "csat", way="up")
    assert codes(survey) == ["recommend", "reason", "csat", "call"]
    answer = post(client, "survey_question_remove", survey.slug, "reason")
    assert (answer.status_code, codes(survey)) == (302, ["recommend", "csat", "call"])


def test_an_act_by_script_brings_the_builder_back_with_what_was_done(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    answer = signed_in(cast.cx_manager).post(
        reverse("survey_question_remove", args=[survey.slug, "reason"]),
        **HTMX,  # type: ignore[arg-type]
    )
    assert "Removed: “What is the main reason?”." in words(answer)
    assert [row.question.code for row in answer.context["seen"].rows] == ["recommend", "call"]


def test_long_surveys_are_warned_of(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    said = []
    for _turn in range(3):
        post(client, "survey_question_add", survey.slug, kind="text")
        said.append(words(client.get(reverse("survey_questions", args=[survey.slug]))))
    assert ["People leave long surveys unfinished" in page for page in said] == [False, False, True]
    assert "Up to 3 questions are answered best." in said[0]


# -- One question -----------------------------------------------------------------------------
def typed(**more: str) -> dict[str, str]:
    return {
        "text_en": "Would you tell a friend?", "text_de": "Würden Sie uns empfehlen?", "low_en": "No", "low_de": "Nein",
        "high_en": "Yes", "high_de": "Ja", "low_at": "usual", "required": "on", **more,
    }  # fmt: skip


def test_a_question_is_saved_while_it_is_written_and_says_when(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    answer = signed_in(cast.cx_manager).post(
        reverse("survey_question", args=[survey.slug, "recommend"]),
        typed(low_at="4"),
        **HTMX,  # type: ignore[arg-type]
    )
    row = question(survey, "recommend")
    assert (row.texts["en"], row.ends["high"], row.low_at) == (
        "Would you tell a friend?",
        {"en": "Yes", "de": "Ja"},
        4,
    )
    assert "Saved" in words(answer)
    assert "Would you tell a friend?" in words(answer)


def test_the_question_being_written_stands_alone_beside_it_in_the_language_last_chosen(
    cast: Cast, signed_in: SignIn
) -> None:
    survey = made(cast)
    answer = signed_in(cast.cx_manager).post(
        reverse("survey_question", args=[survey.slug, "call"]),
        {"text_en": "A call?", "text_de": "Ein Anruf?", "only_if": "always", "language": "de"},
        **HTMX,  # type: ignore[arg-type]
    )
    [part] = answer.context["preview"].draws()
    assert (part.code, part.hidden, part.fields[0].label) == ("call", False, "Ein Anruf?")


def test_without_a_script_a_question_is_saved_by_its_button(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    answer = post(signed_in(cast.owner), "survey_question", survey.slug, "recommend", **typed())
    assert (answer.url, question(survey, "recommend").texts["de"]) == (
        reverse("survey_questions", args=[survey.slug]),
        "Würden Sie uns empfehlen?",
    )


def test_a_question_without_words_is_kept_as_a_draft_and_named_as_missing(
    cast: Cast, signed_in: SignIn
) -> None:
    survey = made(cast)
    answer = signed_in(cast.cx_manager).post(
        reverse("survey_question", args=[survey.slug, "recommend"]),
        typed(text_de=""),
        **HTMX,  # type: ignore[arg-type]
    )
    assert "Question 1 has no words in Deutsch." in words(answer)
    assert question(survey, "recommend").texts == {"en": "Would you tell a friend?"}


def test_too_long_a_text_is_not_saved_and_says_why(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    before = question(survey, "recommend").texts
    answer = signed_in(cast.cx_manager).post(
        reverse("survey_question", args=[survey.slug, "recommend"]),
        typed(text_en="x" * 401),
        **HTMX,  # type: ignore[arg-type]
    )
    assert "Not saved yet: Shorten this to 400 characters; it has 401." in words(answer)
    assert question(survey, "recommend").texts == before


def test_who_is_asked_is_chosen_from_one_list(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    values = {"text_en": "Why?", "text_de": "Warum?"}
    post(client, "survey_question", survey.slug, "reason", **values, only_if="recommend:at_least:9")
    assert question(survey, "reason").show_if == {"question": "recommend", "op": "at_least", "value": 9}
    post(client, "survey_question", survey.slug, "reason", **values, only_if="always")
    assert question(survey, "reason").show_if == {}


def test_answers_to_choose_from_are_typed_as_lines(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "case")
    values = {"text_en": "Well?", "text_de": "Nun?", "options_en": "Yes\nNo", "options_de": "Ja\nNein"}
    post(signed_in(cast.cx_manager), "survey_question", survey.slug, "put_right", **values)
    assert question(survey, "put_right").options == [
        {"code": "yes", "texts": {"en": "Yes", "de": "Ja"}},
        {"code": "no", "texts": {"en": "No", "de": "Nein"}},
    ]


def test_a_condition_whose_question_is_gone_is_shown_until_somebody_chooses_again(
    cast: Cast, signed_in: SignIn
) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    post(client, "survey_question_remove", survey.slug, "recommend")
    form = client.get(reverse("survey_question", args=[survey.slug, "call"])).context["form"]
    assert form["only_if"].value() == "recommend:at_most:6"
    assert "An answer that is not there any more" in str(form["only_if"])


# -- A 7 or 8 with a comment --------------------------------------------------------------------
@pytest.mark.parametrize(("template", "offered"), [("relationship", True), ("visit", False)])
def test_only_a_recommendation_offers_to_tell_of_a_seven_or_eight(
    cast: Cast, signed_in: SignIn, template: str, offered: bool
) -> None:
    survey, client = made(cast, template), signed_in(cast.cx_manager)
    pages = [client.get(reverse(name, args=[survey.slug])) for name in ("survey_questions", "survey_wording")]
    assert ["7 or 8" in words(page) for page in pages] == [offered, offered]


def test_wording_of_a_survey_without_a_recommendation_is_saved(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "visit")
    values = {"first": "en", "others": ["de"], "intro_en": "Hello", "intro_de": "Guten Tag"}
    post(signed_in(cast.cx_manager), "survey_wording", survey.slug, **values)
    version = version_of(survey)
    assert (version.texts["intro"]["en"], version.soft_alert) == ("Hello", False)
