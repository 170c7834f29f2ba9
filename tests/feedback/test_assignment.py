"""Who leads a new case: account, rules in their order, place, department, upwards, the owner; and why."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Unit, User, Witness
from cxapp.lib.errors import NotAllowed
from feedback.enums import ResponsibilityReason as Why
from feedback.enums import SignalChannel
from feedback.models import Account, AssignmentRule, Case, Customer, Responsibility, Stage
from feedback.operations.assignment_rules import RuleRefused, add_rule, delete_rule, move_rule
from tests.cast import LONG_AGO, NOW, Cast
from tests.factories.signals import open_case


def _rule(
    cast: Cast, *, leader: User | None = None, head_of: Unit | None = None, **conditions: Any
) -> AssignmentRule:
    return add_rule(
        name=f"rule {AssignmentRule.objects.count() + 1}",
        conditions=conditions,
        leader=leader,
        head_of=head_of,
        by=cast.cx_manager,
        now=NOW,
    )


def _why(case: Case) -> tuple[str, str]:
    """The leader's name and the reason, as they are kept."""
    held = Responsibility.objects.select_related("leader").get(case=case)
    assert held.leader_id == case.leader_id
    return held.leader.name, held.reason


def _headless(unit: Unit) -> None:
    unit.head = None
    unit.save()


def test_the_leader_of_the_place_leads(cast: Cast) -> None:
    assert _why(open_case(cast)) == ("Anna Leader", Why.PLACE_HEAD)


def test_a_place_without_a_leader_falls_to_the_nearest_head_above(cast: Cast) -> None:
    _headless(cast.leeds)

    assert _why(open_case(cast)) == ("Dora Director", Why.ABOVE_PLACE)


def test_a_head_who_left_is_passed_over(cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)

    assert _why(open_case(cast)) == ("Dora Director", Why.ABOVE_PLACE)


def test_without_a_place_the_head_of_the_department_leads(cast: Cast) -> None:
    assert _why(open_case(cast, place=None, department=cast.office.pk)) == ("Olga Owner", Why.DEPARTMENT_HEAD)


def test_with_nothing_known_the_owner_leads_and_it_is_said(cast: Cast) -> None:
    assert _why(open_case(cast, place=None)) == ("Olga Owner", Why.OWNER)


def test_the_first_rule_that_fits_comes_before_the_place(cast: Cast) -> None:
    _rule(cast, leader=cast.director, place=cast.york.pk)
    _rule(cast, leader=cast.peer, place=cast.leeds.pk)
    _rule(cast, leader=cast.owner)

    case = open_case(cast)

    assert _why(case) == ("Bruno Peer", Why.RULE)
    assert Responsibility.objects.get(case=case).reason_data["name"] == "rule 2"


def test_moving_a_rule_up_makes_it_count_first(cast: Cast) -> None:
    _rule(cast, leader=cast.director)
    second = _rule(cast, leader=cast.peer)

    move_rule(rule=second, up=True, by=cast.cx_manager, now=NOW)

    assert _why(open_case(cast)) == ("Bruno Peer", Why.RULE)


def test_moving_past_either_end_changes_nothing(cast: Cast) -> None:
    first, last = _rule(cast, leader=cast.director), _rule(cast, leader=cast.peer)

    move_rule(rule=first, up=True, by=cast.cx_manager, now=NOW)
    move_rule(rule=last, up=False, by=cast.cx_manager, now=NOW)

    assert list(AssignmentRule.objects.order_by("order")) == [first, last]


def test_a_rule_may_name_whoever_heads_a_unit_today(cast: Cast) -> None:
    _rule(cast, head_of=cast.york)

    assert _why(open_case(cast)) == ("Bruno Peer", Why.RULE)


def test_a_rule_that_names_nobody_today_is_passed_over(cast: Cast) -> None:
    _rule(cast, head_of=cast.york)
    _headless(cast.york)

    assert _why(open_case(cast)) == ("Anna Leader", Why.PLACE_HEAD)


