"""Questions to ask: what raises one, who may read it, whose names stand where, and the rows behind each."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cxapp.insights.queries.questions import LOOKING, Found, findings, rows_behind
from feedback.enums import ActingAs, CaseState, ConcernState, End, How, Outcome, SignalKind, Word
from feedback.models import Case, Concern, ContactAttempt, CustomerWord, Text
from recognition.models import CompanyValue, Kudos, KudosReceiver
from tests.cast import NOW, Cast
from tests.factories.responses import make_survey, occasion
from tests.insights.changes import MONDAY, case_at, complaints

pytestmark = pytest.mark.django_db
DAY, WEEK, MINUTE = timedelta(days=1), timedelta(weeks=1), timedelta(minutes=1)
LISTENED = "Listened and apologised for the parcel."


@pytest.fixture(autouse=True)
def fixed_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxapp.lib.clock.now", lambda: NOW)


def look(cast: Cast, name: str, reader: User | None = None) -> list[Found]:
    return findings(reader=reader or cast.owner, now=NOW)[name]


def closed_case(cast: Cast, minutes: int, **fields: Any) -> Case:
    opened = NOW - 5 * DAY
    values: dict[str, Any] = {
        "opened_at": opened,
        "closed_at": opened + minutes * MINUTE,
        "state": CaseState.CLOSED,
        "end": End.PUT_RIGHT,
    }
    return case_at(cast, **(values | fields))


def contact(cast: Cast, *, words: str = "", case: Case | None = None, **fields: Any) -> ContactAttempt:
    values: dict[str, Any] = {
        "cycle": 1,
        "by": cast.leader,
        "acting_as": ActingAs.LEADER,
        "how": How.CALL,
        "outcome": Outcome.REACHED,
        "stated_at": NOW - 3 * DAY,
        "logged_at": NOW - 3 * DAY,
        "note": Text.objects.create(body=words) if words else None,
    }
    return ContactAttempt.objects.create(case=case or case_at(cast), **(values | fields))


def answered(cast: Cast, reached: str, **fields: Any) -> Case:
    """A logged contact, and what the customer said to it."""
    case = complaints(cast, [1])
    contact(cast, case=case, **fields)
    CustomerWord.objects.create(
        case=case, signal=case.signals.get(), cycle=1, reached=reached, at=NOW - 2 * DAY
    )
    return case


def thanked(giver: User, receiver: User, times: int, **fields: Any) -> None:
    value = CompanyValue.objects.order_by("order")[0]
    for _time in range(times):
        kudos = Kudos.objects.create(
            giver=giver, value=value, reason="You jumped in.", at=NOW - DAY, confirmed_at=NOW, **fields
        )
        KudosReceiver.objects.create(kudos=kudos, person=receiver, giver=giver)


def test_cases_closed_at_once_by_one_leader_alone_raise_a_question(cast: Cast) -> None:
    for _case in range(4):
        closed_case(cast, 5)
    for _case in range(4):
        closed_case(cast, 500, leader=cast.peer)

    assert look(cast, "closed") == [Found(4, 4, (cast.leader.pk,))]


@pytest.mark.parametrize("end", [End.NO_CASE, End.MERGED, End.WITHDRAWN, End.AS_IMPORTED])
def test_ends_that_need_no_work_raise_none(cast: Cast, end: End) -> None:
    for _case in range(4):
        closed_case(cast, 5, end=end)

    assert look(cast, "closed") == []


def test_the_same_words_on_three_cases_raise_a_question_whatever_their_case(cast: Cast) -> None:
    for words in (LISTENED, LISTENED.upper(), f" {LISTENED}"):
        contact(cast, words=words)

    assert look(cast, "notes") == [Found(3, people=(cast.leader.pk,), words=LISTENED.lower())]


def test_the_same_words_twice_on_one_case_or_by_two_people_raise_none(cast: Cast) -> None:
    case = case_at(cast)
    for fields in ({"case": case}, {"case": case}, {}, {"by": cast.peer}):
        contact(cast, words=LISTENED, **fields)

    assert look(cast, "notes") == []


def test_short_words_and_what_was_withdrawn_raise_none(cast: Cast) -> None:
    for _case in range(3):
        contact(cast, words="No answer.")
        contact(cast, words=LISTENED, withdrawn_at=NOW)

    assert look(cast, "notes") == []


def test_customers_who_deny_a_logged_contact_raise_a_question(cast: Cast) -> None:
    for reached in (Word.NO, Word.NO, Word.NO, Word.YES):
        answered(cast, reached)
    for _case in range(4):
        answered(cast, Word.YES, by=cast.peer)

    assert look(cast, "denied") == [Found(3, 4, (cast.leader.pk,))]


def test_a_no_without_a_logged_contact_raises_none(cast: Cast) -> None:
    for _case in range(4):
        answered(cast, Word.NO, outcome=Outcome.NO_ANSWER)

    assert look(cast, "denied") == []


def test_two_who_thank_each_other_beyond_chance_raise_a_question(cast: Cast) -> None:
    thanked(cast.leader, cast.peer, 6)
    thanked(cast.peer, cast.leader, 6)
    for person in ("ada", "carl", "fay"):
        thanked(User.objects.get(sign_in_name=person), cast.owner, 1)
    User.objects.bulk_create(User(sign_in_name=f"extra {n}", name=f"Extra {n}") for n in range(40))

    assert look(cast, "rings") == [Found(12, people=tuple(sorted((cast.leader.pk, cast.peer.pk))))]


def test_asking_half_as_often_after_a_bad_week_raises_a_question(cast: Cast) -> None:
    survey = make_survey()
    complaints(cast, [1, 0, 1, 0, 1, 0, 1, 0, 9, 0, 0], last=MONDAY)
    for week, n in enumerate([10] * 9 + [1, 1]):
        for _customer in range(n):
            occasion(survey, cast, at=NOW - (11 - week) * WEEK)

    [found] = look(cast, "asking")

    assert (found.place, found.k, found.n) == (cast.leeds.pk, 2, 20)
    assert [(week.unhappy, week.asked) for week in found.weeks[-3:]] == [(9, 10), (0, 1), (0, 1)]


def test_what_the_reader_may_not_see_raises_nothing(cast: Cast) -> None:
    for _case in range(4):
        case = closed_case(cast, 5)
        complaints(cast, [1], case=case)
        Concern.objects.create(signal=case.signals.get(), person=cast.owner, state=ConcernState.CONFIRMED)

    assert look(cast, "closed") == []


def everything(cast: Cast) -> None:
    for _case in range(4):
        closed_case(cast, 5)
        contact(cast, words=LISTENED)
        answered(cast, Word.NO)
    User.objects.bulk_create(User(sign_in_name=f"extra {n}", name=f"Extra {n}") for n in range(40))
    thanked(cast.leader, cast.peer, 6)
    thanked(cast.peer, cast.leader, 6)


def test_the_page_names_nobody_and_the_rows_behind_it_do(cast: Cast, client: Client) -> None:
    everything(cast)
    client.force_login(cast.cx_manager)

    page = client.get("/board/questions/")
    behind = client.get("/board/questions/denied/").content.decode()

    assert [one["pattern"].name for one in page.context["raised"]] == ["closed", "notes", "denied", "rings"]
    assert "Anna" not in page.content.decode()
    assert "Anna Leader" in behind


@pytest.mark.parametrize("name", sorted(set(LOOKING) - {"asking"}))
def test_every_finding_opens_its_rows(cast: Cast, name: str) -> None:
    everything(cast)
    found = look(cast, name)

    rows = rows_behind(name=name, found=found, reader=cast.owner, now=NOW)

    assert len(rows[0]) == found[0].k


def test_whom_a_complaint_is_about_stands_nowhere(cast: Cast, client: Client) -> None:
    everything(cast)
    for case in Case.objects.filter(signals__kind=SignalKind.COMPLAINT):
        Concern.objects.create(
            signal=case.signals.get(), person=cast.front_line, state=ConcernState.CONFIRMED
        )
    client.force_login(cast.owner)

    assert all("Fay" not in client.get(f"/board/questions/{name}/").content.decode() for name in LOOKING)


def test_the_rows_leave_as_csv(cast: Cast, client: Client) -> None:
    everything(cast)
    client.force_login(cast.owner)

    answer = client.get("/board/questions/closed/", {"format": "csv"})

    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert (rows[0][0], len(rows), rows[1][0]) == ("Who or where", 5, "Anna Leader")


@pytest.mark.parametrize("who", ["leader", "director", "board", "administrator", "front_line"])
def test_only_the_cx_manager_and_the_owner_read_it(cast: Cast, client: Client, who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.get("/board/questions/").status_code == 403


def test_a_pattern_that_does_not_exist_is_not_found(cast: Cast, client: Client) -> None:
    client.force_login(cast.owner)

    assert client.get("/board/questions/charm/").status_code == 404


def test_the_number_of_queries_does_not_grow(cast: Cast, client: Client) -> None:
    def queries() -> int:
        client.get("/board/questions/")  # what the house keeps in memory is read before
        with CaptureQueriesContext(connection) as made:
            client.get("/board/questions/")
        return len(made)

    client.force_login(cast.owner)
    everything(cast)
    occasion(make_survey(), cast, at=NOW - WEEK)

    once = queries()
    for week in (1, 2, 3):
        occasion(make_survey(), cast, at=NOW - week * WEEK, place=cast.york)
        contact(cast, words=LISTENED + " Again.", by=cast.peer)
        closed_case(cast, 5, leader=cast.director)
        answered(cast, Word.NO, by=cast.peer)

    assert (queries(), once <= 30) == (once, True)
