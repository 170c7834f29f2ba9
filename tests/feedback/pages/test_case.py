"""The page of one case: who may read how much of it, the ladder, the timeline, what can be done now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from accounts.models import AccessLog, Clock
from accounts.operations.sweep import sweep
from cxapp.lib.clock import now as clock_now
from feedback.enums import Feeling, How, Outcome
from feedback.operations.contacts import correct_contact, log_contact
from feedback.operations.hand_overs import accept, offer
from feedback.queries.case_page import case_page, ladder_of
from feedback.queries.history import history_of
from feedback.queries.sentences import LINES
from feedback.rules.transitions import RULES, Standing, Verb
from feedback.views.deeds import BY_VERB, DEEDS
from tests.cast import Cast
from tests.factories.signals import clock_of, open_case
from tests.feedback.pages.conftest import SignIn
from tests.feedback.verbs import spoke


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("leader", 200),
        ("director", 200),
        ("owner", 200),
        ("cx_manager", 200),
        ("front_line", 200),
        ("peer", 404),
        ("peer_front_line", 404),
        ("administrator", 404),
        ("board", 404),
        ("outsider", 404),
    ],
)
def test_a_case_opens_for_those_it_concerns_and_does_not_exist_for_others(
    cast: Cast, sign_in: SignIn, just_now: datetime, who: str, status: int
) -> None:
    case = open_case(cast, at=just_now)

    assert sign_in(getattr(cast, who)).get(f"/cases/{case.pk}/").status_code == status


def test_whoever_logged_it_sees_a_card_without_the_way_to_reach_the_customer(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, contact_points=(("phone", "+44 113 496 0555"),))

    page = sign_in(cast.front_line).get(f"/cases/{case.pk}/")

    assert page.templates[0].name == "feedback/case/card.html"
    assert "+441134960555" not in page.content.decode()


def test_whoever_is_offered_a_case_sees_the_offer_before_answering(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)
    offer(case=case, by=cast.leader, receiver=cast.peer, reason="Yours, I think.", now=clock_now())

    page = sign_in(cast.peer).get(f"/cases/{case.pk}/")

    assert page.templates[0].name == "feedback/case/card.html"
    assert page.context["offer"].reason.body == "Yours, I think."


def test_a_former_leader_reads_up_to_the_hand_over(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    case = open_case(cast, at=just_now, logged_by=None, by=cast.peer_front_line)
    made = offer(case=case, by=cast.leader, receiver=cast.peer, reason="Yours.", now=just_now)
    accept(offer=made, by=cast.peer, now=just_now + timedelta(minutes=1))
    spoke(case, by=cast.peer, now=just_now + timedelta(minutes=2))

    page = sign_in(cast.leader).get(f"/cases/{case.pk}/")

    assert page.templates[0].name == "feedback/case/card.html"
    assert "Spoke with the customer" not in [event.title for event in page.context["history"]]


def test_the_ladder_names_the_leader_and_who_is_told_next_and_when(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)

    steps = ladder_of(case, clock_of(case), clock_now())

    assert [step["name"] for step in steps] == ["Anna Leader", "Dora Director", "Olga Owner"]
    assert [step["state"] for step in steps] == ["current", "next", "next"]


def test_a_rung_that_was_told_stands_on_the_ladder_as_it_happened(cast: Cast, long_since: datetime) -> None:
    case = open_case(cast, at=long_since)
    sweep(now=clock_now())

    steps = ladder_of(case, Clock.objects.get(pk=clock_of(case).pk), clock_now())

    assert [(step["name"], step["state"]) for step in steps] == [
        ("Anna Leader", "late"),
        ("Dora Director", "current"),
        ("Olga Owner", "next"),
    ]


def test_why_this_leader_was_chosen_is_said(cast: Cast, sign_in: SignIn, just_now: datetime) -> None:
    cast.leeds.head = None
    cast.leeds.save(update_fields=["head"])
    case = open_case(cast, at=just_now)

    page = sign_in(cast.director).get(f"/cases/{case.pk}/")

    assert page.context["why_chosen"] == "Yours because Leeds has no leader."


def test_every_event_an_operation_writes_on_a_case_has_a_sentence() -> None:
    written = re.compile(r'(?:\.event\(\s*|Entry\(\s*"case",[^,]+,\s*|clock\.subject_id,\s*)"([a-z_]+)"')
    folders = [Path(settings.BASE_DIR) / app / "operations" for app in ("feedback", "accounts")]
    codes = {
        code
        for folder in folders
        for path in folder.glob("*.py")
        for code in written.findall(path.read_text())
    }

    assert codes - set(LINES) == set()


def test_the_timeline_tells_who_spoke_and_what_they_noted(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)
    log_contact(
        case=case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=just_now, note="She was glad."
    )

    newest = history_of(case, clock_now())[0]

    assert (newest.title, newest.who, newest.text) == (
        "Spoke with the customer",
        "Anna Leader",
        "She was glad.",
    )


def test_the_timeline_can_be_narrowed_to_one_side(
    cast: Cast, just_now: datetime, long_since: datetime
) -> None:
    case = open_case(cast, at=long_since)
    sweep(now=clock_now())

    titles = {event.title for event in history_of(case, clock_now(), show="system")}

    assert titles == {
        "Not acted on in time: told Dora Director",
        "The promised time passed with Anna Leader",
        "Not put right in time: told Dora Director",
        "The time to put it right passed with Anna Leader",
    }


def test_erased_words_are_said_to_be_erased(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)
    attempt = log_contact(
        case=case, by=cast.leader, how=How.CALL, outcome=Outcome.REACHED, now=just_now, note="Secret."
    )
    assert attempt.note is not None
    attempt.note.body = ""
    attempt.note.save()

    assert history_of(case, clock_now())[0].text == "(these words were erased)"


def test_every_verb_of_staff_has_its_page_and_no_verb_has_two() -> None:
    staff = {verb for verb, rule in RULES.items() if rule.who - {Standing.CUSTOMER}}
    pages_of_their_own = {Verb.LOG_CONTACT, Verb.UNDO_CONTACT}

    assert set(BY_VERB) == staff - pages_of_their_own
    assert len(DEEDS) == len(BY_VERB)


def test_the_leader_of_a_waiting_customer_is_offered_the_call_first(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    context = sign_in(cast.leader).get(f"/cases/{case.pk}/").context

    assert context["call"].startswith("+44")
    assert [act["text"] for act in context["row"]][:2] == ["Log contact", "Write"]


def test_after_the_contact_putting_it_right_comes_first(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)
    spoke(case, now=just_now)

    context = sign_in(cast.leader).get(f"/cases/{case.pk}/").context

    assert [act["text"] for act in context["row"]][:2] == ["It is right now", "Log contact"]


def test_a_case_of_nobody_who_can_be_reached_asks_for_an_action(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now, name="", contact_points=())

    assert sign_in(cast.leader).get(f"/cases/{case.pk}/").context["row"][0]["text"] == "Say what we did"


def test_a_reader_who_may_only_read_is_offered_no_contact(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    page = sign_in(cast.cx_manager).get(f"/cases/{case.pk}/")

    assert page.context["contact_form"] is None
    assert page.context["call"] == ""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions_after_one_contact_and_after_three(
    cast: Cast,
    sign_in: SignIn,
    just_now: datetime,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    case = open_case(cast, at=just_now)
    for _ in range(rows):
        log_contact(
            case=case, by=cast.leader, how=How.CALL, outcome=Outcome.NO_ANSWER, now=just_now, note="No."
        )

    now = clock_now()

    with django_assert_num_queries(22):
        case_page(case, now)
        history_of(case, now)


def test_an_entry_corrected_keeps_its_place_in_the_timeline(cast: Cast, just_now: datetime) -> None:
    case = open_case(cast, at=just_now)
    attempt = spoke(case, now=just_now)
    correct_contact(attempt=attempt, by=cast.leader, note="She was sad.", feeling=Feeling.WORSE, now=just_now)

    titles = [event.title for event in history_of(case, clock_now())]

    assert titles[0] == "Corrected an entry: the customer feels Worse"


def test_it_is_noted_who_opened_the_case_and_only_where_it_was_read(
    cast: Cast, sign_in: SignIn, just_now: datetime
) -> None:
    case = open_case(cast, at=just_now)

    for person in (cast.leader, cast.peer):
        sign_in(person).get(f"/cases/{case.pk}/")

    rows = AccessLog.objects.values_list("user", "subject_kind", "subject_id", "what")
    assert list(rows) == [(cast.leader.pk, "case", case.pk, "opened")]
