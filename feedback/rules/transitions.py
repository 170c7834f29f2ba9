"""The state machine of a case as one table: each verb, from which states, to which state, and who may.

Buttons, API, operations and tests read it. Not here: what else a verb asks for (a cause, a reason): its operation does.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple, Protocol

from feedback.enums import CaseState as State
from feedback.enums import End


class Standing(StrEnum):
    """What one person is to one case. `OWNER` is the top of its line: the owner, or whoever leads it with nobody above."""

    LEADER = "leader"
    DEPUTY = "deputy"
    RUNG = "rung"
    ABOVE = "above"
    OWNER = "owner"
    CX_MANAGER = "cx_manager"
    LOGGER = "logger"
    RECEIVER = "receiver"
    CUSTOMER = "customer"


class Verb(StrEnum):
    LOG_CONTACT = "log_contact"
    UNDO_CONTACT = "undo_contact"
    CORRECT_CONTACT = "correct_contact"
    MAKE_PROMISE = "make_promise"
    KEEP_PROMISE = "keep_promise"
    LATER = "later"
    CHANGE_WISH = "change_wish"
    LOSE_REACH = "lose_reach"
    FIND_REACH = "find_reach"
    OFFER = "offer"
    ANSWER_OFFER = "answer_offer"
    WITHDRAW_OFFER = "withdraw_offer"
    TAKE_OVER = "take_over"
    SOMEONE_ELSE = "someone_else"
    RAISE_SEVERITY = "raise_severity"
    LOWER_SEVERITY = "lower_severity"
    WRITE_ANSWER = "write_answer"
    DECIDE = "decide"
    LOG_ACTION = "log_action"
    CUSTOMER_WRITES = "customer_writes"
    CUSTOMER_SAYS = "customer_says"
    RESOLVE = "resolve"
    RECORD_CAUSE = "record_cause"
    PROPOSE_END = "propose_end"
    ANSWER_END = "answer_end"
    CLOSE = "close"
    UNDO_WITHDRAWAL = "undo_withdrawal"
    MERGE = "merge"
    UNDO_MERGE = "undo_merge"
    SPLIT = "split"
    SUGGEST_CONCERN = "suggest_concern"
    MARK_CONCERN = "mark_concern"
    GIVE_RECOVERY = "give_recovery"
    DECIDE_RECOVERY = "decide_recovery"


class Rule(NamedTuple):
    """One row: legal in these states, for these people; `to` is the state it leads to, blank where it changes none."""

    states: frozenset[State]
    who: frozenset[Standing]
    to: str = ""


class HasState(Protocol):
    state: str


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


OPEN = _states(State.WAITING, State.CONTACTED, State.RESOLVED)
HEARD = _states(State.CONTACTED, State.RESOLVED)
WAITING = _states(State.WAITING)
CLOSED = _states(State.CLOSED)
ANY = OPEN | CLOSED

HANDS_ON = frozenset({Standing.LEADER, Standing.DEPUTY, Standing.RUNG})
HOLDER = frozenset({Standing.LEADER, Standing.DEPUTY})
SUPERIOR = frozenset({Standing.ABOVE, Standing.OWNER})
CUSTOMER = frozenset({Standing.CUSTOMER})
LOGGER = frozenset({Standing.LOGGER})
MANAGER = frozenset({Standing.CX_MANAGER})
STAFF = HANDS_ON | SUPERIOR | MANAGER | LOGGER

RULES: dict[Verb, Rule] = {
    Verb.LOG_CONTACT: Rule(OPEN, HANDS_ON, State.CONTACTED),
    Verb.UNDO_CONTACT: Rule(_states(State.WAITING, State.CONTACTED), HANDS_ON, State.WAITING),
    Verb.CORRECT_CONTACT: Rule(ANY, HANDS_ON),
    Verb.MAKE_PROMISE: Rule(OPEN, HANDS_ON),
    Verb.KEEP_PROMISE: Rule(OPEN, HANDS_ON),
    Verb.LATER: Rule(WAITING, HANDS_ON | CUSTOMER),
    Verb.CHANGE_WISH: Rule(OPEN, HANDS_ON | CUSTOMER | LOGGER),
    Verb.LOSE_REACH: Rule(WAITING, HANDS_ON),
    Verb.FIND_REACH: Rule(OPEN, STAFF | CUSTOMER),
    Verb.OFFER: Rule(OPEN, HOLDER),
    Verb.ANSWER_OFFER: Rule(OPEN, frozenset({Standing.RECEIVER})),
    Verb.WITHDRAW_OFFER: Rule(OPEN, HOLDER),
    Verb.TAKE_OVER: Rule(OPEN, SUPERIOR),
    Verb.SOMEONE_ELSE: Rule(OPEN, CUSTOMER),
    Verb.RAISE_SEVERITY: Rule(OPEN, STAFF),
    Verb.LOWER_SEVERITY: Rule(OPEN, SUPERIOR),
    Verb.WRITE_ANSWER: Rule(OPEN, HANDS_ON, State.CONTACTED),
    Verb.DECIDE: Rule(WAITING, HANDS_ON, State.CONTACTED),
    Verb.LOG_ACTION: Rule(OPEN, HANDS_ON, State.CONTACTED),
    Verb.CUSTOMER_WRITES: Rule(ANY, CUSTOMER),
    Verb.CUSTOMER_SAYS: Rule(ANY, CUSTOMER),
    Verb.RESOLVE: Rule(_states(State.CONTACTED), HANDS_ON, State.RESOLVED),
    Verb.RECORD_CAUSE: Rule(ANY, HANDS_ON | SUPERIOR | MANAGER),
    Verb.PROPOSE_END: Rule(OPEN, HOLDER),
    Verb.ANSWER_END: Rule(OPEN, SUPERIOR),
    Verb.CLOSE: Rule(OPEN, STAFF | CUSTOMER, State.CLOSED),
    Verb.UNDO_WITHDRAWAL: Rule(CLOSED, CUSTOMER, State.WAITING),
    Verb.MERGE: Rule(OPEN, HOLDER | SUPERIOR | MANAGER),
    Verb.UNDO_MERGE: Rule(CLOSED, HOLDER | SUPERIOR | MANAGER, State.WAITING),
    Verb.SPLIT: Rule(OPEN, SUPERIOR),
    Verb.SUGGEST_CONCERN: Rule(ANY, STAFF),
    Verb.MARK_CONCERN: Rule(ANY, HOLDER | SUPERIOR | MANAGER),
    Verb.GIVE_RECOVERY: Rule(OPEN, STAFF),
    Verb.DECIDE_RECOVERY: Rule(ANY, HANDS_ON | SUPERIOR),
}


class EndRule(NamedTuple):
    """How one end comes about: from which states, who may close with it directly, who may propose it to the one above."""

    states: frozenset[State]
    who: frozenset[Standing]
    proposed_by: frozenset[Standing] = frozenset()


NOBODY: frozenset[Standing] = frozenset()

ENDS: dict[End, EndRule] = {
    End.PUT_RIGHT: EndRule(HEARD, NOBODY),
    End.NO_ANSWER: EndRule(_states(State.RESOLVED), NOBODY),
    End.FINAL_ANSWER: EndRule(HEARD, SUPERIOR, HOLDER),
    End.WITHDRAWN: EndRule(OPEN, HANDS_ON | LOGGER | CUSTOMER),
    End.NO_CASE: EndRule(OPEN, NOBODY, HOLDER),
    End.NOT_SAFE: EndRule(OPEN, NOBODY, HOLDER),
    End.COULD_NOT_REACH: EndRule(WAITING, HANDS_ON),
    End.BY_ACTION: EndRule(HEARD, HANDS_ON),
    End.DECIDED: EndRule(HEARD, NOBODY),
    End.MERGED: EndRule(OPEN, NOBODY),
    End.AS_IMPORTED: EndRule(ANY, NOBODY),
}
"""`NOBODY` closes with an end by hand where the customer's word, a moment, a confirmation or a merge does it."""


def may(*, verb: Verb, case: HasState, role: str | Collection[str]) -> bool:
    """Whether somebody with this standing (one, or all they have) may use this verb on the case as it is."""
    rule = RULES[verb]
    return case.state in rule.states and has(rule.who, role)


def may_end(*, end: End, case: HasState, role: str | Collection[str]) -> bool:
    """Whether somebody may close the case with this end at once."""
    rule = ENDS[end]
    return case.state in rule.states and has(rule.who, role)


def may_propose(*, end: End, case: HasState, role: str | Collection[str]) -> bool:
    """Whether somebody may propose this end to the one above."""
    rule = ENDS[end]
    return case.state in rule.states and has(rule.proposed_by, role)


def has(who: Collection[str], role: str | Collection[str]) -> bool:
    """Whether any of the given standings is among those wanted."""
    held = {role} if isinstance(role, str) else set(role)
    return not held.isdisjoint(who)
