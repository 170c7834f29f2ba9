"""The month of the house, as its owner and board read it: the boardroom's sentences, and the pack if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from accounts.models import User
from accounts.queries.house import house
from cxapp.insights.enums import PackKind
from cxapp.insights.models import Pack
from cxapp.insights.queries.boardroom import boardroom
from cxapp.insights.queries.digest_words import Line
from cxapp.insights.rules.digests import Digest, before
from cxapp.insights.rules.spans import span_of


@dataclass(frozen=True, slots=True)
class Month:
    """`url` opens the boardroom of that month; `pack_url` the newest edition of its pack, blank where nobody froze one.

    The file itself is never mailed.
    """

    first_day: date
    sentences: Sequence[Line]
    url: str
    pack_url: str = ""


def month_of_house(*, person: User, about: date, now: datetime) -> Month:
    """The month before the one that begins with `about`, in the organisation's own days."""
    zone = house().organisation.zone
    period = before(Digest.MONTHLY, about, zone)
    url = f"{reverse('boardroom')}?period={span_of(PackKind.MONTH, period.first_day, zone).slug}"
    said = boardroom(reader=person, period=period, now=now).sentences
    packs = Pack.objects.filter(kind=PackKind.MONTH, first_day=period.first_day).order_by("-edition")
    newest = packs.values_list("uuid", flat=True).first()
    return Month(
        first_day=period.first_day,
        sentences=[Line(one.text, f"{url}{one.url}" if one.url.startswith("#") else one.url) for one in said],
        url=url,
        pack_url=reverse("pack", args=[newest]) if newest else "",
    )
