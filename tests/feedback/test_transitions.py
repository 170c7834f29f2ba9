"""The table of verbs: complete, and true for every state and standing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from feedback.enums import CaseState, End
from feedback.rules.transitions import ENDS, RULES, Standing, Verb, may, may_end, may_propose


@dataclass
class InState:
    state: str


def test_every_verb_has_a_row_and_every_end_too() -> None:
    assert (set(RULES), set(ENDS)) == (set(Verb), set(End))


@pytest.mark.parametrize("verb", list(Verb))
def test_a_verb_is_legal_exactly_in_its_states_and_for_its_people(verb: Verb) -> None:
    rule = RULES[verb]
    legal = {
        (state, role)
        for state in CaseState
        for role in Standing
        if may(verb=verb, case=InState(state), role=role)
    }

    assert legal == {(state, role) for state in rule.states for role in rule.who}


def test_somebody_without_a_standing_may_nothing() -> None:
    assert [verb for verb in Verb if may(verb=verb, case=InState("waiting"), role=())] == []


def test_only_the_front_doors_stay_open_on_a_closed_case() -> None:
    everyone = set(Standing)

    assert {verb for verb in Verb if may(verb=verb, case=InState("closed"), role=everyone)} == {
        Verb.CORRECT_CONTACT,
        Verb.CUSTOMER_WRITES,
        Verb.CUSTOMER_SAYS,
        Verb.RECORD_CAUSE,
        Verb.UNDO_WITHDRAWAL,
        Verb.UNDO_MERGE,
        Verb.SUGGEST_CONCERN,
        Verb.MARK_CONCERN,
        Verb.DECIDE_RECOVERY,
    }


def test_no_end_that_promises_an_act_is_legal_while_the_case_waits() -> None:
    everyone = set(Standing)
    legal = {end for end in End if may_end(end=end, case=InState("waiting"), role=everyone)}

    assert legal == {End.WITHDRAWN, End.COULD_NOT_REACH}


def test_the_leader_proposes_what_somebody_above_confirms() -> None:
    proposed = {end for end in End if may_propose(end=end, case=InState("contacted"), role=Standing.LEADER)}

    assert proposed == {End.NO_CASE, End.NOT_SAFE, End.FINAL_ANSWER}
