"""The reporting line as a value: who is above, who acts for whom, who is skipped and why. Pure; loaded by `queries.line`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

INACTIVE, ABSENT, CONCERNED, BROKEN = "inactive", "absent", "concerned", "loop"


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    reports_to: int | None
    active: bool
    unit: int | None = None
    has_mail: bool = False


@dataclass(frozen=True, slots=True)
class Above:
    """Whom the next step goes to. `deputy` acts for them; `skipped` are the people passed over, each with the reason."""

    person: int
    deputy: int | None = None
    skipped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """People by id, the deputies of those away now (None: away without one), and the owner."""

    people: Mapping[int, Person]
    away: Mapping[int, int | None] = field(default_factory=dict)
    owner: int | None = None

    def is_active(self, person: int) -> bool:
        found = self.people.get(person)
        return found is not None and found.active

    def can_get_mail(self, person: int) -> bool:
        found = self.people.get(person)
        return found is not None and found.active and found.has_mail

    def is_present(self, person: int) -> bool:
        return self.is_active(person) and person not in self.away

    def stand_in(self, person: int, *, excluded: Collection[int] = ()) -> int | None:
        """Who acts for someone away: the first present deputy along the chain of deputies. None: nobody."""
        seen = {person}
        deputy = self.away.get(person)
        while deputy is not None and deputy not in seen:
            if self.is_present(deputy) and deputy not in excluded:
                return deputy
            seen.add(deputy)
            deputy = self.away.get(deputy)
        return None

    def path(self, person: int) -> tuple[list[int], bool]:
        """Everyone above a person, nearest first, and whether the line is broken (a loop, or it ends before the owner)."""
        above: list[int] = []
        seen = {person}
        here = self.people.get(person)
        while here is not None and here.reports_to is not None:
            if here.reports_to in seen:
                return above, True
            seen.add(here.reports_to)
            above.append(here.reports_to)
            here = self.people.get(here.reports_to)
        last = above[-1] if above else person
        return above, last != self.owner

    def who_is_above(
        self, person: int, *, told: Collection[int] = (), excluded: Collection[int] = (), nth: int = 1
    ) -> Above | None:
        """The n-th person to tell on the line above `person`, past everyone already told. None: nobody is left.

        Inactive and concerned people are passed over, and absent ones without a deputy; a broken line goes to the
        owner; so does a line on which everyone is away.
        """
        path, broken = self.path(person)
        known = [index for index, candidate in enumerate(path) if candidate in told]
        start = known[-1] + 1 if known else 0
        skipped: list[tuple[int, str]] = [(person, BROKEN)] if broken and path else []
        unfit = {*excluded, person}  # nobody stands in for the one above themselves
        for candidate, deputy, reason in self._candidates(path[start:], excluded, unfit):
            if reason:
                skipped.append((candidate, reason))
                continue
            nth -= 1
            if nth == 0:
                return Above(candidate, deputy, tuple(skipped))
        owner = self.owner
        if owner is None or owner == person or owner in told or owner in excluded:
            return None
        return Above(owner, self.stand_in(owner, excluded=unfit), tuple(skipped))

    def _candidates(
        self, path: list[int], excluded: Collection[int], unfit: Collection[int]
    ) -> Iterator[tuple[int, int | None, str]]:
        for candidate in path:
            if candidate in excluded:
                yield candidate, None, CONCERNED
            elif not self.is_active(candidate):
                yield candidate, None, INACTIVE
            elif candidate in self.away:
                deputy = self.stand_in(candidate, excluded=unfit)
                yield candidate, deputy, "" if deputy is not None else ABSENT
            else:
                yield candidate, None, ""
