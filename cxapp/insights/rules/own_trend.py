"""Whether a leader's own counts are changing, said in words: no arrow, no comparison with anybody else. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.rules.behaviours import DoneDue, total
from cxapp.lib.charts_control import verdict_words
from cxapp.lib.control_charts import Better, control_chart
from cxapp.lib.statistics import difference
from cxapp.lib.wording import PERCENT_FROM, interval

LATELY = 4
"""So many weeks are held against those before them."""


def trend_words(weeks: Sequence[DoneDue]) -> str:
    """Of weeks that are over, the oldest first. What is owed is compared as a share, what is simply counted by its chart."""
    before, lately = total(weeks[:-LATELY]), total(weeks[-LATELY:])
    if before.due is None or lately.due is None:
        chart = control_chart([float(week.done) for week in weeks], better=Better.UP, floor=0.0)
        return verdict_words(chart, chart.verdict())
    if min(before.due, lately.due) < PERCENT_FROM:
        return _("Too few in these weeks to say whether it is changing.")
    gap = difference(lately.done, lately.due, before.done, before.due)
    if gap is None or gap.low <= 0 <= gap.high:
        return _("No clear change in the last four weeks.")
    if gap.value > 0:
        return _("More often in the last four weeks than in those before.")
    return _("Less often in the last four weeks than in those before.")


def count_words(number: DoneDue) -> str:
    """The number itself: "3 of 4", "none due", or a plain count where nothing is owed."""
    if number.due is None:
        return str(number.done)
    if number.due == 0:
        return _("none due")
    return _("%(k)s of %(n)s") % {"k": number.done, "n": number.due}


def share_words(number: DoneDue) -> str:
    """The share with its interval, from ten on; nothing below."""
    if number.due is None or number.due < PERCENT_FROM:
        return ""
    low, high = (round(100 * end) for end in interval(number.done, number.due))
    return _("%(percent)s %%, range %(low)s to %(high)s %%") % {
        "percent": round(100 * number.done / number.due),
        "low": low,
        "high": high,
    }
