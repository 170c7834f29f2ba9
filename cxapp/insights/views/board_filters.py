"""The period and the place a page of the board is narrowed to: in its address, as tabs, lists and chips to take away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import UnitKind
from accounts.queries.house import house
from cxapp.insights.enums import PackKind
from cxapp.insights.rules.spans import Span, asked, present

KINDS = {
    PackKind.MONTH: gettext_lazy("Month"),
    PackKind.QUARTER: gettext_lazy("Quarter"),
    PackKind.YEAR: gettext_lazy("Year"),
}


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What the address asks for. `chosen`: a period was named, not just the present one."""

    span: Span
    chosen: bool
    place: int | None
    now: datetime

    def address(self, **changes: Any) -> str:
        """The part of an address behind the question mark; what is usual is not written."""
        period = changes.get("period", self.span.slug if self.chosen else "")
        place = changes.get("place", self.place)
        found = {name: value for name, value in (("period", period), ("place", place)) if value}
        return f"?{urlencode(found)}" if found else "?"

    def choices(self) -> dict[str, Any]:
        """What `insights/board/_filters.html` shows."""
        units = house().units
        later = self.span.after()
        return {
            "kinds": [
                {
                    "url": self.address(period=present(kind, self.now, self.span.zone).slug),
                    "label": label,
                    "current": kind == self.span.kind,
                }
                for kind, label in KINDS.items()
            ],
            "earlier": {
                "url": self.address(period=self.span.before().slug),
                "label": self.span.before().label,
            },
            "later": None
            if later.is_ahead(self.now)
            else {"url": self.address(period=later.slug), "label": later.label},
            "places": [unit for unit in units.values() if unit.kind == UnitKind.PLACE and unit.is_active],
            "chips": self._chips(),
            "clear_url": self.address(period="", place=None) if self.chosen or self.place else "",
        }

    def _chips(self) -> list[dict[str, str]]:
        chips = []
        if self.chosen:
            chips.append({"label": self.span.label, "remove_url": self.address(period="")})
        if self.place is not None:
            name = house().units[self.place].name
            chips.append(
                {"label": _("Place: %(name)s") % {"name": name}, "remove_url": self.address(place=None)}
            )
        return chips


def read(query: Mapping[str, str], now: datetime) -> BoardFilters:
    """What an address asks for. What cannot be meant is passed over, so that an old link still opens."""
    zone = house().organisation.zone
    written = query.get("period", "")
    span = asked(written, now, zone)
    return BoardFilters(span, bool(written) and span.slug == written, _place(query.get("place", "")), now)


def _place(text: str) -> int | None:
    known = house().units
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    return number if number in known and known[number].kind == UnitKind.PLACE else None
