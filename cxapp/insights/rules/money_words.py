"""Says what `queries.money` counted, from its plain data: the page, the boardroom and a frozen pack say the same.

Pure. Not here: counting, addresses, markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxapp.insights.rules.money import Group, Verdict
from cxapp.lib.wording import money, share_words

Content = Mapping[str, Any]


def not_a_trial() -> str:
    """Stands wherever the range stands."""
    return _("Not a trial: whom we reach is no chance, and those we reach first may differ from the others.")


def at_risk(content: Content) -> str:
    """The first sentence: what customers with an open case are worth a year."""
    found = content["at_risk"]
    if not found["customers"]:
        return _("No customer we know has an open case.")
    counted = ngettext(
        "%(n)s customer has an open case", "%(n)s customers have an open case", found["customers"]
    ) % {"n": found["customers"]}
    return _("%(counted)s: %(worth)s.") % {"counted": counted, "worth": worth(found, content["currency"])}


def kept(content: Content) -> str:
    """What was put right according to the customer."""
    found = content["confirmed"]
    if not found["customers"]:
        return _("No customer said in this period that it was put right.")
    counted = ngettext(
        "%(n)s customer said it was put right, and is still ours",
        "%(n)s customers said it was put right, and are still ours",
        found["customers"],
    ) % {"n": found["customers"]}
    return _("%(counted)s: %(worth)s.") % {"counted": counted, "worth": worth(found, content["currency"])}


def worth(found: Content, currency: str) -> str:
    """An amount a year, "at least" where some values are unknown, never 0 for what is not known."""
    if not found["valued"]:
        return _("what they are worth a year is not known")
    amount = money(Decimal(found["value"]), currency)
    if unknown(found):
        return _("at least %(amount)s a year") % {"amount": amount}
    return _("%(amount)s a year") % {"amount": amount}


def unknown(found: Content) -> int:
    """Customers without a yearly value."""
    missing: int = found["customers"] - found["valued"]
    return missing


def without_value(found: Content) -> str:
    """How many have no yearly value; nothing where all have one."""
    n = unknown(found)
    if not n:
        return ""
    return ngettext("%(n)s has no yearly value", "%(n)s have no yearly value", n) % {"n": n}


def headline(content: Content) -> str:
    """What reaching them may have kept, as a range; or what stands in its way."""
    made = content["effect"]
    verdict = Verdict(made["verdict"])
    if verdict is Verdict.COUNTS_ONLY:
        return _("Too few customers of whom we know whether they stayed: only counts are shown.")
    if verdict is Verdict.TOO_FEW:
        return _("Too few to compare: it takes ten in each group of whom we know whether they stayed.")
    if verdict is Verdict.MOSTLY_UNKNOWN:
        return _(
            "Too few known: no effect is shown until it is known of at least half in each group whether they stayed."
        )
    if verdict is Verdict.NO_VALUE:
        return _("No amount can be given: fewer than ten customers who were reached have a yearly value.")
    ends = {"range": range_words(content)}
    if verdict is Verdict.NO_CLEAR_EFFECT:
        return _("No clear effect of reaching customers: %(range)s.") % ends
    if verdict is Verdict.FEWER_STAYED:
        return _("Fewer of the customers we reached stayed: %(range)s.") % ends
    return _("More of the customers we reached stayed: about %(range)s.") % ends


def range_words(content: Content) -> str:
    """From the low end to the high end, a year."""
    made, currency = content["effect"], content["currency"]
    ends = {"low": money(Decimal(made["low"])), "high": money(Decimal(made["high"]), currency)}
    return _("%(low)s to %(high)s a year") % ends


def method(content: Content) -> str:
    """The rule used, in full."""
    return _(
        "Customers reached × (share of them who stayed − share who stayed of those nobody reached) × mean yearly value of "
        "those reached. The range is the 95 %% interval of the difference of the two shares (Newcombe), times the count and "
        "the mean value. Stayed: known to be with us %(days)s days or more after they complained. Left: their leaving date "
        "or their case says so. Of whom neither is known is left out, and counted; where those are more than half of a "
        "group, neither a share nor an effect is shown."
    ) % {"days": content["effect"]["days"]}


def sides(content: Content) -> list[dict[str, Any]]:
    """The two groups, each with its counts and the share who stayed, if it is known of at least half, under the
    small-number rule."""
    made = content["effect"]
    rows = []
    for side, label in (("reached", _("Reached")), ("others", _("Nobody reached them"))):
        group = made[side]
        share, remark = _stayed(Group(**group))
        rows.append({"side": side, "label": label, **group, "share": share, "remark": remark})
    return rows


def _stayed(group: Group) -> tuple[str, str]:
    if group.mostly_unknown:
        counts = {"k": group.known, "n": group.known + group.unknown}
        return _("too few known"), _("known of %(k)s of %(n)s") % counts
    return share_words(group.stayed, group.known)


def spent(content: Content) -> str:
    """What putting it right cost, beside what was kept."""
    n = content["recoveries"]
    if not n:
        return _("Nothing was given to put things right.")
    return ngettext(
        "Putting it right cost %(cost)s, given once.",
        "Putting it right cost %(cost)s, given %(n)s times.",
        n,
    ) % {"cost": money(Decimal(content["cost"]), content["currency"]), "n": n}


def asides(content: Content) -> tuple[str, str, str]:
    """Who is in none of the numbers, in the order gone, left after, nameless; each a sentence."""
    gone, after, nameless = content["gone"], content["left_after"], content["nameless"]
    return (
        ngettext(
            "%(n)s customer with an open case left already and is not counted as at risk.",
            "%(n)s customers with an open case left already and are not counted as at risk.",
            gone,
        )
        % {"n": gone},
        ngettext(
            "%(n)s customer was put right and left all the same; not counted as kept.",
            "%(n)s customers were put right and left all the same; not counted as kept.",
            after,
        )
        % {"n": after},
        ngettext(
            "%(n)s open case belongs to nobody we know; what is at risk there is not known.",
            "%(n)s open cases belong to nobody we know; what is at risk there is not known.",
            nameless,
        )
        % {"n": nameless},
    )
