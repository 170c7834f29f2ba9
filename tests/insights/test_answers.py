"""The pages of reading: the desk, what a filter must not tell, Today's block, read and drawn, themes and their words."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from accounts.models import Practice
from accounts.queries.house import forget
from cxapp.insights.queries.answers import all_answers, narrowed, without_few_nameless
from cxapp.insights.queries.reading import ReadDrawn, reader_rows
from cxapp.insights.queries.themes import Where, theme_rows, words_behind
from cxapp.insights.receivers.answers import unread_answers
from cxapp.insights.rules.covering import COVER, cover, parts_of
from cxapp.insights.rules.figures import FIGURES
from cxapp.lib.clock import now as clock_now
from cxapp.lib.periods import last_days
from feedback.enums import ConcernState
from feedback.models import Concern, Customer, Reading, Response, Theme
from feedback.operations.drawing import draw_readings
from feedback.operations.judging import judge_texts
from feedback.operations.reading import mark_read
from feedback.operations.signals import receive
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.answers import answer, answers
from tests.factories.signals import complaint

pytestmark = pytest.mark.django_db

WAITED = "We waited an hour and Fay was rude."
WHERE = Where(last_days(90, NOW, "UTC"))


@pytest.fixture(autouse=True)
def _switched_on() -> None:
    for name in ("reading", "themes"):
        Practice.objects.create(name=name, on=True, since=LONG_AGO)


def found(cast: Cast, **filters: object) -> set[int]:
    return set(narrowed(all_answers(cast.leader, NOW), filters).values_list("pk", flat=True))


@time_machine.travel(NOW, tick=False)
def test_a_press_on_read_takes_an_answer_from_the_desk(cast: Cast, client: Client) -> None:
    response = answer(cast, 3, WAITED)
    draw_readings(now=NOW)
    client.force_login(cast.leader)
    before = client.get("/answers/").content.decode()

    client.post(f"/answers/{response.pk}/read/", {"next": "/answers/"})

    assert WAITED in before
    assert WAITED not in client.get("/answers/").content.decode()
    assert WAITED in client.get("/answers/?view=read").content.decode()


@time_machine.travel(NOW, tick=False)
def test_looking_at_the_list_reads_nothing(cast: Cast, client: Client) -> None:
    response = answer(cast, 3, WAITED)
    draw_readings(now=NOW)
    client.force_login(cast.leader)

    client.get("/answers/")
    client.get(f"/answers/{response.pk}/")

    assert Reading.objects.get().read_at is None


def test_a_press_never_leads_out_of_the_house(cast: Cast, client: Client) -> None:
    response = answer(cast, 3, WAITED)
    draw_readings(now=NOW)
    client.force_login(cast.leader)

    went = client.post(f"/answers/{response.pk}/read/", {"next": "//elsewhere.example.test/"})

    assert went.headers["Location"] == "/answers/"


def test_filters_find_by_feeling_words_place_and_theme(cast: Cast) -> None:
    low, high = answer(cast, 3, WAITED), answer(cast, 10, "Lovely cake.")
    between, silent = answer(cast, 7), answer(cast, None)
    judge_texts(now=NOW)

    assert [found(cast, felt=felt) for felt in ("low", "high", "between", "not_said")] == [
        {low.pk}, {high.pk}, {between.pk}, {silent.pk},
    ]  # fmt: skip
    assert found(cast, q="CAKE") == {high.pk}
    assert found(cast, theme=Theme.objects.get(slug="waiting").pk) == {low.pk}
    assert found(cast, place=cast.york.pk) == set()
    assert found(cast, place=cast.north.pk) == {low.pk, high.pk, between.pk, silent.pk}


def test_a_filter_that_leaves_few_nameless_answers_shows_none_of_them(cast: Cast) -> None:
    named = answer(cast, 3, customer=Customer.objects.create(name="Nora", created_at=NOW))
    answers(cast, 4, score=3)
    rows, hidden = without_few_nameless(Response.objects.all())
    answer(cast, 3)
    all_rows, none_hidden = without_few_nameless(Response.objects.all())

    assert (list(rows), hidden) == ([named], 4)
    assert (all_rows.count(), none_hidden) == (6, 0)


def test_today_shows_the_unread_answers_of_the_reader_only(cast: Cast) -> None:
    answers(cast, 4)
    draw_readings(now=NOW)

    block = unread_answers(cast.leader, NOW)

    assert block is not None
    assert (len(block.context["rows"]), block.context["count"]) == (3, 4)
    assert unread_answers(cast.peer, NOW) is None


def test_read_and_drawn_are_counted_by_leader_and_week(cast: Cast) -> None:
    first, *_rest = answers(cast, 4)
    draw_readings(now=NOW)
    mark_read(response=first, by=cast.leader, now=NOW)
    week = Reading.objects.values_list("week", flat=True)[0]

    rows = reader_rows(reader=cast.director, people=[cast.leader.pk, cast.peer.pk], weeks=[week], now=NOW)

    assert [(row.person, row.weeks[week]) for row in rows] == [(cast.leader, ReadDrawn(1, 4))]
    assert FIGURES["answers_read"].of == "answers_drawn"


def test_a_reader_counts_only_answers_they_may_see(cast: Cast) -> None:
    answers(cast, 2)
    draw_readings(now=NOW)
    week = Reading.objects.values_list("week", flat=True)[0]

    assert reader_rows(reader=cast.peer, people=[cast.leader.pk], weeks=[week], now=NOW) == []


def test_likes_and_dislikes_are_counted_from_answers_and_complaints(cast: Cast) -> None:
    answer(cast, 2, WAITED)
    answer(cast, 10, "You were on time.")
    receive(signals=[complaint(cast, words="I waited for days.")], by=cast.front_line, now=NOW)
    judge_texts(now=NOW)

    rows = {row.theme.slug: row for row in theme_rows(reader=cast.leader, where=WHERE, now=NOW)}

    assert (rows["waiting"].disliked, rows["waiting"].liked) == (2, 1)
    assert theme_rows(reader=cast.peer, where=WHERE, now=NOW) == []


def test_behind_a_count_stand_its_words(cast: Cast) -> None:
    response = answer(cast, 2, WAITED)
    judge_texts(now=NOW)
    theme = Theme.objects.get(slug="waiting")

    said = words_behind(reader=cast.leader, where=WHERE, theme=theme, tone="dislike", now=NOW, limit=9)

    assert [(one.body, one.response) for one in said] == [(WAITED, response.pk)]


def test_what_is_about_somebody_is_in_no_theme_even_while_it_is_only_suggested(cast: Cast) -> None:
    draft = complaint(cast, words=WAITED)
    signal = receive(signals=[draft], by=cast.front_line, now=NOW)[0].signal
    Concern.objects.create(signal=signal, person=cast.front_line, state=ConcernState.SUGGESTED)
    judge_texts(now=NOW)

    assert theme_rows(reader=cast.owner, where=WHERE, now=NOW) == []


def test_names_of_people_who_work_here_are_covered_behind_a_count(cast: Cast, client: Client) -> None:
    now = clock_now()
    answer(cast, 2, WAITED, at=now)
    judge_texts(now=now)
    client.force_login(cast.director)

    page = client.get("/answers/themes/waiting/dislike/").content.decode()

    assert f"We waited an hour and {COVER} was rude." in page


@pytest.mark.parametrize(
    ("body", "covered"),
    [
        ("Fay was rude.", f"{COVER} was rude."),
        ("It was FAY's fault.", f"It was {COVER} fault."),
        ("The buffay was closed.", "The buffay was closed."),
        ("I will mark my words.", "I will mark my words."),
    ],
)
def test_a_name_is_covered_where_it_is_written_as_one(body: str, covered: str) -> None:
    names = parts_of(["Fay Front", "Will Mark", "Al Bo"])

    assert cover(body, names) == covered


@time_machine.travel(NOW, tick=False)
def test_the_tab_of_a_survey_shows_its_answers_alone(cast: Cast, client: Client) -> None:
    response = answer(cast, 3, WAITED)
    client.force_login(cast.cx_manager)
    slug = response.version.survey.slug
    page = client.get("/answers/", {"survey": slug})

    assert page.context["filter"].values() == {"survey": slug}
    assert (found(cast, survey=slug), found(cast, survey="another")) == ({response.pk}, set())


def test_without_themes_no_tab_and_no_filter_names_them(cast: Cast, client: Client) -> None:
    Practice.objects.filter(name="themes").update(on=False)
    forget()
    client.force_login(cast.cx_manager)
    context = client.get("/answers/").context

    assert "theme" not in context["filter"].fields
    assert "/answers/themes/" not in [tab["url"] for tab in context["tabs"]]
