"""The frame of every page: menus, banners and what the reader chose. One query beside the reader, their roles and the house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.heartbeats import SILENT_AFTER
from accounts.queries.practices import switched_on
from accounts.queries.shell import Frame, frame, organisation_name
from accounts.rules import navigation
from accounts.rules.navigation import Banner, Item
from cxapp.lib.clock import now as clock_now
from cxapp.lib.wording import clock_time

PRODUCT = "cxapp"
LATE = {"late": 0, "info": 1, "demo": 2}


def address(url_name: str) -> str:
    """The address behind a name; empty where this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `shell` in every template."""
    user = getattr(request, "user", None)
    return {"shell": _signed_in(request, user) if isinstance(user, User) else _stranger()}


def _stranger() -> dict[str, Any]:
    return {
        "product": PRODUCT,
        "organisation": organisation_name(),
        "signed_in": False,
        "demo": settings.DEMO,
        "banners": [_shown(banner) for banner in _demo()],
        "mail_configured": settings.MAIL_CONFIGURED,
        **_footer(),
    }


def _signed_in(request: HttpRequest, user: User) -> dict[str, Any]:
    now = clock_now()
    page, on = frame(user=user, now=now), frozenset(switched_on())
    roles = user.roles | {navigation.OWNER} if user.is_owner else user.roles
    roles = roles | {navigation.WITNESS} if page.witness else roles
    return {
        "product": PRODUCT,
        "organisation": page.organisation,
        "signed_in": True,
        "demo": settings.DEMO,
        "user_name": user.name,
        "theme": user.theme,
        "shortcuts": user.shortcuts,
        "shortcuts_off": not user.shortcuts,
        "navigation": _menu(request, user, roles, on, now),
        "user_menu": _personal(roles, on, page.untold),
        "banners": [_shown(banner) for banner in _banners(user, page, now)],
        "log_url": address("log"),
        "thank_url": address("thank") if "thanks" in on else "",
        "search_url": address("search"),
        "mail_configured": settings.MAIL_CONFIGURED,
        **_footer(),
    }


def _footer() -> dict[str, Any]:
    return {
        "legal": [_("NPS and Net Promoter are registered marks of their owners.")],
        "help_url": address("help"),
        "privacy_url": address("privacy"),
        "accessibility_url": address("accessibility"),
    }


def _menu(
    request: HttpRequest, user: User, roles: frozenset[str], on: frozenset[str], now: datetime
) -> list[dict[str, Any]]:
    items = [
        (item, address(item.url_name)) for item in navigation.offered(navigation.menu, roles=roles, on=on)
    ]
    return [
        {
            "url": url,
            "label": item.label,
            "icon": item.icon,
            "current": any(_is_here(request, begins) for begins in (url, *item.covers)),
            "count": item.count(user, now) if item.count else 0,
        }
        for item, url in items
        if url
    ][: navigation.MOST]


def _is_here(request: HttpRequest, url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith(url)


def _personal(roles: frozenset[str], on: frozenset[str], untold: int) -> list[dict[str, Any]]:
    links = [
        {"url": url, "label": _counted(item, untold), "method": "get", "icon": item.icon}
        for item in navigation.offered(navigation.personal, roles=roles, on=on)
        if (url := address(item.url_name))
    ]
    return [*links, {"url": reverse("account_logout"), "label": _("Sign out"), "method": "post", "icon": ""}]


def _counted(item: Item, untold: int) -> Any:
    if item.url_name == "inbox" and untold:
        return _("What I was told (%(count)s)") % {"count": untold}
    return item.label


def _banners(user: User, page: Frame, now: datetime) -> Sequence[Banner]:
    """Everything that concerns the reader, what is late first."""
    found = [*_machine(user, page, now), *_mine(user, page, now), *_demo()]
    for more in navigation.banners:
        found.extend(more(user, now))
    return sorted(found, key=lambda banner: LATE.get(banner.tone, 1))


def _machine(user: User, page: Frame, now: datetime) -> Iterator[Banner]:
    concerned = user.leads or user.is_administrator
    if concerned and page.swept_at is not None and now - page.swept_at > SILENT_AFTER:
        since = clock_time(page.swept_at, now, timezone.get_current_timezone())
        words = _(
            "Escalation has stood still since %(since)s: late customers climb no further until it runs again."
        )
        yield Banner(words % {"since": since}, "late", address("health"), _("Is it running?"))
    if concerned and not settings.MAIL_CONFIGURED:
        yield Banner(_("No mail is set up: leaders are told only when they open the page."))
    if concerned and page.rehearsing:
        words = _("This is a rehearsal: no place is live yet, so nobody outside is told and nothing climbs.")
        first_steps = address("first_steps") if user.is_owner or user.is_administrator else ""
        yield Banner(words, "info", first_steps, _("First steps"))


def _mine(user: User, page: Frame, now: datetime) -> Iterator[Banner]:
    if page.away_until is None:
        return
    until = clock_time(page.away_until, now, timezone.get_current_timezone())
    if page.deputy:
        yield Banner(
            _("You are away until %(until)s. %(deputy)s answers for you.")
            % {"until": until, "deputy": page.deputy}
        )
    else:
        yield Banner(_("You are away until %(until)s and nobody answers for you.") % {"until": until}, "late")


def _demo() -> Iterator[Banner]:
    if settings.DEMO:
        words = _("DEMO: everybody here is made up.")
        yield Banner(words, "demo", address("demo"), _("Be somebody else"))


def _shown(banner: Banner) -> dict[str, Any]:
    return {"tone": banner.tone, "text": banner.text, "url": banner.url, "link_text": banner.link_text}
