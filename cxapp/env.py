"""Reads the environment. A missing or odd setting is answered with the sentence that mends it.

Lives here: typed getters over the environment and the `.env` file. Not here: what the settings mean.
"""

from __future__ import annotations

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(os.environ.get("CXAPP_VAR") or BASE_DIR / "var")
_env = environ.Env()


def text(name: str, default: str) -> str:
    """The value of `name`, or of the file named by `name`_FILE (for mounted secrets)."""
    from_file = os.environ.get(f"{name}_FILE")
    if from_file:
        return Path(from_file).read_text(encoding="utf-8").strip()
    return str(_env.str(name, default))


def flag(name: str, default: bool) -> bool:
    """A yes/no setting; anything else than yes/no words is refused."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    try:
        return words[raw.strip().lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} is {raw!r}. Set it to 1 or 0.") from None


def number(name: str, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        return int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}. Set it to a whole number.") from None


def names(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    raw = os.environ.get(name)
    return default if not raw else [part.strip() for part in raw.split(",") if part.strip()]


def database(default: str) -> dict[str, object]:
    """DATABASE_URL as Django wants it."""
    return dict(_env.db_url("DATABASE_URL", default=default))


def secret(name: str, *, development: bool) -> str:
    """A secret of 32 characters or more; development gets one kept in `var/`, production must name its own."""
    value = text(name, "")
    if value:
        if len(value) < 32 and not development:
            raise ImproperlyConfigured(
                f"{name} is shorter than 32 characters. Make one: openssl rand -hex 32"
            )
        return value
    if not development:
        raise ImproperlyConfigured(
            f"{name} is not set. Make one with `openssl rand -hex 32` and put it in the environment."
        )
    return _kept_secret(name)


def _kept_secret(name: str) -> str:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    file = VAR_DIR / f"{name.lower()}.txt"
    if not file.exists():
        from django.utils.crypto import get_random_string

        file.write_text(get_random_string(64), encoding="utf-8")
        file.chmod(0o600)
    return file.read_text(encoding="utf-8").strip()
