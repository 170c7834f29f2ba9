"""Who changed a rule or an account, when and what: kept in history, read on the page of the rules and of the account."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Event
from accounts.operations.history import verify
from feedback.models import AssignmentRule
from feedback.operations.assignment_rules import RuleRefused, add_rule, change_rule, delete_rule, move_rule
from feedback.operations.customer_accounts import add_account, change_account
from feedback.queries.changes import account_changes, rule_changes
from tests.cast import NOW, Cast
from tests.feedback.pages.conftest import SignIn


def _add(cast: Cast, name: str = "Form", **conditions: Any) -> AssignmentRule:
    return add_rule(
        name=name, conditions=conditions, leader=cast.leader, head_of=None, by=cast.cx_manager, now=NOW
    )


def _change(cast: Cast, rule: AssignmentRule, **changes: Any) -> None:
    values: dict[str, Any] = {
        "name": rule.name, "conditions": rule.conditions, "leader": cast.leader, "head_of": None, **changes
    }  # fmt: skip
    change_rule(rule=rule, **values, by=cast.cx_manager, now=NOW)


def test_the_life_of_a_rule_is_told_newest_first_with_who_it_was_and_what_it_said(cast: Cast) -> None:
    rule = _add(cast, channel="form", value_from=1200.5)
    _add(cast, "Other")
    _change(cast, rule, leader=None, head_of=cast.york)
    move_rule(rule=rule, up=False, by=cast.cx_manager, now=NOW)
    delete_rule(rule=rule, by=cast.cx_manager, now=NOW)

    told = [(one.title, one.who, one.text) for one in rule_changes()]

    which = "Complaints by “Web form” from customers worth 1,200.50 a year or more"
    who = "Carl Manager"
    assert told == [
        ("Deleted the rule “Form”", who, f"Before: {which} → head of York"),
        ("Moved the rule “Form”", who, "One place later."),
        ("Changed the rule “Form”", who, f"{which} → head of York. Before: {which} → Anna Leader"),
        ("Added the rule “Other”", who, "Every complaint → Anna Leader"),
        ("Added the rule “Form”", who, f"{which} → Anna Leader"),
    ]
    assert verify().holds


def test_what_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    rule, account = _add(cast), add_account(name="Farms", leader=None, by=cast.cx_manager, now=NOW)
    before = Event.objects.count()

    _change(cast, rule)
    move_rule(rule=rule, up=True, by=cast.cx_manager, now=NOW)
    change_account(account=account, name=" Farms ", leader=None, by=cast.cx_manager, now=NOW)

    assert Event.objects.count() == before


def test_a_rule_that_somebody_deleted_meanwhile_is_not_changed_or_deleted_again(cast: Cast) -> None:
    rule = _add(cast)
    AssignmentRule.objects.all().delete()

    with pytest.raises(RuleRefused, match="Somebody deleted this rule"):
        _change(cast, rule)
    with pytest.raises(RuleRefused, match="Somebody deleted this rule"):
        delete_rule(rule=rule, by=cast.cx_manager, now=NOW)


def test_who_led_an_account_is_told_and_its_name_stays_out_of_history(cast: Cast) -> None:
    account = add_account(name="The Moss household", leader=cast.peer, by=cast.cx_manager, now=NOW)
    add_account(name="Somebody else", leader=None, by=cast.cx_manager, now=NOW)
    change_account(account=account, name="Moss", leader=cast.leader, by=cast.cx_manager, now=NOW)
    change_account(account=account, name="Moss", leader=None, by=cast.cx_manager, now=NOW)

    assert [(one.title, one.who, one.text) for one in account_changes(account)] == [
        ("Changed the account", "Carl Manager", "The rules name who leads. Before: Anna Leader."),
        ("Changed the account", "Carl Manager", "Another name. Anna Leader leads. Before: Bruno Peer."),
        ("Added the account", "Carl Manager", "Bruno Peer leads."),
    ]
    kept = Event.objects.filter(code__startswith="account_")
    assert not [event for event in kept if "Moss" in str(event.data)]


def test_the_changes_stand_on_the_pages_of_whoever_keeps_rules_and_accounts(
    cast: Cast, sign_in: SignIn
) -> None:
    _add(cast)
    account = add_account(name="Example Farms", leader=cast.peer, by=cast.cx_manager, now=NOW)

    for keeper in (cast.cx_manager, cast.owner):
        client = sign_in(keeper)
        assert "Added the rule “Form”" in client.get("/manage/rules/").content.decode()
        assert "Added the account" in client.get(f"/customers/accounts/{account.pk}/").content.decode()
    assert (
        "Added the account"
        not in sign_in(cast.peer).get(f"/customers/accounts/{account.pk}/").content.decode()
    )
