"""The page about money in a board pack: what is at risk, what was kept, and how little of it is proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cxapp.insights.queries.pack_blocks import Page, page, table
from cxapp.insights.rules.money_words import at_risk, headline, spent
from cxapp.lib.wording import money

Content = Mapping[str, Any] | None


def money_page(content: Content) -> Page | None:
    """None while the practice is off."""
    if not content:
        return None
    rows = [
        [label, worth["customers"], worth["customers"] - worth["valued"], _amount(worth, content)]
        for label, worth in _worths(content)
    ]
    heads = [_("Customers"), _("How many"), _("Value not known"), _("Yearly value of the others")]
    return page(
        _("What was saved?"),
        at_risk(content),
        lines=[headline(content), spent(content)],
        tables=[table(_("Yearly value of distinct customers"), heads, rows)],
        note=_(
            "Kept, gross, is the value of customers put right; it does not say that they would have left. Not a trial: customers "
            "who were reached may differ from those who were not."
        ),
        source=_("customers' yearly values by import, and cases; “at risk” as of the moment below"),
    )


def money_figures(content: Content) -> Iterator[tuple[str, str, str]]:
    """What belongs to the period: at risk is as of now, and so is no figure of it."""
    if not content:
        return
    for name, label in (("confirmed", _("Kept, confirmed")), ("logged", _("Kept, by the log alone"))):
        yield name, label, _amount(content[name], content)
    yield "cost", _("Cost of putting right"), money(Decimal(content["cost"]), content["currency"])


def _worths(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield _("At risk: with an open case"), content["at_risk"]
    yield _("Kept, gross: put right, the customer confirmed it"), content["confirmed"]
    yield _("Kept, gross: put right by the log alone"), content["logged"]


def _amount(worth: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    return money(Decimal(worth["value"]) if worth["valued"] else None, content["currency"])
