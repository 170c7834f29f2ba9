"""Which practices are on; read once while nothing in the house changes.

Not here: what they are (`rules.practices`) and switching them (`operations.practices`).
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import Practice
from accounts.queries.house import house
from accounts.rules.practices import BY_NAME


def switched_on() -> dict[str, datetime | None]:
    """Every practice that is on, with since when its dues count. Those of the first day are on without a row."""
    kept = house().kept("practices", _rows)
    always = {name: kept.get(name, (True, None))[1] for name, info in BY_NAME.items() if info.always_on}
    return {**always, **{name: since for name, (on, since) in kept.items() if on}}


def _rows() -> dict[str, tuple[bool, datetime | None]]:
    rows = Practice.objects.values_list("name", "on", "since")
    return {name: (on, since) for name, on, since in rows}


def is_on(name: str) -> bool:
    return name in switched_on()
