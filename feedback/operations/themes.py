"""The taxonomy, and what people say about the themes of a comment. Not here: what the machine suggests (`judging`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from cxapp.lib.errors import NotAllowed, Refused
from feedback.access.texts import may_read
from feedback.enums import TagState, Tone
from feedback.models import Text, TextTheme, Theme
from feedback.rules.starter_themes import STARTERS
from feedback.rules.themes import LIMIT, blended

Words = Mapping[str, Sequence[str]]
"""By language: words and phrases, with their signs."""
BY_PEOPLE = Q(by__isnull=False, confidence__isnull=False)
"""What the machine suggested and a person judged."""


class ThemeRefused(Refused):
    code = "theme_refused"


@transaction.atomic
def correct_theme(
    *, text: Text, theme: Theme, holds: bool, by: User, now: datetime, tone: str | None = None
) -> TextTheme:
    """A person says whether a theme is in a comment. Their word stays, and counts for or against the suggestion."""
    if not may_read(by, text.pk, now):
        raise NotAllowed(_("Only who may read this comment can say what it is about."))
    row = TextTheme.objects.select_for_update(of=("self",)).filter(text=text, theme=theme).first()
    row = row or TextTheme(text=text, theme=theme, tone=Tone.NEUTRAL)
    row.state = TagState.APPLIED if holds else TagState.REFUSED
    row.tone = Tone(tone) if tone else row.tone
    row.by, row.at = by, now
    row.save()
    measure(themes=[theme])
    return row


def measure(*, themes: Sequence[Theme]) -> None:
    """How often each theme is suggested rightly: what was known before, moved by the verdicts of people."""
    rows = TextTheme.objects.filter(BY_PEOPLE, theme__in=themes).order_by().values_list("theme")
    counts = {
        theme: (right, of)
        for theme, right, of in rows.annotate(
            right=Count("pk", filter=Q(state=TagState.APPLIED)), of=Count("pk")
        )
    }
    for theme in themes:
        right, of = counts.get(theme.pk, (0, 0))
        theme.precision = blended(right=right, of=of, before=known_before(theme))
        theme.save(update_fields=["precision"])


def is_applied(theme: Theme) -> bool:
    """Whether suggestions of this theme are mostly right; otherwise they are offered only."""
    return theme.precision is not None and theme.precision >= LIMIT


def known_before(theme: Theme) -> float | None:
    """What was measured on labelled comments, as long as most of the words it was measured with are still there."""
    starter = next((one for one in STARTERS if one.slug == theme.slug), None)
    if starter is None:
        return None
    kept = set(starter.words) & set(theme.words.get("en", ()))
    return starter.precision if len(kept) * 2 >= len(starter.words) else None


@transaction.atomic
def add_theme(*, name: str, sentence: str, words: Words, by: User, now: datetime) -> Theme:
    """A new theme, offered only until people have judged it."""
    _may(by)
    slug = _free_slug(name)
    last = Theme.objects.order_by("-order").values_list("order", flat=True).first() or 0
    return Theme.objects.create(
        slug=slug, name=_named(name), sentence=sentence.strip(), words=_tidy(words), order=last + 1
    )


@transaction.atomic
def change_theme(*, theme: Theme, by: User, now: datetime, **fields: Any) -> Theme:
    """New name, sentence, words or rest. Comments are judged again with the new words, in the background."""
    _may(by)
    theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    if "name" in fields:
        theme.name = _named(fields["name"], but=theme.pk)
    if "words" in fields:
        theme.words = _tidy(fields["words"])
    if "sentence" in fields:
        theme.sentence = fields["sentence"].strip()
    if "is_active" in fields:
        theme.is_active = bool(fields["is_active"])
    theme.save(update_fields=["name", "sentence", "words", "is_active"])
    measure(themes=[theme])
    return theme


def _named(name: str, but: int = 0) -> str:
    name = " ".join(name.split())
    if not name:
        raise ThemeRefused(_("Give the theme a name."), field="name")
    if Theme.objects.filter(name__iexact=name).exclude(pk=but).exists():
        raise ThemeRefused(_("A theme of this name exists already."), field="name")
    return name


def _free_slug(name: str) -> str:
    base = slugify(name)[:32] or "theme"
    taken = set(Theme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for n in range(len(taken) + 1) if (slug := base if not n else f"{base}-{n + 1}") not in taken
    )


def _tidy(words: Words) -> dict[str, list[str]]:
    """Each word once, without empty lines; languages without words are left out."""
    found = {
        language: list(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip(" +-!")))
        for language, lines in words.items()
    }
    return {language: lines for language, lines in found.items() if lines}


def _may(by: User) -> None:
    if not by.has_role(Role.CX_MANAGER):
        raise NotAllowed(_("Only a CX manager may change the themes."))
