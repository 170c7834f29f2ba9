"""The taxonomy of themes: how right each has been, its name, its words, whether it is in use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.roles import OWNER, needs, reader
from accounts.enums import Role
from accounts.views.house_pages import answer, posted
from cxapp.lib.clock import now as clock_now
from feedback.forms.themes import ThemeForm
from feedback.models import SurveyVersion, Theme
from feedback.operations.themes import add_theme, change_theme
from feedback.queries.theme_list import known_themes
from feedback.rules.themes import LIMIT, PRIOR_WEIGHT, language_of


def _languages() -> list[str]:
    """The languages we ask in, English first."""
    asked = SurveyVersion.objects.exclude(published_at=None).values_list("languages", flat=True)
    codes = {language_of(code) for languages in asked for code in languages}
    return ["en", *sorted(codes - {"en"})]


@require_safe
@needs(Role.CX_MANAGER, OWNER, practice="themes")
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "themes": known_themes(),
        "limit": round(100 * LIMIT),
        "weight": PRIOR_WEIGHT,
        "may_change": reader(request).has_role(Role.CX_MANAGER),
        "now": clock_now(),
    }
    return render(request, "feedback/manage/themes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, practice="themes")
def add(request: HttpRequest) -> HttpResponse:
    by, form = reader(request), ThemeForm(posted(request), languages=_languages())
    del form.fields["is_active"]
    return _answer(
        request, form, {"title": _("Add a theme")}, lambda now: add_theme(**form.given(), by=by, now=now)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Role.CX_MANAGER, practice="themes")
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    theme, by = get_object_or_404(Theme, slug=slug), reader(request)
    form = ThemeForm(posted(request), theme=theme, languages=_languages())
    return _answer(
        request,
        form,
        {"title": theme.name},
        lambda now: change_theme(
            theme=theme, **form.given(), is_active=form.cleaned_data["is_active"], by=by, now=now
        ),
    )


def _answer(request: HttpRequest, form: ThemeForm, context: dict[str, Any], act: Any) -> HttpResponse:
    return answer(
        request,
        form,
        act=act,
        to=lambda _made: reverse("themes"),
        done=lambda _made: _("Saved. Comments are judged again within the hour."),
        context=context,
        template="feedback/manage/theme.html",
    )
