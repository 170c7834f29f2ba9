"""The pages on which thanks are given, without any script: what they keep, what they answer, who gets in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from recognition.models import CompanyValue, Kudos
from tests.cast import Cast, person
from tests.factories.signals import open_case
from tests.recognition.conftest import WORDS, SignIn, form, names_of


@pytest.mark.parametrize("name", ["wall", "thank", "compliment", "company_values", "thanks_watch"])
def test_strangers_sign_in_first(cast: Cast, client: Client, name: str) -> None:
    answer = client.get(reverse(name))

    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("wall", "outsider", 200),
        ("wall", "board", 200),
        ("thank", "front_line", 200),
        ("compliment", "front_line", 200),
        ("company_values", "administrator", 200),
        ("company_values", "cx_manager", 403),
        ("company_values", "owner", 403),
        ("thanks_watch", "cx_manager", 200),
        ("thanks_watch", "administrator", 403),
        ("thanks_watch", "owner", 403),
    ],
)
def test_each_page_opens_for_whom_it_is(
    cast: Cast, signed_in: SignIn, name: str, who: str, status: int
) -> None:
    assert signed_in(getattr(cast, who)).get(reverse(name)).status_code == status


def test_thanks_are_sent_and_the_giver_lands_at_the_post(
    cast: Cast, signed_in: SignIn, value: CompanyValue
) -> None:
    answer = signed_in(cast.leader).post(reverse("thank"), form(value=value.pk))

    kudos = Kudos.objects.get()
    assert (kudos.giver, names_of(kudos), kudos.reason) == (cast.leader, ["Fay Front"], WORDS)
    assert answer["Location"] == f"/thanks/?view=near#kudos-{kudos.uuid}"


def test_a_second_press_makes_no_second_thanks(cast: Cast, signed_in: SignIn, value: CompanyValue) -> None:
    client = signed_in(cast.leader)

    answers = [client.post(reverse("thank"), form(value=value.pk))["Location"] for _ in range(2)]

    assert (Kudos.objects.count(), answers[0]) == (1, answers[1])


def test_several_boxes_and_several_names_in_a_box_are_all_thanked(
    cast: Cast, signed_in: SignIn, value: CompanyValue
) -> None:
    signed_in(cast.leader).post(reverse("thank"), form(value=value.pk, whom=["Fay, Finn", "", "Bruno"]))

    assert names_of(Kudos.objects.get()) == ["Bruno Peer", "Fay Front", "Finn Front"]


def test_a_refused_form_keeps_everything_typed(cast: Cast, signed_in: SignIn, value: CompanyValue) -> None:
    answer = signed_in(cast.leader).post(
        reverse("thank"), form(value=value.pk, whom=["Fay Front", "Nobody Known"], reason="Too short")
    )

    shown = answer.context["form"]
    assert (shown["whom"].value(), shown["reason"].value(), shown["value"].value()) == (
        ["Fay Front", "Nobody Known"],
        "Too short",
        str(value.pk),
    )
    assert shown.errors == {
        "whom": ["Nobody here is called “Nobody Known”. Check the spelling, or type the surname."],
        "reason": ["Say a little more: 20 characters or more, so that they know what to go on doing."],
    }
    assert b'value="Nobody Known"' in answer.content


def test_a_name_two_people_share_asks_which_one(cast: Cast, signed_in: SignIn, value: CompanyValue) -> None:
    other = person("fay2", "Fay Front", reports_to=cast.peer, unit=cast.york, title="Baker")
    client = signed_in(cast.leader)

    asked = client.post(reverse("thank"), form(value=value.pk))
    choice = asked.context["form"].choices[0]
    client.post(reverse("thank"), form(value=value.pk, **{choice.name: str(other.pk)}))

    assert [(one.name, one.note) for one in choice.people] == [
        ("Fay Front", "Leeds"),
        ("Fay Front", "Baker, York"),
    ]
    assert Kudos.objects.get().receivers.get().person == other


def test_a_choice_for_another_name_counts_for_nothing(
    cast: Cast, signed_in: SignIn, value: CompanyValue
) -> None:
    data = form(value=value.pk, whom=["Front"], **{"pick-0": str(cast.owner.pk)})

    answer = signed_in(cast.leader).post(reverse("thank"), data)

    assert answer.context["form"].errors == {"whom": ["2 people fit “Front”. Choose one below."]}


def test_thanking_oneself_is_answered_in_the_form(cast: Cast, signed_in: SignIn, value: CompanyValue) -> None:
    answer = signed_in(cast.leader).post(reverse("thank"), form(value=value.pk, whom=["Anna Leader"]))

    assert answer.context["form"].errors == {
        "whom": ["You cannot thank yourself. Whom do you want to thank?"]
    }


def test_more_than_usual_is_asked_and_sent_on_yes(cast: Cast, signed_in: SignIn, value: CompanyValue) -> None:
    client = signed_in(cast.leader)
    for number in range(3):
        client.post(reverse("thank"), form(value=value.pk, once=f"form-{number}"))

    asked = client.post(reverse("thank"), form(value=value.pk, once="fourth"))
    count_before = Kudos.objects.count()
    client.post(reverse("thank"), form(value=value.pk, once="fourth", sure="1"))

    assert asked.context["form"].ask.startswith("You have thanked Fay Front 3 times in the last seven days.")
    assert (count_before, Kudos.objects.count()) == (3, 4)


def test_the_name_typed_on_the_wall_stands_in_the_form(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.leader).get(reverse("thank"), {"whom": "Fay"})

    assert answer.context["form"]["whom"].value() == ["Fay"]


def test_colleagues_near_are_offered_without_the_reader(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.leader).get(reverse("wall"))

    assert [one.name for one in answer.context["near"]] == ["Bruno Peer", "Dora Director", "Fay Front"]


def test_a_customers_words_are_passed_on(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.leader).post(
        reverse("compliment"),
        {"words": "Fay was so kind.", "whom": ["Fay"], "place": cast.leeds.pk, "once": "a"},
    )

    kudos = Kudos.objects.get()
    assert (names_of(kudos), kudos.typed_in_by, kudos.confirmed_at is None) == (
        ["Fay Front"],
        cast.leader,
        False,
    )


def test_praise_without_a_name_waits_and_says_for_whom(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.front_line).post(
        reverse("compliment"),
        {"words": "So kind.", "whom": [""], "place": cast.leeds.pk, "once": "a"},
        follow=True,
    )

    assert [str(message) for message in answer.context["messages"]] == [
        "Kept. Anna Leader says whom it is for, then it reaches the wall."
    ]


def test_a_case_may_be_named_and_only_who_may_see_it_finds_the_link(
    cast: Cast, signed_in: SignIn, value: CompanyValue
) -> None:
    case = open_case(cast)
    signed_in(cast.leader).post(reverse("thank"), form(value=value.pk, case=case.pk))

    links = [
        [post.case for post in signed_in(one).get(reverse("wall"), {"view": "all"}).context["wall"].posts]
        for one in (cast.leader, cast.outsider)
    ]

    assert links == [[case.pk], [None]]


def test_a_case_one_may_not_see_cannot_be_named(cast: Cast, signed_in: SignIn, value: CompanyValue) -> None:
    case = open_case(cast)
    client = signed_in(cast.peer)

    offered = client.get(reverse("thank"), {"case": case.pk}).context["form"]["case"].value()
    refused = client.post(reverse("thank"), form(value=value.pk, case=case.pk))

    assert (offered, list(refused.context["form"].errors), Kudos.objects.count()) == (None, ["case"], 0)


def test_a_link_to_thank_somebody_fills_in_their_name(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.leader).get(reverse("thank"), {"to": cast.front_line.pk})

    assert page.context["form"].initial["whom"] == ["Fay Front"]
