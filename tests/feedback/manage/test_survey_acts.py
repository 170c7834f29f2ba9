"""What is done to a survey from its page: publishing, trying, copying, retiring; its settings; for whom it opens."""

from __future__ import annotations

import pytest
from django.urls import reverse

from feedback.enums import OpenLinkKind
from feedback.models import Invitation, Survey
from feedback.operations.open_links import create_open_link
from feedback.rules.questions import TYPED
from tests.cast import NOW, Cast
from tests.feedback.manage.conftest import SignIn
from tests.feedback.manage.survey_tools import HTMX, made, post, version_of, words


# -- Publishing, testing, copying ----------------------------------------------------------------
def test_publishing_without_every_word_names_them_all(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "relationship", "en", "ar")
    answer = signed_in(cast.cx_manager).post(
        reverse("survey_publish", args=[survey.slug]),
        **HTMX,  # type: ignore[arg-type]
    )
    assert answer.context["tone"] == "error"
    assert "Not published: 6 things are missing" in words(answer)
    for number in (1, 2, 3):
        assert f"Question {number} has no words in العربيّة." in words(answer)
    assert version_of(survey).published_at is None


def test_a_published_survey_is_changed_in_its_next_version(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    post(client, "survey_publish", survey.slug)
    refused = client.get(reverse("survey_question", args=[survey.slug, "reason"]))
    post(client, "survey_next", survey.slug)
    opened = client.get(reverse("survey_question", args=[survey.slug, "reason"]))
    old = client.get(reverse("survey_questions", args=[survey.slug]), {"version": "1"})
    assert (refused.status_code, opened.status_code, version_of(survey).number) == (302, 200, 2)
    assert "Version 1 as it was asked." in words(old)


def test_a_test_goes_to_whoever_presses_and_counts_nowhere(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    answer = client.post(reverse("survey_test", args=[survey.slug]), {"language": "de"}, **HTMX)  # type: ignore[arg-type]
    invitation = Invitation.objects.get()
    assert "Sent to carl@example.test." in words(answer)
    assert (invitation.is_test, invitation.language, invitation.version) == (True, "de", version_of(survey))
    assert client.get(reverse("surveys")).context["listed"][0].health.sent == 0


def test_a_test_is_of_the_place_that_is_chosen(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    post(client, "survey_test", survey.slug, language="en", place=str(cast.york.pk))
    assert Invitation.objects.get().place == cast.york


@pytest.mark.parametrize("typed", ["", "nonsense", "999999", "²"])
def test_a_test_of_no_place_we_have_names_none(cast: Cast, signed_in: SignIn, typed: str) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    post(client, "survey_test", survey.slug, language="en", place=typed)
    assert Invitation.objects.get().place is None


def test_the_own_place_is_offered_first_for_a_test(cast: Cast, signed_in: SignIn) -> None:
    cast.cx_manager.unit = cast.york
    cast.cx_manager.save()
    page = signed_in(cast.cx_manager).get(reverse("survey_questions", args=[made(cast).slug]))
    assert f'<option value="{cast.york.pk}" selected>York</option>' in words(page)


# -- A kiosk ------------------------------------------------------------------------------------
LEFT_OUT = "A kiosk leaves these out"


def test_the_builder_names_what_a_kiosk_leaves_out(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "visit", "en")
    create_open_link(
        survey=survey,
        kind=OpenLinkKind.KIOSK,
        name="Door",
        place=cast.leeds,
        pin="2468",
        by=cast.owner,
        now=NOW,
    )
    page = words(signed_in(cast.cx_manager).get(reverse("survey_questions", args=[survey.slug])))
    assert LEFT_OUT in page
    assert [f"<li>Question {number}: " in page for number in (1, 2, 3, 4)] == [False, False, True, True]


def test_without_a_kiosk_nothing_is_said_of_one(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "visit", "en")
    assert LEFT_OUT not in words(signed_in(cast.owner).get(reverse("survey_questions", args=[survey.slug])))


def test_the_ready_made_kiosk_asks_nothing_that_is_typed(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast, "kiosk", "en")
    kinds = set(version_of(survey).questions.values_list("kind", flat=True))
    assert kinds & set(TYPED) == set()


def test_a_copy_opens_as_a_draft(cast: Cast, signed_in: SignIn) -> None:
    survey = made(cast)
    answer = post(signed_in(cast.cx_manager), "survey_copy", survey.slug, once="a")
    copy = Survey.objects.get(name="Spring (copy)")
    assert answer.url == reverse("survey_questions", args=[copy.slug])


def test_retiring_and_bringing_back(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.cx_manager)
    post(client, "survey_switch", survey.slug, way="retire")
    retired = Survey.objects.get(pk=survey.pk).is_active
    post(client, "survey_switch", survey.slug, way="restore")
    assert (retired, Survey.objects.get(pk=survey.pk).is_active) == (False, True)


def test_settings_and_wording_are_kept(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast, "relationship", "en"), signed_in(cast.cx_manager)
    post(
        client, "survey_settings", survey.slug, name="Autumn", reminders="2", reminder_gap="5", open_days="14"
    )
    post(
        client, "survey_wording", survey.slug, first="en", others=["fr"], intro_en="Hello",
        thanks_en="Thank you for your answer.",
    )  # fmt: skip
    survey.refresh_from_db()
    version = version_of(survey)
    assert (survey.name, survey.reminders, survey.open_days) == ("Autumn", 2, 14)
    assert (version.languages, version.texts["intro"]) == (["en", "fr"], {"en": "Hello"})
    assert version.texts["thanks"]["fr"] == "Merci pour votre réponse."


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("leader", 403), ("administrator", 403)])
def test_the_builder_opens_for_cx_managers_and_the_owner(
    cast: Cast, signed_in: SignIn, who: str, status: int
) -> None:
    survey, client = made(cast), signed_in(getattr(cast, who))
    assert client.get(reverse("survey_questions", args=[survey.slug])).status_code == status


def test_what_was_changed_is_told_with_who_did_it(cast: Cast, signed_in: SignIn) -> None:
    survey, client = made(cast), signed_in(cast.owner)
    post(
        client,
        "survey_question",
        survey.slug,
        "reason",
        text_en="Why so?",
        text_de="Warum?",
        only_if="always",
    )
    changes = client.get(reverse("survey_questions", args=[survey.slug])).context["changes"]
    assert [(told.who, told.title) for told in changes] == [
        ("Olga Owner", "Changed a question of version 1"),
        ("Carl Manager", "Made this survey"),
    ]
    assert changes[0].text == "“Why so?”: words"


def test_the_way_to_the_times_leads_on_to_the_rules(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.cx_manager)
    survey = made(cast)
    page = client.get(reverse("survey_questions", args=[survey.slug]))
    address = f"{reverse('edit_policy', args=[page.context['hearers'].profile])}?back={reverse('rules')}"
    form = client.get(address).context["form"]
    answer = client.post(address, {name: form[name].value() for name in form.fields})
    assert f'href="{address}"' in page.content.decode()
    assert answer.headers["Location"] == reverse("rules")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:1"])
def test_nobody_is_led_away_from_us(cast: Cast, signed_in: SignIn, elsewhere: str) -> None:
    client = signed_in(cast.cx_manager)
    survey = made(cast)
    profile = client.get(reverse("survey_questions", args=[survey.slug])).context["hearers"].profile
    page = client.get(reverse("edit_policy", args=[profile]), {"back": elsewhere})
    assert page.context["back_url"] == reverse("policies")
