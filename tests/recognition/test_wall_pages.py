"""The wall, without any script: confirming, reacting, replying, taking down."""

from __future__ import annotations

import pytest
from django.urls import reverse

from recognition.models import CompanyValue, Kudos
from tests.cast import Cast, person
from tests.recognition.conftest import SignIn, form, names_of


def test_the_leader_finds_the_queue_on_the_wall_and_others_do_not(
    cast: Cast, signed_in: SignIn, waiting: Kudos
) -> None:
    queues = [
        [post.kudos for post in signed_in(one).get(reverse("wall")).context["waiting"]]
        for one in (cast.leader, cast.peer, cast.front_line)
    ]

    assert queues == [[waiting], [], []]


def test_one_press_confirms_the_person_suggested(cast: Cast, signed_in: SignIn, waiting: Kudos) -> None:
    signed_in(cast.leader).post(
        reverse("kudos_confirm", args=[waiting.uuid]), {"suggested": [cast.front_line.pk], "whom": [""]}
    )

    waiting.refresh_from_db()
    assert (waiting.confirmed_by, names_of(waiting)) == (cast.leader, ["Fay Front"])


def test_praise_for_everybody_reaches_all_of_the_place_but_the_one_who_says_so(
    cast: Cast, signed_in: SignIn, waiting: Kudos
) -> None:
    person("fritz", "Fritz Fresh", reports_to=cast.leader, unit=cast.leeds)

    signed_in(cast.leader).post(
        reverse("kudos_confirm", args=[waiting.uuid]), {"everybody": "on", "whom": [""]}
    )

    assert names_of(waiting) == ["Fay Front", "Fritz Fresh"]


def test_confirming_without_a_name_says_what_to_do(cast: Cast, signed_in: SignIn, waiting: Kudos) -> None:
    answer = signed_in(cast.leader).post(reverse("kudos_confirm", args=[waiting.uuid]), {"whom": [""]})

    assert answer.context["confirm_form"].errors == {"whom": ["Choose whom this is for, or type a name."]}


def test_a_waiting_compliment_of_another_place_is_not_there(
    cast: Cast, signed_in: SignIn, waiting: Kudos
) -> None:
    client = signed_in(cast.peer)

    assert client.get(reverse("kudos", args=[waiting.uuid])).status_code == 404
    assert client.post(reverse("kudos_confirm", args=[waiting.uuid]), {"whom": ["Fay"]}).status_code == 404


@pytest.mark.parametrize("on", ["1", "0"])
def test_a_reaction_returns_to_where_it_was_pressed(
    cast: Cast, signed_in: SignIn, thanked: Kudos, on: str
) -> None:
    address = reverse("kudos_react", args=[thanked.uuid])

    answer = signed_in(cast.leader).post(address, {"kind": "clap", "on": on, "next": "/thanks/?view=all"})

    assert answer["Location"] == f"/thanks/?view=all#kudos-{thanked.uuid}"
    assert thanked.reactions.count() == int(on)


def test_a_reaction_never_leads_to_another_site(cast: Cast, signed_in: SignIn, thanked: Kudos) -> None:
    address = reverse("kudos_react", args=[thanked.uuid])

    answer = signed_in(cast.leader).post(
        address, {"kind": "clap", "on": "1", "next": "https://elsewhere.example/"}
    )

    assert answer["Location"] == reverse("kudos", args=[thanked.uuid])


def test_a_reply_sent_twice_stands_once(cast: Cast, signed_in: SignIn, thanked: Kudos) -> None:
    client = signed_in(cast.leader)

    for _ in range(2):
        client.post(reverse("kudos_reply", args=[thanked.uuid]), {"text": "Well done.", "once": "r"})

    assert list(thanked.replies.values_list("by", "text")) == [(cast.leader.pk, "Well done.")]


def test_an_empty_reply_is_answered_in_the_page(cast: Cast, signed_in: SignIn, thanked: Kudos) -> None:
    answer = signed_in(cast.leader).post(reverse("kudos_reply", args=[thanked.uuid]), {"text": " "})

    assert answer.context["reply_form"].errors == {"text": ["Write a few words."]}


def test_taking_down_needs_a_reason_and_then_says_so_to_moderators(
    cast: Cast, signed_in: SignIn, thanked: Kudos
) -> None:
    client = signed_in(cast.cx_manager)
    address = reverse("kudos_hide", args=[thanked.uuid])

    refused = client.post(address, {"why": ""})
    client.post(address, {"why": "The customer is named."})
    shown = client.get(reverse("kudos", args=[thanked.uuid]))

    assert refused.context["hide_form"].errors == {"why": ["Say why it is taken down; moderators read it."]}
    assert "Taken down by Carl Manager because: The customer is named." in shown.content.decode()


def test_somebody_without_the_right_is_told_so(cast: Cast, signed_in: SignIn, thanked: Kudos) -> None:
    client = signed_in(cast.outsider)

    answers = [
        client.post(reverse("kudos_hide", args=[thanked.uuid]), {"why": "No."}),
        client.post(reverse("kudos_put_back", args=[thanked.uuid])),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_whom_it_is_for_is_said_once(cast: Cast, signed_in: SignIn, thanked: Kudos) -> None:
    answer = signed_in(cast.leader).post(
        reverse("kudos_confirm", args=[thanked.uuid]), {"whom": ["Finn"]}, follow=True
    )

    assert [str(message) for message in answer.context["messages"]] == [
        "Somebody has already said whom this is for."
    ]
    assert names_of(thanked) == ["Fay Front"]


@pytest.mark.parametrize(
    "name", ["kudos_react", "kudos_reply", "kudos_hide", "kudos_put_back", "kudos_confirm"]
)
def test_reading_never_acts(cast: Cast, signed_in: SignIn, thanked: Kudos, name: str) -> None:
    assert signed_in(cast.cx_manager).get(reverse(name, args=[thanked.uuid])).status_code == 405


def test_unknown_filters_in_the_address_are_passed_over(
    cast: Cast, signed_in: SignIn, thanked: Kudos
) -> None:
    answer = signed_in(cast.leader).get(
        reverse("wall"), {"view": "moon", "value": "none", "from": "x", "page": "-3"}
    )

    assert [post.kudos for post in answer.context["wall"].posts] == [thanked]


def test_what_people_write_is_shown_as_words_not_as_markup(
    cast: Cast, signed_in: SignIn, value: CompanyValue
) -> None:
    client = signed_in(cast.leader)
    client.post(reverse("thank"), form(value=value.pk, reason="<script>alert('a')</script> twenty"))

    assert b"<script>alert" not in client.get(reverse("wall")).content
