"""Finding themes in a comment by their words: stems, phrases, exceptions, and whether it was liked. Pure.

A line of a theme's words is a word or phrase; "+" before it says it is always praise, "-" always blame, "!" that it is
something else ("!waiting room"); a word in quotation marks is meant as it stands ("timely" finds no "time").
Not here: which themes there are (`starter_themes`), what people corrected (`judging`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import snowballstemmer

from feedback.enums import Tone

LIMIT = 0.6
"""Precision from which a theme is applied; below it is only offered to people."""
PRIOR_WEIGHT = 20
"""As many verdicts of people weigh as much as what was known before them."""
NOT_KNOWN = 0.5
"""What a theme nobody measured starts with: below the limit."""
REACH_OF_NOT = 3
"""Words a "not" reaches forward."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LINE_WORD = re.compile(rf'"?{_WORD.pattern}')
_CLAUSE = re.compile(
    r"[.!?;:,()\n]+|\s+-\s+|\b(?:but|however|although|though|whereas|except)\b", re.IGNORECASE
)
_NOT = frozenset(["not", "no", "never", "none", "nobody", "nothing", "without", "hardly", "lack", "cannot"])
_NOT_BLAME = frozenset(["only", "just"])
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


class Sign(StrEnum):
    """What stands before a word of a theme."""

    PLAIN = ""
    PRAISE = "+"
    BLAME = "-"
    ELSE = "!"


_TONES = {Sign.PRAISE: Tone.LIKE, Sign.BLAME: Tone.DISLIKE}
_OTHER = {Tone.LIKE: Tone.DISLIKE, Tone.DISLIKE: Tone.LIKE}
MoodOf = Callable[[str], float | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A theme in a comment: the words that brought it up, as the theme has them, and whether it was praise or blame."""

    theme: int
    tone: Tone
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Phrase:
    theme: int
    stems: tuple[str, ...]
    sign: Sign
    line: str


@dataclass(frozen=True, slots=True)
class _Hit:
    phrase: _Phrase
    start: int

    @property
    def span(self) -> range:
        return range(self.start, self.start + len(self.phrase.stems))


def language_of(code: str) -> str:
    """The part of a language code that decides: "en" of "en-GB"."""
    return code.replace("_", "-").partition("-")[0].lower()


def blended(*, right: int, of: int, before: float | None) -> float:
    """The share of suggestions that are right: what was known before, moved by every verdict of a person."""
    start = NOT_KNOWN if before is None else before
    return (right + PRIOR_WEIGHT * start) / (of + PRIOR_WEIGHT)


class Finder:
    """Knows the words of all themes in one language. Made for a batch and used by one thread, as its stemmer must be."""

    def __init__(self, language: str, words: Mapping[int, Iterable[str]]) -> None:
        algorithm = _ALGORITHMS.get(language)
        self._stemmer = snowballstemmer.stemmer(algorithm) if algorithm else None
        self._stems: dict[str, str] = {}
        self._by_first: dict[str, list[_Phrase]] = {}
        for theme, lines in words.items():
            for line in lines:
                self._learn(theme, line)
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase.stems))

    @property
    def knows_words(self) -> bool:
        return bool(self._by_first)

    def _learn(self, theme: int, line: str) -> None:
        sign = Sign(line[0]) if line[:1] in {"+", "-", "!"} else Sign.PLAIN
        words = [word.lower() for word in _LINE_WORD.findall(line.replace("’", "'"))]
        stems = tuple(word if word.startswith('"') else self._stem(word) for word in words)
        if stems:
            self._by_first.setdefault(stems[0], []).append(_Phrase(theme, stems, sign, line))

    def _stem(self, word: str) -> str:
        if word not in self._stems:
            self._stems[word] = self._stemmer.stemWord(word) if self._stemmer else word
        return self._stems[word]

    def find(self, body: str, *, mood_of: MoodOf, else_tone: Tone) -> list[Found]:
        """The themes of a comment. Where no word says it, the tone is the mood of the clause, else `else_tone`."""
        tones: dict[int, list[Tone]] = {}
        lines: dict[int, set[str]] = {}
        for clause in clauses(body):
            words = _words(clause)
            for hit in self._hits(words):
                tone = _tone(hit, words, lambda clause=clause: mood_of(clause))  # type: ignore[misc]
                tones.setdefault(hit.phrase.theme, []).append(tone)
                lines.setdefault(hit.phrase.theme, set()).add(hit.phrase.line)
        return [
            Found(theme, _together(heard, else_tone), frozenset(lines[theme]))
            for theme, heard in sorted(tones.items())
        ]

    def _hits(self, words: Sequence[str]) -> Iterator[_Hit]:
        """Longer phrases first; of one theme no word counts twice, and what is something else counts for nothing."""
        forms = [(self._stem(word), f'"{word}') for word in words]
        found = [
            _Hit(phrase, start)
            for start, both in enumerate(forms)
            for form in both
            for phrase in self._by_first.get(form, ())
            if _matches(phrase.stems, forms[start : start + len(phrase.stems)])
        ]
        taken: dict[int, set[int]] = {}
        for hit in sorted(found, key=lambda hit: (-len(hit.phrase.stems), hit.start)):
            used = taken.setdefault(hit.phrase.theme, set())
            if used.isdisjoint(hit.span):
                used.update(hit.span)
                if hit.phrase.sign != Sign.ELSE:
                    yield hit


def _matches(stems: Sequence[str], forms: Sequence[tuple[str, str]]) -> bool:
    return len(stems) == len(forms) and all(stem in both for stem, both in zip(stems, forms, strict=True))


def clauses(body: str) -> list[str]:
    """The parts of a comment in which one thing is said."""
    return [part for part in _CLAUSE.split(body.replace("’", "'")) if part.strip()]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text.replace("’", "'"))]


def _tone(hit: _Hit, words: Sequence[str], mood: Callable[[], float | None]) -> Tone:
    tone = _TONES.get(hit.phrase.sign)
    if tone is None:
        felt = mood()
        if felt is None or abs(felt) < 0.2:
            return Tone.NEUTRAL
        return Tone.LIKE if felt > 0 else Tone.DISLIKE
    return _OTHER[tone] if _is_denied(words[max(0, hit.start - REACH_OF_NOT) : hit.start]) else tone


def _is_denied(before: Sequence[str]) -> bool:
    """Whether a "not" stands before; "not only" denies nothing."""
    return any(
        (word in _NOT or word.endswith("n't")) and not (set(before[place + 1 : place + 2]) & _NOT_BLAME)
        for place, word in enumerate(before)
    )


def _together(heard: Collection[Tone], else_tone: Tone) -> Tone:
    """Praise and blame of one theme in one comment count as blame: that is what has to be looked at."""
    if Tone.DISLIKE in heard:
        return Tone.DISLIKE
    return Tone.LIKE if Tone.LIKE in heard else else_tone
