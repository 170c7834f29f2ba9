"""Log contact: what keeps the promise, what was promised, the sentence afterwards, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from cxapp.lib.clock import now as clock_now
from feedback.enums import CaseState, Wish
from feedback.forms.moments import presets
from feedback.models import Case, ContactAttempt, Promise
from tests.cast import Cast
from tests.factories.signals import open_case
from tests.feedback.pages.conftest import SignIn


def save(client: Client, case: Case, **fields: Any) -> Any:
    return client.post(f"/cases/{case.pk}/contact/", {"outcome": "reached", "promise": "nothing", **fields})


def test_having_spoken_keeps_the_promise_and_says_what_follows(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, name="Maria Example")

    answer = save(sign_in(cast.leader), case, feeling="better", note="Glad.")

    attempt = ContactAttempt.objects.get()
    [said] = get_messages(answer.wsgi_request)
    assert answer.headers["Location"] == f"/cases/{case.pk}/"
    assert (attempt.how, attempt.feeling, attempt.note and attempt.note.body) == ("call", "better", "Glad.")
    assert Case.objects.get().state == CaseState.CONTACTED
    assert str(said).endswith("we ask Maria Example whether you reached them.")
    assert said.extra_tags == f"/cases/{case.pk}/contact/{attempt.pk}/undo/"


def test_from_today_only_the_sheet_comes_and_saving_leads_back_to_today(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, name="Maria Example")
    client, address = sign_in(cast.leader), f"/cases/{case.pk}/contact/?from=today"

    sheet = client.get(address, headers={"HX-Request": "true"})
    saved = client.post(address, {"outcome": "reached", "promise": "nothing"})

    assert sheet.content.startswith(b'<div class="dialog__head">')
    assert f'action="{address}"'.encode() in sheet.content
    assert "HX-Request" in sheet.headers["Vary"]
    assert saved.headers["Location"] == "/"


def test_no_answer_leaves_the_customer_waiting(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    save(sign_in(cast.leader), case, outcome="no_answer")

    case.refresh_from_db()
    assert (case.state, case.attempts) == (CaseState.WAITING, 1)


def test_a_preset_promise_is_kept_with_its_moment(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)
    moment = presets(clock_now())[0]

    save(sign_in(cast.leader), case, promise=f"fix_by|{moment.isoformat()}")

    promise = Promise.objects.get()
    assert (promise.kind, promise.due_at) == ("fix_by", moment)


def test_another_time_is_typed(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)
    day = (clock_now() + timedelta(days=3)).strftime("%Y-%m-%d")

    save(sign_in(cast.leader), case, promise="other", promise_kind="call_by", promise_at=f"{day}T09:30")

    promise = Promise.objects.get()
    assert (promise.kind, promise.due_at.isoformat()) == ("call_by", f"{day}T09:30:00+00:00")


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"outcome": ""}, "outcome", "Choose what happened."),
        ({"promise": "other"}, "promise_at", "Enter the day and time you promised."),
        (
            {"promise": "other", "promise_at": "soon"},
            "promise_at",
            "Enter a date and a time, for example 24 March 2026, 14:30.",
        ),
        ({"promise": "fix_by|yesterday"}, "promise", "Choose what you promised."),
        ({"stated_at": "2999-01-01T10:00"}, "stated_at", "Enter a time that has already passed."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn, just_now: datetime, fields: dict[str, str], field: str, sentence: str
) -> None:
    case = open_case(cast, at=just_now)

    page = save(sign_in(cast.leader), case, note="What I typed.", **fields)

    assert page.status_code == 400
    assert page.context["form"].errors == {field: [sentence]}
    assert page.context["form"]["note"].value() == "What I typed."
    assert ContactAttempt.objects.count() == 0


def test_the_same_form_sent_twice_is_one_contact(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case, client = open_case(cast, at=just_now), sign_in(cast.leader)

    answers = [save(client, case, once="a1b2c3") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert ContactAttempt.objects.count() == 1


def test_a_form_opened_before_somebody_else_acted_keeps_what_was_typed_and_counts_at_the_next_press(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case, client = open_case(cast, at=just_now), sign_in(cast.leader)
    save(client, case, outcome="no_answer")

    page = save(client, case, seq=case.seq, note="What I typed.")
    again = save(client, case, seq=page.context["form"]["seq"].value(), note="What I typed.")

    assert page.context["form"].non_field_errors() == [
        "Somebody changed this case meanwhile. Read it again; what you typed is kept."
    ]
    assert page.context["form"]["note"].value() == "What I typed."
    assert again.status_code == 302


def test_an_entry_can_be_taken_back_within_ten_minutes(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case, client = open_case(cast, at=just_now), sign_in(cast.leader)
    save(client, case)
    attempt = ContactAttempt.objects.get()

    client.post(f"/cases/{case.pk}/contact/{attempt.pk}/undo/")

    assert ContactAttempt.objects.get().withdrawn_at is not None
    assert Case.objects.get().state == CaseState.WAITING


def test_nobody_takes_back_an_entry_of_a_case_they_do_not_see(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)
    save(sign_in(cast.leader), case)
    attempt = ContactAttempt.objects.get()

    answer = sign_in(cast.peer).post(f"/cases/{case.pk}/contact/{attempt.pk}/undo/")

    assert answer.status_code == 404
    assert ContactAttempt.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    ("who", "status"), [("leader", 200), ("peer", 404), ("front_line", 404), ("outsider", 404)]
)
def test_the_form_opens_for_those_who_see_the_whole_case(
    cast: Cast, sign_in: SignIn, just_now: datetime, who: str, status: int
) -> None:
    case = open_case(cast, at=just_now)

    assert sign_in(getattr(cast, who)).get(f"/cases/{case.pk}/contact/").status_code == status


def test_who_may_read_but_not_act_is_told_so(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    page = save(sign_in(cast.cx_manager), case)

    assert page.context["form"].non_field_errors() == [
        "This is for others to do. The case page says who may."
    ]


def test_a_letter_counts_where_the_customer_wished_to_be_written_to(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, wish=Wish.WRITE)

    save(sign_in(cast.leader), case, outcome="wrote")

    assert ContactAttempt.objects.get().met_clock is True
