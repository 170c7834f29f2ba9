"""Template tags and filters, built in to every template: statuses, icons, moments, money, figures.

Wording comes from `cxapp.lib.wording`, shapes from `cxapp.lib.icons`; nothing here queries the database.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from heroicons.templatetags.heroicons import heroicon_outline

from cxapp.lib import clock, contact_points, icons, styles, wording
from cxapp.lib.samples import samples

register = template.Library()

STATUS_WORDS = {
    "due": gettext_lazy("Due"),
    "due_soon": gettext_lazy("Due soon"),
    "late": gettext_lazy("Late"),
    "escalated": gettext_lazy("Escalated"),
    "trying": gettext_lazy("Trying to reach"),
    "agreed": gettext_lazy("Agreed, fixing"),
    "later": gettext_lazy("Customer asked for later"),
    "put_right": gettext_lazy("Put right"),
    "put_right_unconfirmed": gettext_lazy("Put right, by us, not confirmed"),
    "closed_not": gettext_lazy("Closed, not put right"),
}
SEVERITY_WORDS = {
    "low": gettext_lazy("Low"),
    "normal": gettext_lazy("Normal"),
    "high": gettext_lazy("High"),
    "critical": gettext_lazy("Critical"),
}
_ICON: dict[str, Any] = {"class": "icon"}
NO_BREAK = "\N{NO-BREAK SPACE}"
STALE_AFTER = timedelta(minutes=5)


# -- Statuses ---------------------------------------------------------------------------------
def _tag(look: str, shape: str, words: Any) -> SafeString:
    """Drawn here and not by a template: a list has one or two in each row."""
    return format_html(
        '<span class="tag tag--{}">{}<span>{}</span></span>', look, icon(shape) if shape else "", words
    )


@register.simple_tag
def status_tag(state: str, text: str = "", *, name: str = "", n: int | None = None) -> SafeString:
    """One state of the fixed vocabulary; `name` for whom it went up to, `n` for attempts."""
    words: Any = text or STATUS_WORDS[state]
    if not text and state == "escalated" and name:
        words = _("Escalated to %(name)s") % {"name": name}
    if not text and state == "trying" and n:
        words = _("Trying to reach (%(n)s)") % {"n": n}
    return _tag(state, state, words)


@register.simple_tag
def severity_tag(severity: str) -> SafeString:
    look = {"critical": "late", "high": "due_soon"}.get(severity, "later")
    return _tag(look, severity, SEVERITY_WORDS[severity])


@register.simple_tag
def note_tag(text: str) -> SafeString:
    """A neutral word such as DEMO or Draft; carries no state and therefore no shape."""
    return _tag("note", "", text)


# -- Pictures ---------------------------------------------------------------------------------
@cache
def _outline(name: str) -> SafeString:
    """Drawn once: a page has dozens, and each is an XML tree to the icon package.

    Template literals arrive as SafeString, which the package would not escape again; callers pass plain text.
    """
    return mark_safe(heroicon_outline(name, size=24, **_ICON))  # noqa: S308  (drawn by the package)


@cache
def _own(name: str) -> SafeString:
    drawing = mark_safe(icons.drawing(name))  # noqa: S308  (constants of our own)
    return format_html('<svg class="icon icon--own" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', drawing)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One of our shapes or any outline heroicon: decorative, and with a label hidden words behind it."""
    picture = _own(name) if name in icons.SHAPES else _outline(name + "")
    if not label:
        return picture
    return format_html('{}<span class="visually-hidden">{}</span>', picture, label)


@register.simple_tag
def avatar(name: str, *, small: bool = False) -> SafeString:
    """Initials in a disc; always beside the written name, so hidden from screen readers."""
    size = " avatar--small" if small else ""
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', size, wording.initials(name))


@register.simple_tag
def initials(name: str) -> str:
    return wording.initials(name)


# -- Moments ----------------------------------------------------------------------------------
def _now(context: Context, now: datetime | None) -> datetime:
    moment: datetime | None = now or context.get("now")
    return moment if isinstance(moment, datetime) else clock.now()


def _time(moment: datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="minutes"), text)


@register.simple_tag(takes_context=True)
def when(
    context: Context, moment: datetime | None, zone: tzinfo | None = None, now: datetime | None = None
) -> SafeString | str:
    """A clock time in the reader's zone, or in the zone given."""
    if moment is None:
        return _("not known")
    there = zone or timezone.get_current_timezone()
    return _time(moment, wording.clock_time(moment, _now(context, now), there))


