"""What customers read stands whole in every language we speak, and the same names stand in it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import polib
import pytest

from cxapp.translations import LOCALE, compile_stale, stale
from feedback.rules.languages import FIRST, SPOKEN
from tests.repository.sentences import Sentence, sentences
from tests.repository.tree import ROOT

CUSTOMERS_READ = (
    "templates/base.html",
    "templates/layouts/_footer.html",
    "templates/layouts/public.html",
    "templates/feedback/public/*.html",
    "templates/components/banner.html",
    "templates/components/copy_field.html",
    "templates/components/empty_state.html",
    "templates/components/error_summary.html",
    "templates/components/notice.html",
    "templates/components/page_heading.html",
    "templates/components/quote.html",
    "templates/components/slip.html",
    "templates/components/summary_list.html",
    "templates/components/timeline.html",
    "templates/django/forms/**/*.html",
    "templates/emails/customer_*/*",
    "templates/emails/enquiry_received/*",
    "templates/emails/enquiry_answered/*",
    "templates/emails/survey_invitation/*",
    "feedback/forms/answer*.py",
    "feedback/forms/public.py",
    "feedback/forms/kiosk.py",
    "feedback/notices/customers.py",
    "feedback/notices/surveys.py",
    "feedback/queries/follow.py",
    "feedback/queries/promised.py",
    "feedback/rules/told.py",
    "feedback/views/public/*.py",
    "feedback/operations/answering.py",
    "feedback/operations/customer_words.py",
    "feedback/operations/intake_guard.py",
    "feedback/operations/kiosk.py",
    "feedback/operations/own_words.py",
    "feedback/operations/survey_choices.py",
    "cxapp/lib/widgets.py",
    "cxapp/lib/wording.py",
)
"""Files of which customers read every sentence. A catalogue may hold more."""
LANGUAGES = SPOKEN[1:]
NAMES = re.compile(r"%\(\w+\)[sd]|%%|{\w*}|</?\w+>")


def _catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), check_for_duplicates=True)


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _wanted() -> set[Sentence]:
    return {said for pattern in CUSTOMERS_READ for path in ROOT.glob(pattern) for said in sentences(path)}


def test_every_language_we_say_we_speak_has_its_catalogue() -> None:
    assert (FIRST, *sorted(path.name for path in LOCALE.iterdir())) == SPOKEN


def test_no_pattern_has_lost_its_files() -> None:
    assert [pattern for pattern in CUSTOMERS_READ if not list(ROOT.glob(pattern))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_customers_read_is_translated(language: str) -> None:
    said = {
        Sentence(entry.msgid, entry.msgctxt or "", entry.msgid_plural)
        for entry in _catalogue(language)
        if all(_texts(entry))
    }
    single = {(one.text, one.context) for one in said}
    missing = {one for one in _wanted() if one not in said and (one.plural or one[:2] not in single)}
    assert sorted(missing) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_names_and_marks_stand_in_a_translation(language: str) -> None:
    wrong = []
    for entry in _catalogue(language):
        one, *more = (set(NAMES.findall(text)) for text in _texts(entry))
        there = set(NAMES.findall(entry.msgid_plural or entry.msgid))
        if (more or [one]) != [there] or not one <= there:
            wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_uncertain_and_nothing_is_left_over(language: str) -> None:
    catalogue = _catalogue(language)
    assert (catalogue.fuzzy_entries(), catalogue.untranslated_entries(), catalogue.obsolete_entries()) == (
        [],
        [],
        [],
    )


def test_a_text_is_compiled_once_until_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = folder / "django.po"
    text.write_text('msgid ""\nmsgstr ""\n\nmsgid "Send"\nmsgstr "Senden"\n', encoding="utf-8")
    first, second = compile_stale(tmp_path), compile_stale(tmp_path)
    late = (folder / "django.mo").stat().st_mtime + 10
    os.utime(text, (late, late))
    assert (first, second, list(stale(tmp_path)), sorted(path.name for path in folder.iterdir())) == (
        1,
        0,
        [text],
        ["django.mo", "django.po"],
    )
