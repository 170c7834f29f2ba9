"""The rules page: rules as sentences in their order, gaps on top, and the last 30 days tried on paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from cxapp.lib.clock import now as clock_now
from feedback.models import Account, AssignmentRule, Stage
from feedback.queries.replay import rules_today
from feedback.queries.rules import sentences
from feedback.queries.rules_dry_run import dry_run, headless
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.manage.conftest import SignIn


def _typed(**more: Any) -> dict[str, Any]:
    """A filled-in form of a rule."""
    empty = dict.fromkeys(
        ("place", "department", "stage", "severity", "channel", "tag", "account", "language", "value_from"),
        "",
    )
    return {"name": "A rule", "leader": "", "head_of": "", **empty, **more}


def _words() -> list[tuple[str, str]]:
    return [(sentence.when, sentence.then) for sentence in sentences()]


@pytest.mark.parametrize(
    ("who", "status", "may_add"),
    [("cx_manager", 200, 200), ("owner", 200, 403), ("administrator", 403, 403), ("leader", 403, 403)],
)
def test_who_reads_and_who_changes(
    cast: Cast, signed_in: SignIn, who: str, status: int, may_add: int
) -> None:
    client = signed_in(getattr(cast, who))

    assert (client.get(reverse("rules")).status_code, client.get(reverse("add_rule")).status_code) == (
        status,
        may_add,
    )


def test_a_rule_reads_as_a_sentence(cast: Cast) -> None:
    delivery = Stage.objects.create(slug="my-delivery", name="Delivery")
    account = Account.objects.create(name="Example Farms")
    AssignmentRule.objects.create(
        order=1, name="1", conditions={"stage": delivery.pk, "place": cast.leeds.pk}, head_of=cast.leeds
    )
    AssignmentRule.objects.create(
        order=2,
        name="2",
        conditions={"value_from": 12000.0, "account": account.pk, "severity": "high", "tag": "Loans"},
        leader=cast.owner,
    )
    AssignmentRule.objects.create(order=3, name="3", conditions={}, leader=cast.director)

    assert _words() == [
        ("Complaints about Delivery at Leeds", "head of Leeds, Anna Leader"),
        (
            "Complaints of high severity on “Loans” from Example Farms from customers worth 12,000 a year or more",
            "Olga Owner",
        ),
        ("Every complaint", "Dora Director"),
    ]


def test_a_rule_that_names_nobody_today_says_so(cast: Cast) -> None:
    AssignmentRule.objects.create(name="1", leader=cast.peer)
    User.objects.filter(pk=cast.peer.pk).update(is_active=False)

    assert [sentence.problem for sentence in sentences()] == [
        "Bruno Peer has left: the next rule is asked instead."
    ]


def test_a_rule_is_added_last_from_the_form(cast: Cast, signed_in: SignIn) -> None:
    AssignmentRule.objects.create(name="old", leader=cast.owner, order=70)

    signed_in(cast.cx_manager).post(
        reverse("add_rule"), _typed(place=cast.york.pk, value_from="1200.50", head_of=cast.york.pk)
    )

    rule = AssignmentRule.objects.order_by("order").last()
    assert rule is not None
    assert (rule.conditions, rule.head_of, rule.leader) == (
        {"place": cast.york.pk, "value_from": 1200.5},
        cast.york,
        None,
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"leader": ["Choose a person, or a place or department whose head leads, not both."]}),
        ({"name": ""}, {"name": ["Give the rule a name."]}),
        ({"value_from": "lots"}, {"value_from": ["Write the value as a number, like 1200"]}),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignIn, fields: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    answer = signed_in(cast.cx_manager).post(reverse("add_rule"), _typed(tag="Loans", **fields))

    assert (answer.context["form"].errors, answer.context["form"]["tag"].value()) == (errors, "Loans")
    assert not AssignmentRule.objects.exists()


def test_a_rule_is_changed_and_its_form_comes_filled_in(cast: Cast, signed_in: SignIn) -> None:
    rule = AssignmentRule.objects.create(name="old", conditions={"place": cast.leeds.pk}, leader=cast.owner)
    client = signed_in(cast.cx_manager)
    form = client.get(reverse("edit_rule", args=[rule.pk])).context["form"]

    client.post(
        reverse("edit_rule", args=[rule.pk]), _typed(name="new", severity="high", leader=cast.peer.pk)
    )

    rule.refresh_from_db()
    assert (form["place"].value(), form["leader"].value()) == (cast.leeds.pk, cast.owner.pk)
    assert (rule.name, rule.conditions, rule.leader) == ("new", {"severity": "high"}, cast.peer)


def test_rules_are_moved_and_deleted_by_buttons(cast: Cast, signed_in: SignIn) -> None:
    first = AssignmentRule.objects.create(name="first", leader=cast.owner, order=10)
    second = AssignmentRule.objects.create(name="second", leader=cast.peer, order=20)
    client = signed_in(cast.cx_manager)

    client.post(reverse("move_rule", args=[second.pk]), {"way": "up"})
    moved = list(AssignmentRule.objects.order_by("order"))
    client.post(reverse("delete_rule", args=[first.pk]))

    assert (moved, list(AssignmentRule.objects.all())) == ([second, first], [second])


@pytest.mark.parametrize("name", ["move_rule", "delete_rule"])
def test_reading_an_address_changes_nothing(cast: Cast, signed_in: SignIn, name: str) -> None:
    rule = AssignmentRule.objects.create(name="first", leader=cast.owner)

    assert signed_in(cast.cx_manager).get(reverse(name, args=[rule.pk])).status_code == 405


def test_the_dry_run_says_what_each_rule_catches_what_falls_and_what_climbs(cast: Cast) -> None:
    caught = AssignmentRule.objects.create(name="1", conditions={"tag": "Loans"}, leader=cast.peer)
    week_ago = NOW - timedelta(days=7)
    open_case(cast, at=week_ago, tag="Loans", severity="high")
    open_case(cast, at=week_ago)
    open_case(cast, at=NOW, place=None)
    open_case(cast, at=NOW - timedelta(days=31))

    found = dry_run(rules=rules_today(), now=NOW)

    assert (found.total, found.by_rule, found.by_line, found.fallen) == (3, {caught.pk: 1}, 1, 1)
    assert (found.at_owner, found.owner, found.nowhere) == (3, "Olga Owner", 1)
    assert [(row.severity.value, row.cases, row.contact, row.resolution) for row in found.severities] == [
        ("low", 0, "16 working hours", "20 working days"),
        ("normal", 2, "8 working hours", "10 working days"),
        ("high", 1, "4 working hours", "5 working days"),
        ("critical", 0, "1 working hour", "2 working days"),
    ]


def test_a_rule_is_tried_before_it_is_saved(cast: Cast, signed_in: SignIn) -> None:
    open_case(cast, at=clock_now())

    answer = signed_in(cast.cx_manager).post(
        reverse("add_rule"), _typed(**{"place": cast.leeds.pk, "leader": cast.peer.pk, "try": "1"})
    )

    assert "This rule would have caught one complaint." in answer.content.decode()
    assert not AssignmentRule.objects.exists()


def test_places_without_a_leader_stand_on_top_as_sentences(cast: Cast, signed_in: SignIn) -> None:
    cast.leeds.head = None
    cast.leeds.save()

    page = signed_in(cast.cx_manager).get(reverse("rules")).content.decode()

    assert headless(NOW) == ["Leeds has no head. Name one."]
    assert page.index("Leeds has no head. Name one.") < page.index("In this order")


def test_an_empty_house_reads_well(cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.cx_manager).get(reverse("rules")).content.decode()

    assert ">8 working hours</td>" in page
    assert "No complaint arrived in the last 30 days." in page
    assert "No rules yet" in page
