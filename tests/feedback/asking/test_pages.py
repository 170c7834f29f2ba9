"""The pages: bringing a list in two steps, and what customers say about being asked."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from accounts.models import Event
from cxapp.lib.clock import now as clock_now
from feedback.enums import SendingTrigger
from feedback.models import Customer, Occasion, Sending, SendingRule, Survey, SurveyVersion
from feedback.notices.surveys import choices_path
from feedback.operations.asking import invite
from feedback.queries.asking import choice_of
from feedback.rules.asking import wait_in_words
from tests.cast import NOW, Cast

MANY = "/manage/surveys/recommend/ask/many/"
LIST = "a@example.org\nb@example.org\nnonsense"


@pytest.fixture
def carl(cast: Cast, client: Client) -> Client:
    client.force_login(cast.cx_manager)
    return client


def posted(carl: Client, **more: Any) -> Any:
    return carl.post(MANY, {"name": "Open day", "place": "", "rows": "", **more})


def test_looking_at_a_list_asks_nobody(carl: Client) -> None:
    page = posted(carl, rows=LIST)
    assert (page.context["read"].would_ask, Sending.objects.count(), Customer.objects.count()) == (2, 0, 0)


def test_sending_what_was_looked_at_asks_the_good_rows(carl: Client) -> None:
    carried = posted(carl, rows=LIST).context["carried"]
    for _ in range(2):  # a double press sends once
        answer = posted(carl, rows=carried, send="1", once="one-id")
        assert answer["Location"] == f"/manage/surveys/recommend/ask/sendings/{Sending.objects.get().pk}/"
    assert list(Occasion.objects.values_list("how", flat=True)) == ["list", "list"]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "ask at once"),
        (1, "ask one hour later"),
        (4, "ask 4 hours later"),
        (24, "ask one day later"),
        (36, "ask 36 hours later"),
        (72, "ask 3 days later"),
        (168, "ask one week later"),
        (336, "ask 2 weeks later"),
    ],
)
def test_a_rule_says_its_wait_in_the_largest_unit(hours: int, said: str) -> None:
    assert wait_in_words(hours) == said


def test_a_rule_of_one_day_reads_as_one_day(carl: Client, cast: Cast) -> None:
    SendingRule.objects.create(
        survey=Survey.objects.get(slug="recommend"),
        trigger=SendingTrigger.CASE_CLOSED,
        wait_hours=24,
        created_by=cast.cx_manager,
        created_at=NOW,
    )
    page = carl.get("/manage/surveys/recommend/ask/rules/").content.decode()
    assert ("ask one day later" in page, "24 hours" in page) == (True, False)


def test_a_file_is_looked_at_first_too(carl: Client) -> None:
    file = io.BytesIO(b"email;name\na@example.org;Ann\n")
    file.name = "list.csv"
    page = posted(carl, file=file)
    assert [row.name for row in page.context["read"].rows] == ["Ann"]


def test_a_file_that_is_no_table_is_refused_with_a_sentence(carl: Client) -> None:
    file = io.BytesIO(b"%PDF-1.7 nothing")
    file.name = "list.csv"
    page = posted(carl, file=file)
    assert (page.status_code, page.context["read"]) == (400, None)
    assert "is a PDF" in str(page.context["form"].errors)


def test_nothing_pasted_and_no_file_says_what_to_do(carl: Client) -> None:
    assert "Paste the addresses, or choose a file." in str(posted(carl).context["form"].errors)


def test_a_refused_question_is_said_beside_its_field(carl: Client, cast: Cast, maria: Customer) -> None:
    invite(customer=maria, place=cast.leeds, by=cast.cx_manager, now=clock_now())
    form = {"reach": "maria@example.org", "place": cast.leeds.pk}
    page = carl.post("/manage/surveys/recommend/ask/", form)
    assert page.context["form"].errors["reach"] == ["This customer was asked less than 90 days ago."]


def test_a_customer_may_be_asked_less_often_and_take_it_back(maria: Customer) -> None:
    answer = Client().post(choices_path(maria), {"choice": "less"})
    said = [choice_of(maria)]
    page = Client().get(answer["Location"])
    Client().post(choices_path(maria), page.context["was"])
    assert [*said, choice_of(maria)] == ["less", ""]


def test_a_customer_chooses_the_language_we_write_in(maria: Customer) -> None:
    SurveyVersion.objects.update(languages=["en", "de"])
    answer = Client().post(choices_path(maria), {"choice": "usual", "language": "de"})
    maria.refresh_from_db()
    assert (maria.language, "language=en" in answer["Location"]) == ("de", True)


def test_a_language_no_survey_speaks_is_refused(maria: Customer) -> None:
    SurveyVersion.objects.update(languages=["en", "de"])
    assert Client().post(choices_path(maria), {"choice": "usual", "language": "xx"}).status_code == 400


def test_one_click_is_answered_without_a_detour(maria: Customer) -> None:
    answer = Client().post(choices_path(maria), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, choice_of(maria)) == (200, "off")


def test_opening_the_page_changes_nothing_whatever_its_address_says(maria: Customer) -> None:
    Client().get(choices_path(maria) + "?choice=off&saved=1")
    assert Event.objects.filter(code="surveys_off").count() == 0
