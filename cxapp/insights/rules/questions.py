"""Questions worth asking when numbers look too good: five patterns, what raises each, why, and how often chance would. Pure.

A pattern is a reason to ask, never a finding about anybody. What lives here: the table of patterns and the arithmetic of
chance. What does not: whose rows are looked at (`queries.questions`), wording of one finding (`views.questions`).

One rule for all that can be reckoned: a question is raised where chance alone would raise it, anywhere in the company, at
most once in a hundred quarters. The more people are looked at, the rarer it must be for each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import comb, exp
from typing import Any

from django.utils.translation import gettext_lazy as _

DAYS = 90
LOOKED_AT = timedelta(days=DAYS)
RARE = 0.01
"""What chance may do in one quarter, over everybody looked at."""
FEWEST = 3
"""Below so many nothing is asked, however unlikely."""
MINUTES = 15
QUICK = timedelta(minutes=MINUTES)
SHORTEST_NOTE = 20
MISTAKEN = 0.05
"""So many customers are taken to misremember, or to mean somebody else."""
QUICK_ANYWAY = 0.02
"""So many cases are taken to be put right on the spot, even where nobody else does it."""
WEEKS_BEFORE, WEEKS_AFTER = 8, 2


@dataclass(frozen=True, slots=True)
class Pattern:
    """One thing that is looked at. `raised` says when, `reason` why it is worth a question, `chance` how often by itself."""

    name: str
    title: Any
    question: Any
    raised: Any
    reason: Any
    chance: Any


_ONCE = _("Chance alone: at most once in a hundred quarters, over the whole company.")

PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "asking",
        _("Fewer customers asked after a bad week"),
        _("What happened to the asking after that week?"),
        _(
            "After a week with clearly more unhappy customers than in the eight weeks before, less than half as many"
            " customers as usual were asked in the next two weeks."
        ),
        _("Whoever asks less after bad news hears less of it. Holidays, a closed shop or a finished list do the same."),
        _(
            "Chance alone: at most once in a hundred quarters, over all places, if asking goes on evenly. Lists sent now"
            " and then make it more frequent."
        ),
    ),
    Pattern(
        "closed",
        _("Cases closed minutes after they were opened"),
        _("What was done in those minutes?"),
        _(
            "Three cases or more of one leader were closed within 15 minutes of being opened, clearly more than those of"
            " everybody else."
        ),
        _("A call, a fix and a yes take longer. Or the customer stood at the counter, and it was put right at once."),
        _ONCE,
    ),
    Pattern(
        "notes",
        _("The same note on several contacts"),
        _("Is that what was said each time?"),
        _("One person wrote the same words, 20 characters or more, on the contacts of three cases or more."),
        _("Each customer says something else. A habit, or several customers of one mishap, read the same."),
        _("Chance alone: hardly ever, nobody writes the same sentence twice by accident. Habit does."),
    ),
    Pattern(
        "denied",
        _("Contacts that customers do not remember"),
        _("Whom did we reach, and how?"),
        _(
            "Three customers or more said that they were not reached although one person had logged a contact, clearly"
            " more than the one in twenty who may misremember."
        ),
        _("The promise is kept by the contact itself. A wrong number, or somebody else at home, explains one, not many."),
        _ONCE,
    ),
    Pattern(
        "rings",
        _("Thanks that go round in a ring"),
        _("What are these thanks for?"),
        _(
            "Two or three people thanked each other in turn three times or more, clearly more than if everybody"
            " thanked anybody."
        ),
        _("Thanks are worth what they are for. People who work side by side have good reason to thank each other often."),
        _ONCE,
    ),
)  # fmt: skip
BY_NAME = {pattern.name: pattern for pattern in PATTERNS}


def at_least(k: int, n: int, share: float) -> float:
    """How likely k or more of n are, where each is with this share (binomial)."""
    return sum(comb(n, i) * share**i * (1 - share) ** (n - i) for i in range(k, n + 1))


def events_at_least(k: int, mean: float) -> float:
    """How likely k or more events are, where so many come on average (Poisson)."""
    return max(1 - events_at_most(k - 1, mean), 0.0)


def events_at_most(k: int, mean: float) -> float:
    """How likely at most k events are, where so many come on average (Poisson)."""
    term, total = exp(-mean), 0.0
    for i in range(k + 1):
        total += term
        term *= mean / (i + 1)
    return total if k >= 0 else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """k of n, of one person."""

    k: int
    n: int


def stand_out(parts: Mapping[int, Part], *, share: float | None = None) -> list[int]:
    """Whose part is beyond chance: against a given share, or against that of everybody else (at least the usual)."""
    k, n = sum(part.k for part in parts.values()), sum(part.n for part in parts.values())
    found = []
    for person, part in parts.items():
        others = share if share is not None else max(_share(k - part.k, n - part.n), QUICK_ANYWAY)
        if part.k >= FEWEST and at_least(part.k, part.n, others) * len(parts) <= RARE:
            found.append(person)
    return sorted(found, key=lambda person: (-parts[person].k, person))


def _share(k: int, n: int) -> float:
    return k / n if n else 0.0


@dataclass(frozen=True, slots=True)
class Drop:
    """A bad week, by its place in the row of weeks, and how many were asked after it and usually."""

    week: int
    asked: int
    usual: float


def drops(unhappy: Sequence[int], asked: Sequence[int], *, looked_at: int) -> list[Drop]:
    """Weeks after which clearly fewer were asked; `looked_at`: how many weeks of all places were looked at."""
    found = []
    for week in range(WEEKS_BEFORE, len(asked) - WEEKS_AFTER):
        before = slice(week - WEEKS_BEFORE, week)
        calm = sum(unhappy[before]) / WEEKS_BEFORE
        if unhappy[week] < FEWEST or events_at_least(unhappy[week], calm) > RARE:
            continue
        usual = WEEKS_AFTER * sum(asked[before]) / WEEKS_BEFORE
        after = sum(asked[week + 1 : week + 1 + WEEKS_AFTER])
        if 2 * after < usual and events_at_most(after, usual) * looked_at <= RARE:
            found.append(Drop(week, after, usual))
    return found


def rings(thanks: Mapping[tuple[int, int], int], *, people: int) -> list[tuple[int, ...]]:
    """Twos and threes who thank each other in turn, beyond what thanking anybody would bring; in an order of their own.

    `thanks` counts by giver and receiver. Three who also thank each other two by two stand as one three.
    """
    given: dict[int, int] = {}
    for (giver, _receiver), n in thanks.items():
        given[giver] = given.get(giver, 0) + n
    often = {pair: n for pair, n in thanks.items() if n >= FEWEST}

    def by_chance(ring: tuple[int, ...], ways: int) -> float:
        likely = float(ways)
        for pair in zip(ring, (*ring[1:], ring[0]), strict=True):
            likely *= events_at_least(often[pair], given[pair[0]] / max(people - 1, 1))
        return likely

    threes = [ring for ring in _threes(often) if by_chance(ring, 2 * comb(max(people, 3), 3)) <= RARE]
    twos = [
        (a, b)
        for a, b in sorted(often)
        if a < b
        and (b, a) in often
        and by_chance((a, b), comb(max(people, 2), 2)) <= RARE
        and not any({a, b} <= set(ring) for ring in threes)
    ]
    return [*threes, *twos]


def _threes(often: Mapping[tuple[int, int], int]) -> list[tuple[int, ...]]:
    """Each ring of three once, whichever way round it goes."""
    after: dict[int, set[int]] = {}
    for giver, receiver in often:
        after.setdefault(giver, set()).add(receiver)
    found: dict[frozenset[int], tuple[int, ...]] = {}
    for first, receivers in sorted(after.items()):
        for second in sorted(receivers):
            for third in sorted(after.get(second, set()) - {first}):
                if first in after.get(third, set()):
                    found.setdefault(frozenset((first, second, third)), (first, second, third))
    return list(found.values())