@register.simple_tag(takes_context=True)
def due(
    context: Context, moment: datetime | None, zone: tzinfo | None = None, now: datetime | None = None
) -> SafeString | str:
    """The promised clock time first, what is left of it second; a script renews the second each minute."""
    if moment is None:
        return _("no time set")
    present = _now(context, now)
    ahead = moment > present
    clock_text = wording.clock_time(moment, present, zone or timezone.get_current_timezone())
    return format_html(
        '<span class="due{}">{}, <span data-cx-due="{}"{}>{}</span></span>',
        "" if ahead else " due--late",
        _time(moment, (_("by %(time)s") if ahead else _("was due %(time)s")) % {"time": clock_text}),
        moment.isoformat(timespec="seconds"),
        _words_of_the_rest(get_language() or ""),
        wording.due_words(moment, present),
    )


@cache
def _words_of_the_rest(language: str) -> SafeString:
    """What the script needs to renew what is left in the reader's language: the same beside each promise."""
    units = [_("min"), _("h"), ngettext("day", "days", 1), ngettext("day", "days", 2)]
    return format_html(
        ' data-cx-left="{}" data-cx-late-by="{}" data-cx-units="{}" data-cx-now="{}"',
        _("in {}"),
        _("late by {}"),
        ",".join(units),
        ",".join([_("now"), _("just now")]),
    )


@register.simple_tag(takes_context=True)
def as_of(context: Context, moment: datetime | None = None) -> SafeString:
    """When a live region was last right; a script says so once it is older than five minutes."""
    at = moment or _now(context, None)
    text = _("as of %(time)s") % {"time": wording.time_of_day(at, timezone.get_current_timezone())}
    return format_html(
        '<span class="meta" data-cx-as-of="{}" data-cx-stale="{}">{}</span>',
        int(STALE_AFTER.total_seconds()),
        _("These figures may be out of date. Load the page again."),
        _time(at, text),
    )


@register.filter
def clock_text(moment: datetime, now: datetime) -> str:
    """The same words as `when`, without markup, for titles and attributes."""
    return wording.clock_time(moment, now, timezone.get_current_timezone())


@register.filter
def reach(value: str) -> str:
    """A telephone number as people read it out, on one line; an e-mail address as it is."""
    shown = contact_points.display(value)
    return shown.replace(" ", NO_BREAK) if shown.startswith("+") else shown


# -- Numbers ----------------------------------------------------------------------------------
@register.simple_tag
def money(amount: Decimal | int | None, currency: str = "") -> SafeString:
    return format_html('<span class="numeric">{}</span>', wording.money(amount, currency))


@register.inclusion_tag("components/figure.html")
def figure(k: int, n: int, text: str = "", url: str = "") -> dict[str, Any]:
    """A share under the small-number rule: counts when few, grey without headline below thirty."""
    number, note = wording.share_words(k, n)
    return {"number": number, "note": note, "text": text, "url": url, "small": n < wording.HEADLINE_FROM}


@register.simple_tag
def score(value: int | None, scale: str = "") -> SafeString:
    """A score is always read with its scale; never coloured."""
    if value is None:
        return format_html('<span class="score score--none">{}</span>', _("no score"))
    return format_html('<span class="score"><b>{}</b> {}</span>', value, scale or _("of 10"))


@register.filter
def times(count: int) -> range:
    """Lets a template repeat a symbol."""
    return range(int(count or 0))


# -- Forms ------------------------------------------------------------------------------------
@register.simple_tag
def one_time_id() -> SafeString:
    """Names this form once, so that a second press answers with the first result."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_hex(16))


register.simple_tag(one_time_id, name="once")


@register.filter
def first_control_id(field: Any) -> str:
    """The id an error message links to: the control, or the first of a group."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.use_fieldset else field.auto_id)


@register.filter
def is_single_choice(field: Any) -> bool:
    """Whether the control is one box to tick, whose label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.simple_tag
def option_list(groups: Iterable[tuple[str | None, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """The options of a select, in one piece: a list of places has hundreds, and Django hands each over as a group."""
    lines: list[str] = []
    for group, rows, _index in groups:
        if group:
            lines.append(format_html('  <optgroup label="{}">', group))
        for row in rows:
            attrs = flatatt(row["attrs"]) if row["attrs"] else ""
            value, label = escape(row["value"]), conditional_escape(row["label"])
            lines.append(f'  <option value="{value}"{attrs}>{label}</option>')
        if group:
            lines.append("  </optgroup>")
    return mark_safe("\n".join(lines))  # noqa: S308  (every value is escaped)


# -- Page furniture ---------------------------------------------------------------------------
@register.simple_tag
def stylesheets() -> SafeString:
    """One link to all style sheets; the single files in order where no bundle is served."""
    try:
        addresses = [reverse("stylesheet", args=[styles.bundle().version])]
    except NoReverseMatch:
        addresses = [static(name) for name in styles.names()]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((address,) for address in addresses))


@register.simple_tag
@cache
def scripts() -> SafeString:
    """Every behaviour as a module: loaded side by side, after the page is readable."""
    addresses = ((static(name),) for name in styles.script_names())
    return format_html_join("\n", '<script type="module" src="{}"></script>', addresses)


register.simple_tag(samples)
