"""What customers like and dislike: a count a theme, and behind each count their words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.queries.practices import is_on
from cxapp.insights.forms.answers import ThemeFilterForm
from cxapp.insights.queries.answers import desk
from cxapp.insights.queries.themes import Where, beyond_us, names_here, theme_rows, words_behind
from cxapp.insights.rules.covering import cover, parts_of
from cxapp.insights.views.answers import tabs
from cxapp.lib.clock import now as clock_now
from cxapp.lib.periods import last_days
from cxapp.lib.statistics import Grade, grade
from feedback.enums import Tone
from feedback.forms.themes import language_name
from feedback.models import Theme

READERS = (Role.LEADER, Role.CX_MANAGER, OWNER)
MOST = 100
"""So many comments one page shows, the newest."""


def _where(form: ThemeFilterForm, now: datetime) -> Where:
    chosen = form.values()
    period = last_days(form.period(), now, timezone.get_current_timezone())
    return Where(period, chosen.get("place"), chosen.get("stage"))


@require_safe
@needs(*READERS, practice="themes")
def page(request: HttpRequest) -> HttpResponse:
    user, now = reader(request), clock_now()
    form = ThemeFilterForm(request.GET)
    where = _where(form, now)
    drawing = is_on("reading")
    rows = theme_rows(reader=user, where=where, now=now)
    narrowed = request.GET.copy()
    for name in ("page", "tone"):
        narrowed.pop(name, None)
    context = {
        "tabs": tabs("comment_themes", desk(user, now, read=False).count() if drawing else 0, drawing),
        "filter": form,
        "days": form.period(),
        "rows": [_row(row, narrowed.urlencode()) for row in rows],
        "sentence": _sentence(rows),
        "beyond": _beyond(beyond_us(reader=user, where=where, now=now)),
        "may_manage": user.is_cx_manager or user.is_owner,
        "now": now,
    }
    return render(request, "insights/themes/page.html", context)


@require_safe
@needs(*READERS, practice="themes")
def words(request: HttpRequest, slug: str, tone: str) -> HttpResponse:
    """The words behind one count. Who works here is covered: this page has more readers than their own line."""
    user, now = reader(request), clock_now()
    theme = get_object_or_404(Theme, slug=slug)
    if tone not in Tone.values:
        raise Http404
    where = _where(ThemeFilterForm(request.GET), now)
    found = words_behind(reader=user, where=where, theme=theme, tone=tone, now=now, limit=MOST)
    names = parts_of(names_here()) if found else frozenset()
    context = {
        "title": _title(theme, Tone(tone)),
        "back_url": f"{reverse('comment_themes')}?{request.GET.urlencode()}",
        "said": [{"said": one, "body": cover(one.body, names)} for one in found],
        "most": MOST,
        "now": now,
    }
    return render(request, "insights/themes/words.html", context)


def _title(theme: Theme, tone: Tone) -> str:
    words = {Tone.LIKE: _("%(theme)s: liked"), Tone.DISLIKE: _("%(theme)s: disliked")}.get(tone, "%(theme)s")
    return words % {"theme": theme.name}


def _row(row: Any, query: str) -> dict[str, Any]:
    """A theme with its three counts, each with the address of its words; the share only where there are enough."""

    def cell(tone: Tone, n: int) -> dict[str, Any]:
        return {"n": n, "url": f"{reverse('theme_words', args=[row.theme.slug, tone.value])}?{query}"}

    return {
        "theme": row.theme,
        "disliked": cell(Tone.DISLIKE, row.disliked),
        "liked": cell(Tone.LIKE, row.liked),
        "neither": cell(Tone.NEUTRAL, row.neither),
        "total": row.total,
        "few": grade(row.total) == Grade.COUNTS_ONLY,
    }


def _sentence(rows: list[Any]) -> str:
    disliked = max(rows, key=lambda row: row.disliked, default=None)
    liked = max(rows, key=lambda row: row.liked, default=None)
    if disliked is None or liked is None:
        return ""
    parts = []
    if disliked.disliked:
        parts.append(
            ngettext(
                "Most disliked: %(theme)s, in %(n)s comment.", "Most disliked: %(theme)s, in %(n)s comments.",
                disliked.disliked,
            ) % {"theme": disliked.theme.name, "n": disliked.disliked}
        )  # fmt: skip
    if liked.liked:
        parts.append(
            ngettext(
                "Most liked: %(theme)s, in %(n)s comment.", "Most liked: %(theme)s, in %(n)s comments.",
                liked.liked,
            ) % {"theme": liked.theme.name, "n": liked.liked}
        )  # fmt: skip
    return " ".join(parts)


def _beyond(counts: Any) -> list[str]:
    return [
        ngettext(
            "We cannot judge comments in %(language)s: %(n)s is not counted here.",
            "We cannot judge comments in %(language)s: %(n)s are not counted here.",
            n,
        ) % {"language": language_name(code), "n": n}
        for code, n in counts.items()
    ]  # fmt: skip
