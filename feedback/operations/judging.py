"""Judging comments in batches: their themes, their mood, or that we cannot. Run in the background, safe to repeat.

What a person said about a theme stays. A change of the taxonomy, or a theme that passes the limit either way,
lets everything be judged again, newest first.
Not here: how words are found (`rules.themes`), what people correct (`operations.themes`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db import transaction
from django.db.models import F, Max, Q

from feedback.enums import QuestionKind, ResponseState, SignalKind, TagState, Tone
from feedback.models import COUNTED, Answer, Judgement, Response, Signal, TextTheme, Theme
from feedback.operations.themes import BY_PEOPLE, is_applied
from feedback.queries.felt import how_they_felt
from feedback.rules import mood as moods
from feedback.rules.drawing import Felt
from feedback.rules.themes import LIMIT, Finder, Found, blended, language_of

BATCH = 500
NEWEST = 10_000
"""So many rows, the last ones, a run looks at that does not look at everything."""
IDLE = timedelta(minutes=10)
EVIDENCE = 5000
"""So many verdicts of people, the newest, say how right each word is."""
TONE_OF = {Felt.LOW: Tone.DISLIKE, Felt.HIGH: Tone.LIKE}

Evidence = Mapping[tuple[int, str], tuple[int, int]]
"""By theme and word: how often it was right, of how often people judged it."""


@dataclass(frozen=True, slots=True)
class _Comment:
    text: int
    body: str
    language: str
    else_tone: Tone


class _Judge:
    """Everything a batch needs to know: the taxonomy, a finder a language, what people said about its words."""

    def __init__(self, themes: Sequence[Theme]) -> None:
        self.themes = {theme.pk: theme for theme in themes}
        self._finders: dict[str, Finder] = {}
        self.evidence: Evidence = {}

    def finder(self, language: str) -> Finder:
        if language not in self._finders:
            words = {pk: theme.words.get(language, ()) for pk, theme in self.themes.items()}
            self._finders[language] = Finder(language, words)
        return self._finders[language]

    def find(self, comment: _Comment) -> list[Found]:
        mood = moods.value_of if comment.language in moods.LANGUAGES else lambda _body: None
        return self.finder(comment.language).find(comment.body, mood_of=mood, else_tone=comment.else_tone)

    def confidence(self, found: Found) -> float:
        """How right the best of the words that brought it up has been."""
        before = self.themes[found.theme].precision
        seen = (self.evidence.get((found.theme, word), (0, 0)) for word in found.words)
        return max(blended(right=right, of=of, before=before) for right, of in seen)

    def state(self, theme: int, confidence: float) -> TagState:
        good = is_applied(self.themes[theme]) and confidence >= LIMIT
        return TagState.APPLIED if good else TagState.OFFERED


def judge_texts(*, now: datetime, limit: int = BATCH, whole: bool = False) -> int:
    """Judge what was not judged yet, or by other words. Returns how many comments that were; `whole`: looks at all there are."""
    themes = list(Theme.objects.filter(is_active=True).order_by("pk"))
    method = method_of(themes)
    with transaction.atomic():
        comments = _answers(method, now, limit, whole)
        if len(comments) < limit:
            comments += _complaints(method, limit - len(comments), whole)
        if comments:
            judge = _Judge(themes)
            judge.evidence = _evidence(judge)
            _keep(judge, comments, method, now)
        return len(comments)


def method_of(themes: Iterable[Theme]) -> str:
    """Names the taxonomy, which of its themes may be applied, and the list of moods a comment was judged by."""
    known = json.dumps([[theme.pk, theme.words, is_applied(theme)] for theme in themes], sort_keys=True)
    return f"words {blake2b(known.encode(), digest_size=4).hexdigest()}, {moods.METHOD}"[:40]


def _to_judge(method: str) -> Q:
    return Q(text__erased_at=None) & (Q(text__judgement=None) | ~Q(text__judgement__method=method))


def _from(model: type[Answer] | type[Signal], whole: bool) -> int:
    last = 0 if whole else model.objects.aggregate(last=Max("pk"))["last"] or 0
    return max(last - NEWEST, 0)


def _answers(method: str, now: datetime, limit: int, whole: bool) -> list[_Comment]:
    finished = Q(response__state=ResponseState.COMPLETE) | Q(response__touched_at__lte=now - IDLE)
    changed = Q(text__erased_at=None, text__judgement__at__lt=F("response__touched_at"))
    rows = (
        Answer.objects.filter(finished, _to_judge(method) | changed, text__isnull=False)
        .filter(response__in=Response.objects.filter(COUNTED), pk__gt=_from(Answer, whole))
        .filter(kind=QuestionKind.TEXT)
        .select_related("text", "response__version")
        .order_by("-pk")[:limit]
    )
    answers = list(rows)
    felt = how_they_felt(Answer.objects.filter(response__in={answer.response_id for answer in answers}))
    return [
        _Comment(
            answer.text_id or 0,
            answer.text.body if answer.text else "",
            language_of(answer.response.language or next(iter(answer.response.version.languages), "en")),
            TONE_OF.get(felt.get(answer.response_id, Felt.NOT_SAID), Tone.NEUTRAL),
        )
        for answer in answers
    ]


def _complaints(method: str, limit: int, whole: bool) -> list[_Comment]:
    """Complaints in words; the words of a low answer are judged where they were given."""
    rows = Signal.objects.filter(
        _to_judge(method), kind=SignalKind.COMPLAINT, response=None, pk__gt=_from(Signal, whole)
    )
    return [
        _Comment(text, body, language_of(language or "en"), Tone.DISLIKE)
        for text, body, language in rows.order_by("-pk").values_list(
            "text", "text__body", "customer__language"
        )[:limit]
    ]


def _evidence(judge: _Judge) -> Evidence:
    """Which words were behind what people confirmed and refused."""
    rows = TextTheme.objects.filter(BY_PEOPLE, theme__in=judge.themes, text__judgement__can_do=True)
    found: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for theme, state, body, language in rows.order_by("-pk").values_list(
        "theme", "state", "text__body", "text__judgement__language"
    )[:EVIDENCE]:
        for one in judge.finder(language).find(body, mood_of=lambda _body: None, else_tone=Tone.NEUTRAL):
            if one.theme == theme:
                for word in one.words:
                    right, of = found[theme, word]
                    found[theme, word] = (right + (state == TagState.APPLIED), of + 1)
    return found


def _keep(judge: _Judge, comments: Sequence[_Comment], method: str, now: datetime) -> None:
    texts = [comment.text for comment in comments]
    TextTheme.objects.filter(text__in=texts, by=None).delete()
    said = set(TextTheme.objects.filter(text__in=texts).values_list("text", "theme"))
    rows = []
    for comment in comments:
        for found in judge.find(comment):
            if (comment.text, found.theme) not in said:
                confidence = judge.confidence(found)
                state = judge.state(found.theme, confidence)
                rows.append(
                    TextTheme(
                        text_id=comment.text, theme_id=found.theme, tone=found.tone,
                        state=state, confidence=confidence, at=now,
                    )
                )  # fmt: skip
    TextTheme.objects.bulk_create(rows, batch_size=500)
    _keep_judgements(judge, comments, texts, method, now)


def _keep_judgements(
    judge: _Judge, comments: Sequence[_Comment], texts: Collection[int], method: str, now: datetime
) -> None:
    Judgement.objects.filter(text__in=texts).delete()
    rows = []
    for comment in comments:
        mood = moods.mood_of(comment.body) if comment.language in moods.LANGUAGES else None
        rows.append(
            Judgement(
                text_id=comment.text,
                language=comment.language[:10],
                can_do=judge.finder(comment.language).knows_words,
                mood=mood.value if mood else None,
                mood_low=mood.low if mood else None,
                mood_high=mood.high if mood else None,
                method=method,
                at=now,
            )
        )
    Judgement.objects.bulk_create(rows, batch_size=500)
