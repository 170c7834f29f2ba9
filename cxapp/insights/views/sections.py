"""The tabs of the pages under Board, as `insights/_board_tabs.html` shows them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from accounts.queries.practices import switched_on
from accounts.rules.navigation import OWNER
from accounts.views.context import address
from cxapp.insights.rules.sections import sections_for


def board_tabs(reader: User, here: str) -> list[dict[str, Any]]:
    """The pages this reader may open; `here` is the name of the present one. A single tab is no choice and is not shown."""
    roles = reader.roles | {OWNER} if reader.is_owner else reader.roles
    found = [
        {"url": url, "label": section.label, "current": section.url_name == here}
        for section in sections_for(roles, switched_on())
        if (url := address(section.url_name))
    ]
    return found if len(found) > 1 else []
