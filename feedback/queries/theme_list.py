"""The taxonomy with how right each theme has been, and what each of its words was worth."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from feedback.enums import TagState
from feedback.models import TextTheme, Theme
from feedback.rules.themes import LIMIT

NEWEST = 2000


@dataclass(frozen=True, slots=True)
class Known:
    """A theme: how often the machine suggested it, what people said to that, and what they added themselves."""

    theme: Theme
    suggested: int = 0
    right: int = 0
    wrong: int = 0
    added: int = 0

    @property
    def is_applied(self) -> bool:
        return self.theme.precision is not None and self.theme.precision >= LIMIT

    @property
    def judged(self) -> int:
        return self.right + self.wrong

    @property
    def percent(self) -> int:
        return round(100 * (self.theme.precision if self.theme.precision is not None else 0.5))


def known_themes() -> list[Known]:
    """All themes, those in use first."""
    machine, person = Q(confidence__isnull=False), Q(by__isnull=False)
    rows = (
        TextTheme.objects.order_by()
        .values("theme")
        .annotate(
            suggested=Count("pk", filter=machine),
            right=Count("pk", filter=machine & person & Q(state=TagState.APPLIED)),
            wrong=Count("pk", filter=machine & person & Q(state=TagState.REFUSED)),
            added=Count("pk", filter=~machine & person & Q(state=TagState.APPLIED)),
        )
    )
    names = ("suggested", "right", "wrong", "added")
    counts: dict[int, dict[str, int]] = {
        theme: dict(zip(names, numbers, strict=True)) for theme, *numbers in rows.values_list("theme", *names)
    }
    themes = Theme.objects.order_by("-is_active", "order", "name")
    return [Known(theme, **counts.get(theme.pk, {})) for theme in themes]
