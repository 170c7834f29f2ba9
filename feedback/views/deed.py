"""What a verb of staff on a case is made of, and when it is worth a button. The table itself is in `deeds` and `deeds_more`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feedback.forms.verbs import VerbForm
from feedback.queries.case_page import Page
from feedback.rules.transitions import Verb

Sense = Callable[[Page, frozenset[str]], bool]


@dataclass(frozen=True, slots=True)
class Deed:
    """`text` is the button, `title` the page behind it, `done` what is said afterwards. `sense`: worth a button now."""

    verb: Verb
    text: Any
    title: Any
    icon: str
    form: type[VerbForm]
    operation: Callable[..., Any]
    done: Any
    lede: Any = ""
    sense: Sense = lambda page, roles: True
    in_row: bool = False
    danger: bool = False


def clock_is(kind: str) -> Sense:
    return lambda page, roles: page.clock is not None and page.clock.waiting and page.clock.kind == kind


def can_be_reached(page: Page, roles: frozenset[str]) -> bool:
    return page.case.reachable and not page.case.is_place_case


def writes(page: Page, roles: frozenset[str]) -> bool:
    return can_be_reached(page, roles) and page.case.wish != "no_contact"


def acts(page: Page, roles: frozenset[str]) -> bool:
    return not can_be_reached(page, roles) and page.case.wish != "no_contact"


def has_fix(page: Page, roles: frozenset[str]) -> bool:
    return any(promise.kind == "fix_by" for promise in page.open_promises)
