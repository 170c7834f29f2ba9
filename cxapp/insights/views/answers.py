"""Reading answers: the desk, all answers with their filters, one answer. What is pressed there goes to feedback's addresses."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.models import User
from accounts.queries.practices import is_on
from cxapp.insights.access.figures import leaders_for
from cxapp.insights.forms.answers import FEELINGS, AnswerFilterForm
from cxapp.insights.queries.answers import (
    Card,
    all_answers,
    cards,
    desk,
    narrowed,
    without_few_nameless,
)
from cxapp.lib.clock import now as clock_now
from cxapp.lib.wording import MINUS
from feedback.access.responses import get_response_for
from feedback.enums import TagState, Tone
from feedback.forms.themes import language_name
from feedback.models import Reading, Response, Theme
from feedback.rules.themes import language_of

A_PAGE = 20
READERS = (Role.LEADER, Role.CX_MANAGER, OWNER)
UNREAD, READ, ALL = "unread", "read", "all"


@require_safe
@needs(*READERS)
def page(request: HttpRequest) -> HttpResponse:
    """The desk: what is to be read, what was read, or everything one may see."""
    user, now = reader(request), clock_now()
    drawing = is_on("reading")
    unread = desk(user, now, read=False).count() if drawing else 0
    view = request.GET.get("view", "")
    if view not in (UNREAD, READ, ALL) or not drawing:
        view = UNREAD if drawing and user.leads else ALL
    form = AnswerFilterForm(request.GET)
    chosen = form.values()
    rows = all_answers(user, now) if view == ALL else desk(user, now, read=view == READ)
    rows, hidden = narrowed(rows, chosen), 0
    if chosen:
        rows, hidden = without_few_nameless(rows)
    full = rows.select_related("version__survey", "customer", "place", "stage", "leader")
    page_obj = Paginator(full, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "view": view,
        "sentence": _sentence(unread, user) if drawing else "",
        "tabs": tabs(view, unread, drawing),
        "filter": form,
        "chips": _chips(request, form),
        "clear_url": f"{reverse('answers')}?view={view}",
        "cards": [shown(card) for card in cards(list(page_obj.object_list), user, now)],
        "page_obj": page_obj,
        "hidden": hidden,
        "last_read": _last_read(user) if view == UNREAD and not page_obj.object_list else None,
        "here": request.get_full_path(),
        "now": now,
    }
    return render(request, "insights/answers/page.html", context)


@require_safe
@needs(*READERS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer in full: every question, what its comments are about, and what to do."""
    user, now = reader(request), clock_now()
    response = get_response_for(user, pk, now)
    [card] = cards([response], user, now)
    context = {
        "shown": shown(card),
        "notes": _notes(response, user),
        "judges": is_on("themes"),
        "themes": Theme.objects.filter(is_active=True).order_by("order", "name"),
        "here": request.path,
        "now": now,
    }
    return render(request, "insights/answers/answer.html", context)


def tabs(current: str, unread: int, drawing: bool) -> list[dict[str, Any]]:
    """The views of the desk, then the pages beside it."""
    url = reverse("answers")
    views = [(UNREAD, _("To read"), unread or ""), (READ, _("Read"), "")] if drawing else []
    found = [
        {"url": f"{url}?view={name}", "label": label, "count": count, "current": name == current}
        for name, label, count in [*views, (ALL, _("All answers"), "")]
    ]
    beside = [
        *([("comment_themes", _("Themes"))] if is_on("themes") else []),
        *([("reading", _("Read and drawn"))] if drawing else []),
    ]
    return found + [
        {"url": reverse(name), "label": label, "count": "", "current": name == current}
        for name, label in beside
    ]


def _sentence(unread: int, user: User) -> str:
    if not unread:
        return _("You have read everything that was drawn for you.") if user.leads else ""
    return ngettext(
        "%(n)s answer lies on your desk, unread.", "%(n)s answers lie on your desk, unread.", unread
    ) % {"n": unread}


def _last_read(user: User) -> Any:
    rows = Reading.objects.filter(person=user, read_at__isnull=False).order_by("-read_at")
    return rows.values_list("read_at", flat=True).first()


def _notes(response: Response, user: User) -> list[Reading]:
    """Notes of the reader and of people below them; the owner and the CX manager read all."""
    rows = Reading.objects.filter(response=response, note__isnull=False).select_related("note", "person")
    return list(rows.filter(person__in=leaders_for(user).values("pk")).order_by("person__name"))


def _chips(request: HttpRequest, form: AnswerFilterForm) -> list[dict[str, str]]:
    chips = []
    for name, label in form.chips():
        rest = request.GET.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        chips.append({"label": label, "remove_url": f"?{rest.urlencode()}"})
    return chips


def shown(card: Card) -> dict[str, Any]:
    """A card with its words for people. What they are about is there only while themes are."""
    response, about = card.response, is_on("themes")
    stage = response.stage.name if response.stage and response.stage.slug != "none" else ""
    where = [response.place.name if response.place else "", stage, response.version.survey.name]
    return {
        "card": card,
        "reads": is_on("reading"),
        "score": card.score,
        "scale": _("of %(top)s") % {"top": card.top} if card.top else "",
        "felt": FEELINGS[card.felt.value],
        "where": " · ".join(part for part in where if part),
        "who": response.customer.name if response.customer else _("No name given"),
        "comments": [
            {
                "comment": comment,
                "applied": _themes(comment, TagState.APPLIED) if about else [],
                "offered": _themes(comment, TagState.OFFERED) if about else [],
                "beyond": _beyond(comment) if about else "",
                "mood": _mood(comment.judgement) if about else "",
            }
            for comment in card.comments
        ],
    }


def _themes(comment: Any, state: TagState) -> list[dict[str, Any]]:
    return [_theme(row) for row in comment.themes if row.state == state]


def _theme(row: Any) -> dict[str, Any]:
    tone = Tone(row.tone)
    words = {Tone.LIKE: _("%(theme)s: liked"), Tone.DISLIKE: _("%(theme)s: disliked")}.get(tone, "%(theme)s")
    return {"row": row, "words": words % {"theme": row.theme.name}, "confirmed": row.by_id is not None}


def _beyond(comment: Any) -> str:
    judged = comment.judgement
    if judged is None or judged.can_do:
        return ""
    return _("We cannot judge comments in %(language)s.") % {
        "language": language_name(language_of(judged.language))
    }


def _mood(judged: Any) -> str:
    """The side of a mood in words, with its interval; where the interval holds both sides, that it is open."""
    if judged is None or judged.mood is None:
        return ""
    span = {"low": _signed(judged.mood_low), "high": _signed(judged.mood_high)}
    if judged.mood_low > 0:
        return _("Sounds happy (mood %(low)s to %(high)s of 1, by the words alone).") % span
    if judged.mood_high < 0:
        return _("Sounds unhappy (mood %(low)s to %(high)s of 1, by the words alone).") % span
    return _("The mood is open (%(low)s to %(high)s of 1, by the words alone).") % span


def _signed(value: float) -> str:
    """With a true minus sign; what rounds to nothing has no sign."""
    rounded = round(value, 1)
    return f"{rounded:+.1f}".replace("-", MINUS) if rounded else "0"
