"""What a row of the table of pages says. Not here: the rows (`pages`, `pages_public`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.urls import reverse

from tests.browser.page_args import Args
from tests.browser.world import World


@dataclass(frozen=True)
class Row:
    """One address in one state. `who` is a name of the cast, blank for strangers; `path` where it has a name of its own."""

    name: str
    who: str = ""
    args: Args = lambda world: []
    query: str = ""
    status: int = 200
    key: bool = False
    """Looked at in all four combinations of theme and width, and walked by keyboard."""
    refused: bool = False
    """Has a form that, sent empty, must come back with what to do."""

    def path(self, world: World) -> str:
        return reverse(self.name, args=self.args(world)) + self.query.format(world=world)

    def needs_things(self) -> bool:
        """Whether it shows something that has to be made first."""
        if "{world" in self.query:
            return True
        try:
            self.args(cast(World, None))
        except AttributeError:
            return True
        return False
