"""The languages a survey may speak, each by its own name. Pure.

Not here: the language of the pages for staff (`settings.LANGUAGES`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf.locale import LANG_INFO

CODES = (
    "en", "ar", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "he", "hr", "hu", "it", "lt", "lv", "nb", "nl",
    "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
)  # fmt: skip
FIRST = "en"
SPOKEN = (FIRST, "de", "es", "fr")
"""Those our own words on customers' pages are written in (`cxapp/locale`); a survey in another one has them in English."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language as its speakers write it, and the direction they read in."""

    code: str
    name: str
    direction: str = "ltr"


def language(code: str) -> Language:
    """One nobody knows here is called by its code."""
    info = LANG_INFO.get(code, {})
    name = str(info.get("name_local", code))
    return Language(code, name[:1].upper() + name[1:], "rtl" if info.get("bidi") else "ltr")


LANGUAGES = tuple(sorted((language(code) for code in CODES), key=lambda one: (one.code != FIRST, one.name)))
CHOICES = tuple((one.code, one.name) for one in LANGUAGES)
