"""What leaders are told of new cases. Not here: opening them (`cases`), what customers are told (`signals`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from accounts.operations.notices import NewNotice
from feedback.models import Case
from feedback.operations.cases import Opened

GROUP_ABOVE = 3


def tell_leaders(*, opened: Sequence[Opened], urgent: set[int], now: datetime) -> list[NewNotice]:
    """The leader, or whoever acts for them, hears at once; more than three new cases in one go reach them as one notice."""
    groups: dict[int, list[Case]] = defaultdict(list)
    has_mail = {entry.acts: entry.has_mail for entry in opened}
    for entry in opened:
        groups[entry.acts].append(entry.case)
    notices = []
    for leader, cases in groups.items():
        quiet = [case for case in cases if case.pk not in urgent]
        single = [case for case in cases if case.pk in urgent]
        if len(quiet) > GROUP_ABOVE:
            data = {"count": len(quiet), "at": now.isoformat()}
            notices.append(NewNotice("cases_opened", "person", leader, f"opened:{now.isoformat()}", data))
        else:
            single += quiet
        notices += [
            NewNotice(
                "case_opened",
                "person",
                leader,
                f"opened:{case.pk}:{case.cycle}",
                {"case": case.pk},
                urgent=case.pk in urgent,
                has_address=has_mail[leader],
            )
            for case in single
        ]
    return notices
