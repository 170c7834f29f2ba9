"""The open form: choosing what about, sending it, and what keeps it usable. Not here: the private page (`test_follow`)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Notice
from feedback.announcements import praise_given
from feedback.enums import ConcernState, Wish
from feedback.models import Case, Concern, Customer, Enquiry, Signal
from feedback.operations import intake_guard as guard
from feedback.operations.intake_guard import opened_mark
from tests.cast import NOW, Cast

WRONG = "/tell-us/leeds/?about=wrong"


def typed(**fields: Any) -> dict[str, Any]:
    """The form as somebody sends it who read it for a minute."""
    return {"words": "The bread was stale.", "opened": opened_mark(now=NOW - timedelta(minutes=1)), **fields}


def test_with_several_live_places_the_visitor_chooses_one(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.get("/tell-us/")
    assert [place.slug for place in page.context["places"]] == ["leeds", "york"]


def test_with_one_live_place_the_visitor_goes_straight_on(cast: Cast, clock: Any, visitor: Client) -> None:
    cast.york.is_active = False
    cast.york.save()
    assert visitor.get("/tell-us/")["Location"] == "/tell-us/leeds/"


def test_an_unknown_place_is_not_found(cast: Cast, clock: Any, visitor: Client) -> None:
    assert visitor.get("/tell-us/nowhere/").status_code == 404


def test_the_first_page_asks_what_it_is_about(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.get("/tell-us/leeds/").content.decode()
    assert [f'href="?about={about}"' in page for about in ("wrong", "question", "thank")] == [True] * 3


def test_the_leader_is_named_before_sending(cast: Cast, clock: Any, visitor: Client) -> None:
    assert visitor.get(WRONG).context["reader"].person == cast.leader


def test_words_alone_open_a_case_with_a_named_leader(cast: Cast, clock: Any, visitor: Client) -> None:
    answer = visitor.post(WRONG, typed())
    signal = Signal.objects.get()
    assert (answer.status_code, signal.case.leader, signal.case.reachable) == (302, cast.leader, False)


def test_after_sending_the_private_page_names_leader_and_time(
    cast: Cast, clock: Any, visitor: Client
) -> None:
    answer = visitor.post(WRONG, typed(reach="020 7946 0018", wish="call"), follow=True)
    assert answer.context["page"].heading == "Anna Leader is responsible for your complaint"
    assert answer.context["page"].promise == ["Anna Leader will call you by tomorrow 10:00."]


def test_the_slip_after_sending_carries_code_and_qr(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.post(WRONG, typed(), follow=True)
    slip = page.context["slip"]
    assert slip["code"] in page.content.decode()
    assert slip["qr"].startswith('<svg role="img"')


def test_everything_typed_is_kept(cast: Cast, clock: Any, visitor: Client) -> None:
    visitor.post(
        WRONG,
        typed(
            wanted="A fresh one", reach="maria@example.org", wish="write", when="after 17:00", name="Maria"
        ),
    )
    signal = Signal.objects.get()
    kept = (str(signal.text), str(signal.wanted), signal.wish, signal.wish_when, str(signal.customer))
    assert kept == (
        "The bread was stale.",
        "A fresh one",
        Wish.WRITE,
        "after 17:00",
        "Maria",
    )


def test_a_form_without_words_comes_back_with_what_was_typed(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.post(WRONG, typed(words="", name="Maria"))
    assert page.status_code == 400
    assert page.context["form"].errors == {"words": ["Write what happened, in a sentence or two."]}
    assert page.context["form"]["name"].value() == "Maria"
    assert Signal.objects.count() == 0


@pytest.mark.parametrize(("wish", "reach"), [("call", ""), ("write", ""), ("call", "maria@example.org")])
def test_nobody_is_promised_what_cannot_be_done(
    cast: Cast, clock: Any, visitor: Client, wish: str, reach: str
) -> None:
    page = visitor.post(WRONG, typed(wish=wish, reach=reach))
    assert list(page.context["form"].errors) == ["reach"]


def test_a_way_to_reach_nobody_is_refused_in_words(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.post(WRONG, typed(reach="12"))
    assert page.context["form"].errors["reach"] == [
        "Enter a telephone number or an e-mail address, for example 020 7946 0018 or name@example.org."
    ]


def test_a_person_named_is_suggested_and_not_yet_passed_over(cast: Cast, clock: Any, visitor: Client) -> None:
    visitor.post(WRONG, typed(about="fay"))
    concern = Concern.objects.get()
    assert (concern.person, concern.state, Case.objects.get().leader) == (
        cast.front_line,
        ConcernState.SUGGESTED,
        cast.leader,
    )


def test_the_one_above_hears_of_a_person_named_and_that_person_does_not(
    cast: Cast, clock: Any, visitor: Client
) -> None:
    visitor.post(WRONG, typed(about="Anna Leader"))
    told = Notice.objects.filter(kind="case_concern").values_list("recipient_id", flat=True)
    assert list(told) == [cast.director.pk]


def test_a_name_nobody_has_stays_in_the_words(cast: Cast, clock: Any, visitor: Client) -> None:
    visitor.post(WRONG, typed(about="the tall one"))
    text = Signal.objects.get().text
    assert Concern.objects.count() == 0
    assert text is not None
    assert text.body.endswith("the tall one")


def test_pressing_send_twice_opens_one_case(cast: Cast, clock: Any, visitor: Client) -> None:
    form = typed(once="the same form")
    answers = [visitor.post(WRONG, form)["Location"] for _ in range(2)]
    assert (len(set(answers)), Case.objects.count()) == (1, 1)


def test_a_program_that_fills_every_box_is_held_back_and_loses_nothing(
    cast: Cast, clock: Any, visitor: Client
) -> None:
    page = visitor.post(WRONG, typed(website="https://example.org"))
    assert (page.status_code, Signal.objects.count()) == (400, 0)
    assert page.context["form"]["words"].value() == "The bread was stale."


@pytest.mark.parametrize("opened", ["", "forged:mark", opened_mark(now=NOW)])
def test_a_form_sent_faster_than_anybody_reads_asks_for_one_more_press(
    cast: Cast, clock: Any, visitor: Client, opened: str
) -> None:
    page = visitor.post(WRONG, typed(opened=opened))
    assert page.context["form"].non_field_errors() == [
        "That was very quick. Read it once more and press Send again."
    ]


def test_a_flood_from_one_address_is_stopped_in_words(cast: Cast, clock: Any, visitor: Client) -> None:
    codes = [visitor.post(WRONG, typed()).status_code for _ in range(guard.SENDS_BY_ADDRESS.most + 1)]
    assert (codes[-1], codes.count(302)) == (429, guard.SENDS_BY_ADDRESS.most)


def test_another_address_is_not_held_back_by_a_flood(cast: Cast, clock: Any, visitor: Client) -> None:
    for _ in range(guard.SENDS_BY_ADDRESS.most + 1):
        guard_count("203.0.113.9")
    assert visitor.post(WRONG, typed()).status_code == 302


def guard_count(address: str) -> None:
    try:
        guard.check_limit(limit=guard.SENDS_BY_ADDRESS, key=address, now=NOW)
    except guard.TooMany:
        return


def test_limits_hold_where_the_cache_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        def add(self, *_: Any, **__: Any) -> bool:
            raise ConnectionError

    monkeypatch.setattr(guard, "cache", Silent())
    limit = guard.Limit("without-cache", 2, 10)
    for _ in range(2):
        guard.check_limit(limit=limit, key="x", now=NOW)
    with pytest.raises(guard.TooMany):
        guard.check_limit(limit=limit, key="x", now=NOW)


def test_a_question_goes_to_a_named_person_and_opens_no_case(cast: Cast, clock: Any, visitor: Client) -> None:
    page = visitor.post("/tell-us/leeds/?about=question", typed(words="Do you bake rye?"), follow=True)
    assert (Enquiry.objects.get().leader, Case.objects.count()) == (cast.leader, 0)
    assert "Anna Leader answers by Thu 10:00. The answer will stand on this page." in page.content.decode()


def test_thanks_are_announced_with_the_names_typed(cast: Cast, clock: Any, visitor: Client) -> None:
    heard: list[dict[str, Any]] = []

    def listen(**said: Any) -> None:
        heard.append(said)

    praise_given.connect(listen, weak=False, dispatch_uid="test")
    try:
        page = visitor.post(
            "/tell-us/leeds/?about=thank", typed(words="So kind.", names="Fay", name="Maria"), follow=True
        )
    finally:
        praise_given.disconnect(dispatch_uid="test")
    [said] = heard
    assert {key: said[key] for key in ("words", "names", "customer_name", "place", "typed_in_by", "now")} == {
        "words": "So kind.",
        "names": "Fay",
        "customer_name": "Maria",
        "place": cast.leeds,
        "typed_in_by": None,
        "now": NOW,
    }
    assert "Thank you, it is on its way" in page.content.decode()


def test_at_a_place_that_rehearses_the_page_prints_no_time(cast: Cast, clock: Any, visitor: Client) -> None:
    cast.leeds.live_at = None
    cast.leeds.save()
    page = visitor.post(WRONG, typed(reach="020 7946 0018"), follow=True)
    assert page.context["page"].promise == ["Anna Leader has it."]


def test_somebody_elses_address_adds_nothing_to_their_reach(cast: Cast, clock: Any, visitor: Client) -> None:
    visitor.post(WRONG, typed(reach="maria@example.org", name="Maria"))
    visitor.post(WRONG, typed(reach="maria@example.org", name="Mallory"))
    customer = Customer.objects.get()
    assert (customer.name, customer.contact_points.count()) == ("Maria", 1)
