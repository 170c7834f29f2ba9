"""Thanks, and what else was put to work in a period: sentences for the boardroom. Later practices add theirs to `MORE`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Unit, User
from cxapp.insights.rules.board_words import Said
from cxapp.lib.at_once import Asked, totals
from cxapp.lib.periods import Period
from cxapp.lib.sql import AnyOf, Below
from recognition.models import Kudos

MORE: list[Callable[[User, Period, datetime], Said | None]] = []
"""Each gets (reader, period, now) and answers one sentence with its evidence, or nothing."""


def thanks_given(*, period: Period, place: int | None) -> Asked[list[Said]]:
    """What everybody may read on the wall, counted: thanks among colleagues, and praise from customers."""
    rows = Kudos.objects.filter(
        at__gte=period.start, at__lt=period.end, confirmed_at__isnull=False, hidden_at=None
    )
    if place is not None:
        rows = rows.filter(AnyOf("place", Below(Unit, "parent", [place], itself=True)))
    counted = totals(
        rows,
        thanks=Count("pk", filter=Q(giver__isnull=False), distinct=True),
        praise=Count("pk", filter=Q(giver=None), distinct=True),
        people=Count("receivers__person", distinct=True),
    )
    return Asked([counted], lambda rows: _thanks(*(rows[0][0] if rows[0] else (0, 0, 0))))


def _thanks(thanks: int, praise: int, named: int) -> list[Said]:
    if not thanks and not praise:
        return [Said(_("Nobody was thanked in this period."), reverse("wall"), "thanks")]
    words = []
    if praise:
        words.append(
            ngettext("Customers praised us once.", "Customers praised us %(n)s times.", praise)
            % {"n": praise}
        )
    if thanks:
        words.append(
            ngettext(
                "Colleagues thanked each other once.",
                "Colleagues thanked each other %(n)s times.",
                thanks,
            )
            % {"n": thanks}
        )
    people = ngettext("%(n)s person was named.", "%(n)s people were named.", named)
    return [Said(" ".join([*words, people % {"n": named}]), reverse("wall"), "thanks")]
