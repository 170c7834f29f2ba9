"""What the wall shows, and that it asks the database the same number of questions however full it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.queries.house import house
from recognition.enums import From, WallView
from recognition.models import CompanyValue, Kudos
from recognition.operations.kudos import compliment, thank
from recognition.operations.wall import hide, hide_reply, react, reply
from recognition.queries.wall import A_PAGE, Filters, Wall, waiting, wall
from recognition.queries.watch import reciprocity
from tests.cast import NOW, Cast
from tests.recognition.conftest import WORDS

ALL = Filters(view=WallView.ALL)


def _wall(reader: User, filters: Filters = ALL, number: int = 1) -> Wall:
    return wall(reader=reader, filters=filters, number=number, now=NOW)


def _kudos(shown: Wall) -> list[Kudos]:
    return [post.kudos for post in shown.posts]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_wall_takes_six_queries_however_many_posts(
    cast: Cast, value: CompanyValue, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        people = [cast.front_line, cast.outsider]
        kudos = thank(
            by=cast.peer,
            receivers=people,
            reason=WORDS,
            value=value,
            now=NOW + timedelta(minutes=number),
            sure=True,
        )
        react(by=cast.leader, kudos=kudos, kind="clap", now=NOW)
        reply(by=cast.leader, kudos=kudos, text="Well done.", now=NOW)
    reader = User.objects.get(pk=cast.leader.pk)

    with django_assert_num_queries(6):  # roles, count, posts, receivers, reactions, replies
        _wall(reader)


@pytest.mark.parametrize("rows", [1, 3])
def test_near_me_takes_one_query_more_for_the_house(
    cast: Cast, value: CompanyValue, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        thank(by=cast.peer, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW, sure=True)
    reader = User.objects.get(pk=cast.leader.pk)
    house()  # kept in memory while nothing changes

    with django_assert_num_queries(7):
        _wall(reader, Filters(view=WallView.NEAR))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_five_queries_however_long(
    cast: Cast, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        compliment(
            words="So kind.",
            customer_name="",
            names_typed="Fay",
            receivers=[],
            place=cast.leeds,
            typed_in_by=None,
            now=NOW,
        )
    reader = User.objects.get(pk=cast.leader.pk)

    with django_assert_num_queries(5):  # roles, house, people below, posts, receivers
        waiting(reader)


def test_the_newest_stands_first(cast: Cast, value: CompanyValue, thanked: Kudos) -> None:
    later = thank(
        by=cast.leader, receivers=[cast.peer], reason=WORDS, value=value, now=NOW + timedelta(hours=1)
    )

    assert _kudos(_wall(cast.outsider)) == [later, thanked]


def test_near_me_is_my_place_and_the_people_around_me(cast: Cast, value: CompanyValue) -> None:
    in_york = thank(by=cast.peer, receivers=[cast.peer_front_line], reason=WORDS, value=value, now=NOW)
    in_leeds = thank(by=cast.peer, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW)
    near = Filters(view=WallView.NEAR)

    assert [
        _kudos(_wall(person, near)) for person in (cast.front_line, cast.peer_front_line, cast.director)
    ] == [
        [in_leeds],
        [in_leeds, in_york],
        [in_leeds, in_york],
    ]


def test_for_me_is_what_i_received(cast: Cast, value: CompanyValue, thanked: Kudos) -> None:
    mine = Filters(view=WallView.MINE)

    assert [_kudos(_wall(person, mine)) for person in (cast.front_line, cast.peer)] == [[thanked], []]


def test_the_wall_can_be_narrowed_to_a_value_and_to_customers(
    cast: Cast, thanked: Kudos, value: CompanyValue
) -> None:
    other = CompanyValue.objects.get(slug="we-listen")
    praise = compliment(
        words="So kind.",
        customer_name="",
        names_typed="",
        receivers=[cast.front_line],
        place=cast.leeds,
        typed_in_by=cast.leader,
        now=NOW,
    )

    narrowed = [
        Filters(view=WallView.ALL, value=value),
        Filters(view=WallView.ALL, value=other),
        Filters(view=WallView.ALL, source=From.CUSTOMERS),
        Filters(view=WallView.ALL, source=From.COLLEAGUES),
    ]

    assert [_kudos(_wall(cast.outsider, filters)) for filters in narrowed] == [
        [thanked],
        [],
        [praise],
        [thanked],
    ]


def test_what_was_taken_down_is_gone_for_readers_and_marked_for_moderators(
    cast: Cast, thanked: Kudos
) -> None:
    hide(by=cast.front_line, kudos=thanked, why="I am shy.", now=NOW)

    shown = _wall(cast.cx_manager).posts
    assert (_kudos(_wall(cast.outsider)), [post.kudos.hidden_why for post in shown]) == ([], ["I am shy."])


def test_a_waiting_compliment_is_not_on_the_wall(cast: Cast, waiting: Kudos) -> None:
    assert _kudos(_wall(cast.leader)) == []


def test_a_post_counts_answers_and_knows_the_readers_own(cast: Cast, thanked: Kudos) -> None:
    for person in (cast.leader, cast.director):
        react(by=person, kudos=thanked, kind="clap", now=NOW)

    post = _wall(cast.leader).posts[0]

    assert [(answer.kind, answer.count, answer.mine) for answer in post.answers] == [
        ("clap", 2, True),
        ("heart", 0, False),
        ("idea", 0, False),
    ]


def test_a_reply_taken_down_is_not_counted(cast: Cast, thanked: Kudos) -> None:
    reply(by=cast.leader, kudos=thanked, text="Well done.", now=NOW)
    hide_reply(
        by=cast.leader,
        reply=reply(by=cast.leader, kudos=thanked, text="Oops.", now=NOW),
        why="Twice.",
        now=NOW,
    )

    assert [post.replies for post in _wall(cast.leader).posts] == [1]


def test_a_full_page_is_followed_by_another(cast: Cast, value: CompanyValue) -> None:
    for number in range(A_PAGE + 1):
        thank(
            by=cast.peer,
            receivers=[cast.front_line],
            reason=WORDS,
            value=value,
            now=NOW + timedelta(minutes=number),
            sure=True,
        )

    pages = [_wall(cast.leader, number=number) for number in (1, 2, 99)]

    assert [len(page.posts) for page in pages] == [A_PAGE, 1, 1]


def test_more_than_four_names_are_shortened(cast: Cast, value: CompanyValue) -> None:
    people = [cast.front_line, cast.leader, cast.owner, cast.director, cast.board]
    thank(by=cast.peer, receivers=people, reason=WORDS, value=value, now=NOW)

    assert _wall(cast.leader).posts[0].receivers == "Anna Leader, Bert Board, Dora Director and 2 others"


def test_two_who_thank_each_other_often_are_a_row_for_the_cx_manager_alone(
    cast: Cast, value: CompanyValue
) -> None:
    for _ in range(3):
        thank(by=cast.peer, receivers=[cast.leader], reason=WORDS, value=value, now=NOW, sure=True)
        thank(by=cast.leader, receivers=[cast.peer], reason=WORDS, value=value, now=NOW, sure=True)
        thank(by=cast.peer, receivers=[cast.front_line], reason=WORDS, value=value, now=NOW, sure=True)

    seen = reciprocity(reader=cast.cx_manager, now=NOW + timedelta(days=1))

    assert [(pair.one, pair.other, pair.given, pair.returned) for pair in seen] == [
        (cast.leader, cast.peer, 3, 3)
    ]
    assert [
        reciprocity(reader=person, now=NOW) for person in (cast.owner, cast.administrator, cast.leader)
    ] == [[], [], []]


def test_thanks_of_long_ago_make_no_row(cast: Cast, value: CompanyValue) -> None:
    for _ in range(3):
        thank(by=cast.peer, receivers=[cast.leader], reason=WORDS, value=value, now=NOW, sure=True)
        thank(by=cast.leader, receivers=[cast.peer], reason=WORDS, value=value, now=NOW, sure=True)

    assert reciprocity(reader=cast.cx_manager, now=NOW + timedelta(days=91)) == []
