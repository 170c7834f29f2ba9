"""What a leader does with an answer on the desk: read it, note something, make it a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from accounts.models import Practice
from cxapp.lib.errors import Refused
from feedback.enums import SignalKind
from feedback.models import Case, Customer, Reading, Response, Signal
from feedback.operations.drawing import draw_readings
from feedback.operations.reading import mark_read, open_case_from, write_note
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.answers import answer
from tests.factories.signals import open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_desk(cast: Cast) -> Response:
    Practice.objects.create(name="reading", on=True, since=LONG_AGO)
    customer = Customer.objects.create(name="Nora Nest", created_at=NOW)
    response = answer(cast, 7, "It was all right.", customer=customer)
    draw_readings(now=NOW)
    return response


def test_a_press_marks_it_read_once(cast: Cast, on_desk: Response) -> None:
    mark_read(response=on_desk, by=cast.leader, now=NOW)
    mark_read(response=on_desk, by=cast.leader, now=NOW + timedelta(hours=1))

    assert Reading.objects.get(person=cast.leader).read_at == NOW


def test_only_what_lies_on_the_own_desk_can_be_marked(cast: Cast, on_desk: Response) -> None:
    with pytest.raises(Refused):
        mark_read(response=on_desk, by=cast.director, now=NOW)


def test_a_note_is_kept_with_the_reading(cast: Cast, on_desk: Response) -> None:
    write_note(response=on_desk, words="Ask Fay about it.", by=cast.leader, now=NOW)

    note = Reading.objects.get(person=cast.leader).note
    assert note is not None
    assert note.body == "Ask Fay about it."


def test_an_answer_becomes_a_case_of_its_leader_with_the_customers_words(
    cast: Cast, on_desk: Response
) -> None:
    case = open_case_from(response=on_desk, by=cast.leader, now=NOW)

    signal = Signal.objects.get(response=on_desk)
    assert (case.leader, case.customer, signal.case, signal.kind, signal.logged_by) == (
        cast.leader,
        on_desk.customer,
        case,
        SignalKind.CONTACT_ME,
        cast.leader,
    )
    assert signal.text is not None
    assert signal.text.body == "It was all right."


def test_it_joins_the_case_the_customer_has_open(cast: Cast, on_desk: Response) -> None:
    before = open_case(cast, customer=on_desk.customer_id, contact_points=())

    assert open_case_from(response=on_desk, by=cast.leader, now=NOW) == before


def test_a_second_press_opens_no_second_case(cast: Cast, on_desk: Response) -> None:
    first = open_case_from(response=on_desk, by=cast.leader, now=NOW)

    assert open_case_from(response=on_desk, by=cast.leader, now=NOW) == first
    assert Case.objects.count() == 1


def test_nobody_opens_a_case_from_what_they_may_not_read(cast: Cast, on_desk: Response) -> None:
    with pytest.raises(Http404):
        open_case_from(response=on_desk, by=cast.peer, now=NOW)
