"""`/explore/`: any figure by time or by one cut, everything in the address; as table, chart and CSV.

Not here: what an address may ask for (`rules.exploring`), counting (`queries.exploring`), drawing (`explore_charts`), kept views
(`saved_views`).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, needs
from accounts.access.roles import reader as reader_of
from accounts.enums import Role
from cxapp.insights.queries.exploring import Choices, choices, explore
from cxapp.insights.queries.exploring_rows import may_open_rows
from cxapp.insights.queries.saved_views import views_for
from cxapp.insights.queries.tallies import house_zone
from cxapp.insights.rules.exploring import CUTS, STEPS, Exploring, Unclear, read, sources
from cxapp.insights.rules.figures import FIGURES
from cxapp.insights.views.explore_charts import chart_of, rows_of, table_of
from cxapp.insights.views.sections import board_tabs
from cxapp.lib import clock
from cxapp.lib.export import csv_response
from cxapp.lib.periods import today

READERS = (Role.LEADER, Role.CX_MANAGER, Role.BOARD, OWNER)
PAGE = "explore"


@require_safe
@needs(*READERS)
def page(request: HttpRequest) -> HttpResponseBase:
    """The answer to what the address asks for; what cannot be is said beside the form, with the usual answer below it."""
    reader, now = reader_of(request), clock.now()
    day = today(now, house_zone())
    refusal = ""
    try:
        asking = read(request.GET, today=day)
        names = choices(reader=reader, family=asking.source.family)
        found = explore(reader=reader, asking=asking, names=names, now=now)
    except Unclear as unclear:
        refusal = str(unclear)
        asking = read({}, today=day)
        names = choices(reader=reader, family=asking.source.family)
        found = explore(reader=reader, asking=asking, names=names, now=now)
    if request.GET.get("format") == "csv" and not refusal:
        table = table_of(found, plain=True)
        return csv_response(f"explore-{asking.figure}", table.heads, table.rows)
    context = {
        "now": now,
        "asking": asking,
        "figure": asking.entry,
        "refusal": refusal,
        "table": table_of(found),
        "rows": (rows := rows_of(found, linked=may_open_rows(reader))),
        "noted": any(row["note"] for row in rows),
        "chart": chart_of(found),
        "csv_url": asking.address() + "&format=csv",
        "saved": views_for(reader, PAGE),
        "query": asking.address().removeprefix("?"),
        "board_tabs": board_tabs(reader, PAGE),
        **_controls(asking, names),
    }
    return render(request, "insights/explore/page.html", context, status=400 if refusal else 200)


def _controls(asking: Exploring, names: Choices) -> dict[str, Any]:
    """Figures, steps, cuts and filters as lists, links and chips; each address keeps the rest."""
    cuts = asking.source.cuts
    where = dict(asking.where)
    return {
        "figures": [(name, FIGURES[name].label) for name in sources()],
        "steps": [
            {
                "url": asking.address(step=step, by=""),
                "label": label,
                "current": step is asking.step and not asking.by,
            }
            for step, label in STEPS.items()
        ],
        "cuts": [
            {"url": asking.address(by=cut), "label": CUTS[cut], "current": cut == asking.by} for cut in cuts
        ],
        "lists": [
            {"name": cut, "label": CUTS[cut], "options": names[cut].items(), "chosen": where.get(cut, "")}
            for cut in cuts
            if names[cut]
        ],
        "chips": chips(asking, names),
        "clear_url": f"?figure={asking.figure}" if asking.where else "",
    }


def chips(asking: Exploring, names: Choices) -> list[dict[str, Any]]:
    """One for the days that were chosen and one for each filter, each with its way off."""
    found = []
    if (asking.first, asking.last) != asking.usual:
        days = {"first": format_date(asking.first, "j M Y"), "last": format_date(asking.last, "j M Y")}
        first, last = asking.usual
        found.append(
            {
                "label": _("%(first)s to %(last)s") % days,
                "remove_url": asking.address(first=first, last=last),
            }
        )
    for cut, key in asking.where:
        name = names[cut].get(key) or _("Not known")
        found.append({"label": f"{CUTS[cut]}: {name}", "remove_url": asking.address(**{cut: ""})})
    return found
