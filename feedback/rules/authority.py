"""Who may give how much away. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple


class Limit(NamedTuple):
    """What one role may give: for one case, in one calendar month."""

    per_case: Decimal
    per_month: Decimal


def limit_of(*, roles: Collection[str], is_owner: bool, limits: Mapping[str, Limit]) -> Limit | None:
    """The widest limit among a person's roles; None: without limit, the owner's."""
    if is_owner:
        return None
    held = [limits[role] for role in roles if role in limits]
    return Limit(
        max((limit.per_case for limit in held), default=Decimal(0)),
        max((limit.per_month for limit in held), default=Decimal(0)),
    )


def within(*, cost: Decimal, limit: Limit | None, on_case: Decimal, this_month: Decimal) -> bool:
    """Whether this much more may be given. What costs nothing always may."""
    if limit is None or cost == 0:
        return True
    return on_case + cost <= limit.per_case and this_month + cost <= limit.per_month
