"""The documents keep up with the code."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from tests.repository.tree import APPS, ROOT, files


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_management_command_is_in_the_operators_page() -> None:
    commands = {
        path.stem
        for path in files(".py", under=APPS)
        if path.parent.name == "commands" and not path.stem.startswith("_")
    }
    documented = set(re.findall(r"manage\.py (\w+)", _read("docs/operators.md")))

    assert sorted(commands - documented) == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), re.MULTILINE))
    pages = ["README.md", "CONTRIBUTING.md", "docs/operators.md", "docs/architecture.md", ".ci/run"]
    call = re.compile(
        r"(?:^|`|= )make (?:--[a-z-]+ )*([a-z]+)\b|\bmake --no-print-directory (?:--[a-z-]+ )*([a-z]+)",
        re.MULTILINE,
    )
    named = {first or second for page in pages for first, second in call.findall(_read(page))}

    assert len(named) > 5
    assert sorted(named - targets) == []


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = []
    for path in [*ROOT.glob("*.md"), *files(".md", under=("docs",))]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.name}: {target}")

    assert broken == []


def test_every_file_and_function_a_document_names_exists() -> None:
    named = re.compile(
        r"`((?:accounts|feedback|recognition|cxapp|templates|static|tests)/[\w/.]+\.\w+)(?:::(\w+))?`"
    )
    missing = []
    for page in [*ROOT.glob("*.md"), *files(".md", under=("docs",))]:
        for path, function in named.findall(page.read_text(encoding="utf-8")):
            source = _read(path) if (ROOT / path).is_file() else None
            if source is None or (function and f"def {function}(" not in source):
                missing.append(f"{page.name}: {path} {function}".strip())

    assert missing == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db
def test_the_migrations_hold_every_change_of_the_models() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