def test_a_place_in_a_rule_includes_what_lies_below_it(cast: Cast) -> None:
    _rule(cast, leader=cast.owner, place=cast.north.pk)

    assert _why(open_case(cast)) == ("Olga Owner", Why.RULE)


@pytest.mark.parametrize(
    ("condition", "fitting", "other"),
    [
        ({"channel": "form"}, {"channel": SignalChannel.FORM}, {"channel": SignalChannel.STAFF}),
        ({"severity": "high"}, {"severity": "high"}, {"severity": "normal"}),
        ({"tag": "Mortgage"}, {"tag": "mortgage"}, {"tag": "card"}),
        ({"value_from": 1000.0}, {"yearly_value": 1000}, {"yearly_value": 999}),
        ({"language": "de"}, {"language": "de"}, {"language": "en"}),
    ],
)
def test_each_condition_lets_through_what_fits_and_nothing_else(
    cast: Cast, condition: dict[str, Any], fitting: dict[str, Any], other: dict[str, Any]
) -> None:
    _rule(cast, leader=cast.owner, **condition)

    assert (_why(open_case(cast, **fitting))[1], _why(open_case(cast, **other))[1]) == (
        Why.RULE,
        Why.PLACE_HEAD,
    )


def test_a_stage_lets_through_its_own_complaints_only(cast: Cast) -> None:
    delivery, billing = (Stage.objects.create(slug=slug, name=slug) for slug in ("my-delivery", "my-billing"))
    _rule(cast, leader=cast.owner, stage=delivery.pk)

    reasons = [_why(open_case(cast, stage=stage.pk))[1] for stage in (delivery, billing)]

    assert reasons == [Why.RULE, Why.PLACE_HEAD]


def test_all_conditions_of_a_rule_must_hold(cast: Cast) -> None:
    _rule(cast, leader=cast.owner, place=cast.leeds.pk, severity="high")

    assert _why(open_case(cast)) == ("Anna Leader", Why.PLACE_HEAD)


def test_an_inactive_rule_is_not_asked(cast: Cast) -> None:
    AssignmentRule.objects.filter(pk=_rule(cast, leader=cast.owner).pk).update(is_active=False)

    assert _why(open_case(cast)) == ("Anna Leader", Why.PLACE_HEAD)


def test_the_leader_of_the_customers_account_comes_first(cast: Cast) -> None:
    _rule(cast, leader=cast.owner)
    account = Account.objects.create(name="Example Farms", leader=cast.peer)
    customer = Customer.objects.create(name="Buyer Example", account=account, created_at=NOW)

    assert _why(open_case(cast, customer=customer.pk)) == ("Bruno Peer", Why.ACCOUNT)


def test_whoever_a_complaint_is_about_and_all_below_do_not_lead_it(cast: Cast) -> None:
    assert _why(open_case(cast, concerns=(cast.director.pk,)))[0] == "Olga Owner"


def test_a_complaint_about_the_owner_goes_to_the_witness(cast: Cast) -> None:
    Witness.objects.create(user=cast.board, named_by=cast.owner, since=LONG_AGO)

    assert _why(open_case(cast, concerns=(cast.owner.pk,))) == ("Bert Board", Why.CONFLICT)


def test_a_rule_names_one_leader(cast: Cast) -> None:
    with pytest.raises(RuleRefused):
        _rule(cast, leader=cast.owner, head_of=cast.leeds)
    with pytest.raises(RuleRefused):
        _rule(cast)


def test_only_a_cx_manager_changes_rules(cast: Cast) -> None:
    rule = _rule(cast, leader=cast.owner)

    with pytest.raises(NotAllowed):
        delete_rule(rule=rule, by=cast.administrator, now=NOW)
    assert AssignmentRule.objects.filter(pk=rule.pk).exists()


def test_deleting_a_rule_leaves_its_cases_with_their_leader(cast: Cast) -> None:
    rule = _rule(cast, leader=cast.peer)
    case = open_case(cast)

    delete_rule(rule=rule, by=cast.cx_manager, now=NOW)

    case.refresh_from_db()
    assert (case.leader, _why(case)[1]) == (cast.peer, Why.RULE)
