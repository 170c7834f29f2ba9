"""What is written in two places says the same in both, and locks carry hashes but no addresses."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.repository.tree import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==([^ ;\\]+)", _read(name), re.MULTILINE))


def _one(pattern: str, name: str) -> str:
    found = set(re.findall(pattern, _read(name), re.MULTILINE))
    assert len(found) == 1, f"{pattern} in {name}: {sorted(found)}"
    return str(found.pop())


@pytest.mark.parametrize(
    ("service", "variable"), [("postgres", "POSTGRES_VERSION"), ("redis", "REDIS_VERSION")]
)
def test_the_containers_and_the_continuous_run_use_one_version(service: str, variable: str) -> None:
    compose = _one(rf"image: {service}:(\d+)", "docker-compose.yml")

    assert compose == _one(rf"^{variable}=(\d+)$", ".ci/run")


def test_the_image_runs_a_python_the_project_declares() -> None:
    image = tuple(int(part) for part in _one(r"^FROM python:(\d+\.\d+)", "Dockerfile").split("."))
    oldest = tomllib.loads(_read("pyproject.toml"))["project"]["requires-python"].removeprefix(">=")

    assert image >= tuple(int(part) for part in oldest.split("."))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_carries_no_address_and_no_option(lock: str) -> None:
    assert re.findall(r".*(?:://|--(?:index|extra|find)).*", _read(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", _read(lock))

    assert [
        entry.split("==")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry
    ] == []


def test_the_longer_lock_holds_the_shorter_one() -> None:
    longer = _pins("requirements-dev.lock")

    assert {name: longer.get(name) for name in _pins("requirements.lock")} == _pins("requirements.lock")


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads(_read("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[A-Za-z0-9._-]+", line).group().lower() for line in wanted}  # type: ignore[union-attr]

    assert sorted(names - set(_pins("requirements-dev.lock"))) == []


def test_every_dependency_says_why_it_is_there() -> None:
    lines = re.findall(r'^  "[A-Za-z][A-Za-z0-9._\-\[\]]*[<>=].*$', _read("pyproject.toml"), re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if not re.search(r",\s+# \S+", line)] == []


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads(_read("pyproject.toml"))["project"]["version"]

    assert _one(r"^## (\d+\.\d+\.\d+)", "CHANGELOG.md") == version
