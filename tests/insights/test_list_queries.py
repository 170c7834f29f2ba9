"""Every list of surveys, asking, answers, alerts, results and what is managed there asks the same for one row and for three."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ImportRun, Practice
from feedback.enums import (
    AlertKind,
    AskedBy,
    HeldFor,
    OpenLinkKind,
    QuestionKind,
    ResponseState,
    SendingTrigger,
    SignalChannel,
    TagState,
    Tone,
    WhyDrawn,
)
from feedback.models import (
    Account,
    Alert,
    AssignmentRule,
    Occasion,
    Question,
    Reading,
    Sending,
    SendingRule,
    Stage,
    Survey,
    TextTheme,
    Theme,
)
from feedback.operations.asking import customer_by_mail, invite
from feedback.operations.enquiries import ask_question
from feedback.operations.judging import judge_texts
from feedback.operations.open_links import create_open_link
from feedback.operations.sendings import Listed, send_to_list
from feedback.operations.signals import receive
from feedback.operations.survey_drafts import create_survey
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.answers import answer
from tests.factories.signals import complaint

pytestmark = pytest.mark.django_db

Grow = Callable[[Cast, int], None]
ONE = "recommend"
MONDAY = NOW.date() - timedelta(days=NOW.weekday())


def _survey() -> Survey:
    return Survey.objects.get(slug=ONE)


def _one_more_survey(cast: Cast, n: int) -> None:
    create_survey(template="visit", name=f"Survey {n}", languages=["en"], by=cast.cx_manager, now=NOW)


def _one_more_question(cast: Cast, n: int) -> None:
    version, texts = _survey().versions.order_by("-number")[0], {"en": f"And {n}?"}
    Question.objects.create(version=version, code=f"q{n}", kind=QuestionKind.TEXT, order=50 + n, texts=texts)


def _one_more_customer_asked(cast: Cast, n: int) -> None:
    customer = customer_by_mail(typed=f"c{n}@example.org", name=f"C {n}", place=cast.leeds, now=NOW)
    invite(survey=_survey(), customer=customer, place=cast.leeds, by=cast.cx_manager, now=NOW)


def _one_more_list(cast: Cast, n: int) -> None:
    rows = [Listed(f"l{n}@example.org")]
    send_to_list(survey=_survey(), name=f"L {n}", rows=rows, how=AskedBy.LIST, by=cast.cx_manager, now=NOW)


def _one_more_of_the_list(cast: Cast, n: int) -> None:
    if n == 0:
        _one_more_list(cast, n)
        return
    [first] = Sending.objects.all()
    customer = customer_by_mail(typed=f"m{n}@example.org", name="M", place=cast.leeds, now=NOW)
    row = Occasion.objects.get(sending=first, customer__name="")
    row.pk, row.customer = None, customer
    row.save(force_insert=True)


def _one_more_sending_rule(cast: Cast, n: int) -> None:
    SendingRule.objects.create(
        survey=_survey(),
        trigger=SendingTrigger.EVENT,
        event=f"e{n}",
        place=cast.leeds,
        created_by=cast.cx_manager,
        created_at=NOW,
    )


def _one_more_link(cast: Cast, n: int) -> None:
    create_open_link(
        survey=_survey(),
        kind=OpenLinkKind.QR,
        name=f"Door {n}",
        place=cast.leeds,
        by=cast.cx_manager,
        now=NOW,
    )


def _one_more_held(cast: Cast, n: int) -> None:
    answer(cast, n, f"Words {n}", state=ResponseState.HELD, held_for=HeldFor.TRAP)


def _one_more_answer(cast: Cast, n: int) -> None:
    """Read already, with a theme that a person confirmed."""
    response = answer(cast, n, f"We waited {n} hours.", at=NOW - timedelta(hours=1))
    Reading.objects.create(
        person=cast.owner, response=response, week=MONDAY, why=WhyDrawn.ANY, drawn_at=NOW, read_at=NOW
    )
    judge_texts(now=NOW)
    text = response.answers.get(kind=QuestionKind.TEXT).text
    theme = Theme.objects.order_by("pk")[n]
    values = {"tone": Tone.DISLIKE, "state": TagState.APPLIED, "by": cast.owner, "at": NOW}
    TextTheme.objects.update_or_create(text=text, theme=theme, defaults=values)


def _one_more_unread(cast: Cast, n: int) -> None:
    _one_more_answer(cast, n)
    Reading.objects.update(read_at=None)


def _one_more_reader(cast: Cast, n: int) -> None:
    person = (cast.leader, cast.peer, cast.director)[n]
    row = answer(cast, n, at=NOW - timedelta(hours=1))
    Reading.objects.create(person=person, response=row, week=MONDAY, why=WhyDrawn.OWN, drawn_at=NOW)


def _one_more_words(cast: Cast, n: int) -> None:
    theme = Theme.objects.get(slug="waiting")
    response = answer(cast, n, f"We waited {n} hours.", at=NOW - timedelta(hours=1))
    text = response.answers.get(kind=QuestionKind.TEXT).text
    values = {"tone": Tone.DISLIKE, "state": TagState.APPLIED, "by": cast.owner, "at": NOW}
    TextTheme.objects.update_or_create(text=text, theme=theme, defaults=values)


def _one_more_theme(cast: Cast, n: int) -> None:
    Theme.objects.create(slug=f"t{n}", name=f"Theme {n}", words={"en": ["tea"]}, order=90 + n)


def _one_more_alert(cast: Cast, n: int) -> None:
    stage = Stage.objects.order_by("pk")[n]
    values = {"place": cast.leeds, "stage": stage, "leader": cast.leader, "opened_at": NOW}
    evidence = {"count": 4, "usual": 0.1, "since": (NOW - timedelta(hours=2)).isoformat(), "stage": True}
    Alert.objects.create(kind=AlertKind.BURST, evidence=evidence, **values)


def _one_more_behind_the_alert(cast: Cast, n: int) -> None:
    if n == 0:
        _one_more_alert(cast, 0)
    stage = Stage.objects.order_by("pk")[0].pk
    at = NOW - timedelta(minutes=5)
    draft = complaint(cast, channel=SignalChannel.FORM, stage=stage, received_at=at, words=f"Late {n}")
    receive(signals=[draft], by=cast.front_line, now=NOW)


def _one_more_rule(cast: Cast, n: int) -> None:
    conditions = {"channel": "phone", "place": cast.leeds.pk}
    AssignmentRule.objects.create(name=f"R {n}", conditions=conditions, leader=cast.peer, order=n)


def _one_more_import(cast: Cast, n: int) -> None:
    values = {"kind": "complaints", "file": "imports/none.csv", "started_at": NOW, "by": cast.cx_manager}
    ImportRun.objects.create(file_name=f"{n}.csv", **values)


def _one_more_enquiry(cast: Cast, n: int) -> None:
    ask_question(place=cast.leeds.pk, words=f"Are you open? {n}", now=NOW)


def _one_more_account(cast: Cast, n: int) -> None:
    Account.objects.create(name=f"House {n}", leader=cast.leader)


def _at(name: str, *args: object, query: str = "") -> Callable[[], str]:
    return lambda: reverse(name, args=args) + query


def _alert() -> str:
    return reverse("alert", args=[Alert.objects.get().pk])


def _sending() -> str:
    return reverse("survey_sending", args=[ONE, Sending.objects.get().pk])


def _reading_behind() -> str:
    person = Reading.objects.values_list("person", flat=True)[0]
    return reverse("reading_behind", args=[person]) + f"?week={MONDAY}"


LISTS: dict[str, tuple[Callable[[], str], Grow]] = {
    "surveys": (_at("surveys"), _one_more_survey),
    "questions": (_at("survey_questions", ONE), _one_more_question),
    "asked": (_at("survey_ask", ONE), _one_more_customer_asked),
    "lists": (_at("survey_ask", ONE), _one_more_list),
    "of a list": (_sending, _one_more_of_the_list),
    "sending rules": (_at("survey_ask_rules", ONE), _one_more_sending_rule),
    "links": (_at("survey_links", ONE), _one_more_link),
    "held": (_at("held"), _one_more_held),
    "to read": (_at("answers", query="?view=unread"), _one_more_unread),
    "read": (_at("answers", query="?view=read"), _one_more_answer),
    "all answers": (_at("answers", query="?view=all"), _one_more_answer),
    "readers": (_at("reading"), _one_more_reader),
    "reader's week": (_reading_behind, _one_more_answer),
    "comment themes": (_at("comment_themes"), _one_more_answer),
    "theme words": (_at("theme_words", "waiting", "dislike"), _one_more_words),
    "themes": (_at("themes"), _one_more_theme),
    "alerts": (_at("alerts"), _one_more_alert),
    "alert": (_alert, _one_more_behind_the_alert),
    "results": (_at("results"), _one_more_survey),
    "rules": (_at("rules"), _one_more_rule),
    "imports": (_at("file_imports"), _one_more_import),
    "enquiries": (_at("enquiries"), _one_more_enquiry),
    "accounts": (_at("customer_accounts"), _one_more_account),
}
"""Each list: its address, and what puts one row more into it."""


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page at NOW, on either engine."""
    for name, module in list(sys.modules.items()):
        if ".views" in name and hasattr(module, "clock_now"):
            monkeypatch.setattr(module, "clock_now", lambda: NOW)


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    cast: Cast, client: Client, standing: None, name: str
) -> None:
    for practice in ("reading", "themes", "help_here"):
        Practice.objects.create(name=practice, on=True, since=LONG_AGO)
    address, one_more = LISTS[name]
    client.force_login(cast.cx_manager if name in ("held", "imports") else cast.owner)
    one_more(cast, 0)
    client.get(address())  # what the house keeps is read once
    one = _asked(client, address())
    shown = client.get(address()).content.decode()

    one_more(cast, 1)
    one_more(cast, 2)
    client.get(address())

    assert _asked(client, address()) == one
    assert client.get(address()).content.decode() != shown
