"""`/celebrate/`: what was changed and worked, each with its proof and one button to thank; below it what is still watched.

Not here: when something is confirmed (`rules.celebrating`), thanking itself (recognition, whose form the buttons post to).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import needs
from accounts.access.roles import reader as reader_of
from accounts.models import User
from cxapp.insights.models import Celebration, Watch
from cxapp.insights.queries.celebrations import confirmed, watched
from cxapp.insights.rules.celebrating import DEED, Outcome
from cxapp.insights.rules.series import WHEN, day_label
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.charts import whole
from cxapp.lib.charts_control import ControlDrawing, Point, basis_words, draw, signal_words
from cxapp.lib.control_charts import Better, Rhythm, Rule, Signal, Verdict, control_chart
from recognition.models import CompanyValue

PRACTICE = "fewer"
A_PAGE = 5


@require_safe
@needs(practice=PRACTICE)
def page(request: HttpRequest) -> HttpResponse:
    reader, now = reader_of(request), clock.now()
    page_obj = Paginator(confirmed(now=now), A_PAGE).get_page(request.GET.get("page"))
    standing = watched(reader=reader, now=now)
    context = {
        "now": now,
        "page_obj": page_obj,
        "shown": [_shown(one, reader) for one in page_obj.object_list],
        "values": list(CompanyValue.objects.filter(is_active=True)) if page_obj.object_list else [],
        "sentence": _sentence(page_obj.paginator.count, standing),
        "watched": [{"watch": one, "says": standing_words(one)} for one in standing],
        "looked_at": max((one.looked_at for one in standing), default=None),
        "board_tabs": board_tabs(reader, "celebrate"),
    }
    return render(request, "insights/celebrate/page.html", context)


def _sentence(celebrated: int, standing: list[Watch]) -> str:
    """The first line of the page: what is confirmed; else that nothing is, and how far the furthest has come."""
    if celebrated:
        return ngettext(
            "%(n)s change is confirmed to work.",
            "%(n)s changes are confirmed to work.",
            celebrated,
        ) % {"n": celebrated}
    if not standing:
        return _("Nothing is confirmed, and no change is being watched.")
    furthest = standing[0]
    return ngettext(
        "Nothing is confirmed yet. %(n)s change is being watched: %(points)s of %(needed)s points.",
        "Nothing is confirmed yet. %(n)s changes are being watched, the furthest for %(points)s of %(needed)s points.",
        len(standing),
    ) % {"n": len(standing), "points": furthest.points, "needed": furthest.needed}


def standing_words(watch: Watch) -> str:
    """Where one change stands, in one sentence."""
    if watch.outcome == Outcome.RARE:
        return _("Too few complaints to count. Watched until a customer there says that it is right.")
    if watch.outcome == Outcome.NO_BASE:
        return _("Too little is known from before the change to compare with.")
    counted = {"points": watch.points, "needed": watch.needed}
    if watch.rhythm == Rhythm.MONTH:
        far = _("%(points)s of %(needed)s months") % counted
    else:
        far = _("%(points)s of %(needed)s weeks") % counted
    if watch.outcome == Outcome.LESS_HEARD:
        return _("%(far)s. Fewer complaints, but less is heard too: quieter, not proven better.") % {
            "far": far
        }
    return far


def _shown(celebration: Celebration, reader: User) -> dict[str, Any]:
    change, evidence = celebration.improvement, celebration.evidence
    deed = evidence["kind"] == DEED
    return {
        "celebration": celebration,
        "change": change,
        "deed": deed,
        "says": _deed_words() if deed else _fewer_words(evidence),
        "chart": None if deed else _chart(celebration),
        "basis": "" if deed else _basis(evidence),
        "reason": thanks_words(celebration),
        "may_thank": reader.pk != change.keeper_id and change.keeper.is_active,
    }


def thanks_words(celebration: Celebration) -> str:
    """What the button says in the reader's name."""
    name = {"name": celebration.improvement.name}
    if celebration.evidence["kind"] == DEED:
        return _("You looked after “%(name)s”, and a customer says that it is right now.") % name
    return _("You looked after “%(name)s”, and complaints are fewer since: confirmed, not by chance.") % name


def _deed_words() -> str:
    return _("It is in use, and a customer there has said since that it is right.")


def _fewer_words(evidence: dict[str, Any]) -> str:
    counts = [n for _day, n in evidence["points"]]
    base, since = counts[: evidence["base"]], counts[evidence["since"] :]
    facts = {
        "before": _about(sum(base) / len(base)),
        "after": _about(sum(since) / len(since)),
        "signal": signal_words(_signal(evidence)),
    }
    if evidence["rhythm"] == Rhythm.MONTH:
        return _("From about %(before)s complaints a month to about %(after)s: %(signal)s.") % facts
    return _("From about %(before)s complaints a week to about %(after)s: %(signal)s.") % facts


def _about(mean: float) -> str:
    return whole(mean) if mean >= 10 else number_format(round(mean, 1), 1)


def _signal(evidence: dict[str, Any]) -> Signal:
    kept = evidence["signal"]
    return Signal(Rule(kept["rule"]), kept["first"], kept["last"], high=False)


def _drawn_chart(evidence: dict[str, Any]) -> Any:
    values = [float(n) for _day, n in evidence["points"]]
    return control_chart(values, better=Better.DOWN, base=evidence["base"], floor=0.0)


def _chart(celebration: Celebration) -> ControlDrawing:
    """The chart of the day it was confirmed, from the points kept with it."""
    evidence, rhythm = celebration.evidence, Rhythm(celebration.evidence["rhythm"])
    points = [Point(day_label(date.fromisoformat(day), rhythm), n) for day, n in evidence["points"]]
    return draw(
        _drawn_chart(evidence),
        points,
        name=f"celebration-{celebration.pk}",
        title=_("Complaints before and since: %(name)s") % {"name": celebration.improvement.name},
        description=_spread_words(evidence),
        verdict=Verdict.BETTER,
        heads=(WHEN[rhythm], _("Complaints"), ""),
    )


def _spread_words(evidence: dict[str, Any]) -> str:
    """Between which numbers nothing needed to have changed."""
    limits = _drawn_chart(evidence).limits
    return _("Before the change natural ups and downs lay between %(low)s and %(high)s.") % {
        "low": whole(limits.low),
        "high": whole(limits.high),
    }


def _basis(evidence: dict[str, Any]) -> str:
    start = date.fromisoformat(evidence["points"][evidence["since"]][0])
    since = _("The first point after the change: %(day)s.") % {
        "day": day_label(start, Rhythm(evidence["rhythm"]))
    }
    return f"{since} {basis_words(_drawn_chart(evidence))}"
