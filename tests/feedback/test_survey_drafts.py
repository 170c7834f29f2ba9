"""Making and changing drafts of surveys, publishing them, and that what was published stays as it is."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Event
from cxapp.lib.errors import NotAllowed
from feedback.enums import QuestionKind as Kind
from feedback.models import Answer, Question, Response, Survey, SurveyVersion
from feedback.operations.publishing import (
    NotComplete,
    discard_draft,
    next_draft,
    publish,
    restore,
    retire,
)
from feedback.operations.survey_drafts import (
    NotTheirSurvey,
    Published,
    SurveyRefused,
    change_settings,
    change_wording,
    copy_survey,
    create_survey,
)
from feedback.operations.survey_questions import (
    add_question,
    change_question,
    move_question,
    remove_question,
)
from feedback.rules.templates import RELATIONSHIP, TEMPLATES
from tests.cast import NOW, Cast


def made(cast: Cast, template: str = "relationship", languages: tuple[str, ...] = ("en", "de")) -> Survey:
    return create_survey(template=template, name="", languages=languages, by=cast.cx_manager, now=NOW)


def version_of(survey: Survey) -> SurveyVersion:
    return survey.versions.order_by("-number")[0]


def question(survey: Survey, code: str) -> Question:
    return version_of(survey).questions.get(code=code)


def codes(survey: Survey) -> list[str]:
    return list(version_of(survey).questions.order_by("order").values_list("code", flat=True))


def published(cast: Cast) -> Survey:
    survey = made(cast)
    publish(version=version_of(survey), by=cast.cx_manager, now=NOW)
    return survey


def told(survey: Survey) -> list[str]:
    rows = Event.objects.filter(subject_kind="person", data__survey=survey.pk)
    return list(rows.order_by("pk").values_list("code", flat=True))


# -- Making -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_ready_made_survey_can_be_published_at_once_in_two_languages(cast: Cast, name: str) -> None:
    survey = made(cast, name, ("fr", "es"))
    assert publish(version=version_of(survey), by=cast.owner, now=NOW).published_by == cast.owner


def test_the_first_survey_of_a_house_is_the_ready_made_one_of_the_relationship(cast: Cast) -> None:
    first = Survey.objects.get(slug="recommend")
    same = made(cast, "relationship", ("en",))

    def asked(survey: Survey) -> list[dict[str, Any]]:
        names = ("order", "code", "kind", "texts", "ends", "options", "show_if", "required", "low_at")
        return list(version_of(survey).questions.order_by("order").values(*names))

    assert asked(first) == asked(same)
    assert (first.template, version_of(first).texts) == (RELATIONSHIP.name, version_of(same).texts)


def test_a_survey_without_a_name_of_its_own_takes_the_name_of_what_it_began_as(cast: Cast) -> None:
    assert made(cast, "kiosk").name == "Kiosk"


def test_two_surveys_of_one_name_have_addresses_of_their_own(cast: Cast) -> None:
    assert [made(cast, "kiosk").slug for _ in range(3)] == ["kiosk", "kiosk-2", "kiosk-3"]


def test_an_empty_survey_needs_a_name(cast: Cast) -> None:
    with pytest.raises(SurveyRefused) as refused:
        made(cast, "")
    assert refused.value.field == "name"


@pytest.mark.parametrize("languages", [(), ("xx",)])
def test_a_survey_speaks_a_language_we_know(cast: Cast, languages: tuple[str, ...]) -> None:
    with pytest.raises(SurveyRefused):
        made(cast, languages=languages)


def test_a_copy_is_a_draft_with_the_same_questions_and_leaves_the_first_alone(cast: Cast) -> None:
    survey = published(cast)
    copy = copy_survey(survey=survey, by=cast.cx_manager, now=NOW)
    assert (codes(copy), version_of(copy).published_at) == (codes(survey), None)
    assert copy.slug != survey.slug


@pytest.mark.parametrize("who", ["leader", "front_line", "administrator", "board", "director"])
def test_only_a_cx_manager_or_the_owner_makes_a_survey(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        create_survey(template="kiosk", name="", languages=["en"], by=getattr(cast, who), now=NOW)


# -- Questions --------------------------------------------------------------------------------
def test_a_new_question_comes_last_and_brings_its_usual_words(cast: Cast) -> None:
    survey = made(cast)
    added = add_question(version=version_of(survey), kind=Kind.CSAT, by=cast.cx_manager, now=NOW)
    assert codes(survey) == ["recommend", "reason", "call", "csat"]
    assert added.texts["de"] == "Wie zufrieden sind Sie?"
    assert added.ends["high"]["en"] == "Very satisfied"


def test_the_code_of_a_removed_question_is_not_used_for_another_one(cast: Cast) -> None:
    survey = made(cast)
    added = add_question(version=version_of(survey), kind=Kind.TEXT, by=cast.cx_manager, now=NOW)
    publish(version=version_of(survey), by=cast.cx_manager, now=NOW)
    draft = next_draft(survey=survey, by=cast.cx_manager, now=NOW)
    remove_question(question=draft.questions.get(code=added.code), by=cast.cx_manager, now=NOW)
    again = add_question(version=draft, kind=Kind.TEXT, by=cast.cx_manager, now=NOW)
    assert (added.code, again.code) == ("text", "text-2")


def test_a_question_moves_one_place_and_stays_at_the_ends(cast: Cast) -> None:
    survey = made(cast)
    by: dict[str, Any] = {"by": cast.cx_manager, "now": NOW}
    move_question(question=question(survey, "reason"), up=True, **by)
    assert codes(survey) == ["reason", "recommend", "call"]
    move_question(question=question(survey, "reason"), up=True, **by)
    move_question(question=question(survey, "call"), up=False, **by)
    assert codes(survey) == ["reason", "recommend", "call"]


def test_removing_a_question_closes_the_gap_in_the_order(cast: Cast) -> None:
    survey = made(cast)
    remove_question(question=question(survey, "reason"), by=cast.cx_manager, now=NOW)
    assert list(version_of(survey).questions.order_by("order").values_list("order", "code")) == [
        (1, "recommend"),
        (2, "call"),
    ]


def test_a_question_that_was_tried_can_be_removed_with_the_test_answer(cast: Cast) -> None:
    survey = made(cast)
    asked = question(survey, "recommend")
    response = Response.objects.create(version=version_of(survey), is_test=True, at=NOW)
    Answer.objects.create(response=response, question=asked, kind=asked.kind, score=3)
    remove_question(question=asked, by=cast.cx_manager, now=NOW)
    assert (codes(survey), Answer.objects.count()) == (["reason", "call"], 0)


def test_changing_a_question_says_what_really_changed(cast: Cast) -> None:
    survey = made(cast)
    asked = question(survey, "recommend")
    changes: dict[str, Any] = {"low_at": 5, "required": True, "texts": asked.texts}
    assert change_question(question=asked, by=cast.cx_manager, now=NOW, **changes) == ["low_at"]
    assert question(survey, "recommend").low_at == 5
    assert told(survey) == ["survey_created", "question_changed"]


def test_saving_the_same_again_leaves_no_trace(cast: Cast) -> None:
    survey = made(cast)
    asked = question(survey, "recommend")
    assert change_question(question=asked, texts=asked.texts, by=cast.cx_manager, now=NOW) == []
    assert told(survey) == ["survey_created"]


# -- Languages, texts, settings -----------------------------------------------------------------
def test_a_language_added_later_brings_the_ready_words(cast: Cast) -> None:
    survey = made(cast, languages=("en",))
    version = version_of(survey)
    change_wording(
        version=version, languages=["en", "fr"], texts=version.texts, soft_alert=False, by=cast.owner, now=NOW
    )
    publish(version=version_of(survey), by=cast.owner, now=NOW)
    assert question(survey, "reason").texts["fr"] == "Quelle en est la raison principale ?"


def test_words_of_ones_own_are_not_replaced_and_keep_the_next_language_waiting(cast: Cast) -> None:
    survey = made(cast, languages=("en",))
    own = {"en": "Why do you say so?"}
    change_question(question=question(survey, "reason"), texts=own, by=cast.owner, now=NOW)
    change_wording(
        version=version_of(survey), languages=["en", "de"], texts={}, soft_alert=False, by=cast.owner, now=NOW
    )
    with pytest.raises(NotComplete) as refused:
        publish(version=version_of(survey), by=cast.owner, now=NOW)
    assert [gap.sentence for gap in refused.value.gaps] == ["Question 2 has no words in Deutsch."]


def test_settings_are_changed_on_a_published_survey_too(cast: Cast) -> None:
    survey = published(cast)
    changed = change_settings(survey=survey, name="Spring", reminders=2, by=cast.owner, now=NOW)
    assert (changed, Survey.objects.get(pk=survey.pk).name) == (["name", "reminders"], "Spring")


def test_a_survey_keeps_a_name(cast: Cast) -> None:
    with pytest.raises(SurveyRefused):
        change_settings(survey=made(cast), name=" ", by=cast.owner, now=NOW)


# -- Publishing -------------------------------------------------------------------------------
def test_publishing_names_everything_that_is_missing_and_publishes_nothing(cast: Cast) -> None:
    survey = create_survey(template="", name="Mine", languages=["en", "ar"], by=cast.cx_manager, now=NOW)
    add_question(version=version_of(survey), kind=Kind.TEXT, by=cast.cx_manager, now=NOW)
    with pytest.raises(NotComplete) as refused:
        publish(version=version_of(survey), by=cast.cx_manager, now=NOW)
    assert str(refused.value) == "Question 1 has no words in العربيّة."
    assert version_of(survey).published_at is None


def test_a_published_version_is_never_changed(cast: Cast) -> None:
    survey = published(cast)
    version, asked = version_of(survey), question(survey, "recommend")
    by: dict[str, Any] = {"by": cast.cx_manager, "now": NOW}
    before = list(Question.objects.filter(version=version).order_by("pk").values())
    for act in (
        lambda: add_question(version=version, kind=Kind.TEXT, **by),
        lambda: change_question(question=asked, required=False, **by),
        lambda: move_question(question=asked, up=False, **by),
        lambda: remove_question(question=asked, **by),
        lambda: change_wording(version=version, languages=["en"], texts={}, soft_alert=True, **by),
        lambda: publish(version=version, **by),
        lambda: discard_draft(version=version, **by),
    ):
        with pytest.raises(Published):
            act()
    assert list(Question.objects.filter(version=version).order_by("pk").values()) == before
    assert version_of(survey) == version


def test_editing_a_published_survey_makes_its_next_version_and_asks_the_old_one_until_then(
    cast: Cast,
) -> None:
    survey = published(cast)
    draft = next_draft(survey=survey, by=cast.cx_manager, now=NOW)
    remove_question(question=draft.questions.get(code="call"), by=cast.cx_manager, now=NOW)
    first = survey.versions.get(number=1)
    assert (draft.number, first.questions.count(), draft.questions.count()) == (2, 3, 2)
    assert next_draft(survey=survey, by=cast.owner, now=NOW) == draft


def test_a_draft_is_thrown_away_and_the_published_version_stays(cast: Cast) -> None:
    survey = published(cast)
    draft = next_draft(survey=survey, by=cast.cx_manager, now=NOW)
    discard_draft(version=draft, by=cast.cx_manager, now=NOW)
    assert version_of(survey).number == 1


def test_the_only_version_is_not_thrown_away(cast: Cast) -> None:
    survey = made(cast)
    with pytest.raises(SurveyRefused):
        discard_draft(version=version_of(survey), by=cast.cx_manager, now=NOW)


def test_retiring_and_restoring_are_each_told_once(cast: Cast) -> None:
    survey = published(cast)
    by: dict[str, Any] = {"survey": survey, "by": cast.owner, "now": NOW}
    retire(**by)
    retire(**by)
    assert not Survey.objects.get(pk=survey.pk).is_active
    restore(**by)
    assert told(survey) == ["survey_created", "survey_published", "survey_retired", "survey_restored"]


@pytest.mark.parametrize("who", ["leader", "front_line", "administrator", "board"])
def test_only_a_cx_manager_or_the_owner_changes_a_survey(cast: Cast, who: str) -> None:
    survey = made(cast)
    version, asked = version_of(survey), question(survey, "recommend")
    by: dict[str, Any] = {"by": getattr(cast, who), "now": NOW}
    for act in (
        lambda: add_question(version=version, kind=Kind.TEXT, **by),
        lambda: change_question(question=asked, required=False, **by),
        lambda: move_question(question=asked, up=False, **by),
        lambda: remove_question(question=asked, **by),
        lambda: change_wording(version=version, languages=["en"], texts={}, soft_alert=True, **by),
        lambda: change_settings(survey=survey, name="Other", **by),
        lambda: copy_survey(survey=survey, **by),
        lambda: publish(version=version, **by),
        lambda: next_draft(survey=survey, **by),
        lambda: discard_draft(version=version, **by),
        lambda: retire(survey=survey, **by),
        lambda: restore(survey=survey, **by),
    ):
        with pytest.raises(NotTheirSurvey):
            act()
