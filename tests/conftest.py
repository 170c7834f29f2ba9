"""What every test gets: a database and a broker of its own on either engine, and a quiet world.

Without any environment: SQLite in a file (not in memory, so that threads and processes meet real locks). With
DATABASE_URL and REDIS_URL: the same tests on PostgreSQL and Redis. Not here: the people of the tests, and builders.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings
from redis import Redis

from cxapp.celery import app as celery_app
from cxapp.translations import compile_stale
from feedback.operations import intake_guard
from tests.cast import Cast, make_cast
from tests.processes import running

FIRST_TEST_BROKER = 8
"""Test processes use the Redis databases from this number on, so that a running app is not disturbed."""


def pytest_configure() -> None:
    """Tests read the translations as they stand, however they are started."""
    compile_stale()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite tests run on a file: memory databases know no waiting for locks."""
    if django_settings.SQLITE:
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session", autouse=True)
def everything_imported() -> None:
    """A module that is first imported while a test holds the clock still would keep that clock for all later tests."""
    for package in ("accounts", "feedback", "recognition", "cxapp.lib", "cxapp.insights"):
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            import_module(module.name)
    import_module(django_settings.ROOT_URLCONF)


@pytest.fixture(scope="session", autouse=True)
def own_broker() -> None:
    """Each test process has a Redis database of its own, for the broker and the cache alike."""
    if not django_settings.REDIS_URL:
        return
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = urlsplit(django_settings.REDIS_URL)._replace(path=f"/{FIRST_TEST_BROKER + int(process)}").geturl()
    django_settings.CELERY_BROKER_URL = url
    django_settings.CACHES["default"]["LOCATION"] = url
    with suppress(
        AttributeError
    ):  # opened at start-up with the address of before; threads of a test open the new one
        del caches["default"]
    celery_app.conf.update(broker_url=url)
    Redis.from_url(url).flushdb()


@pytest.fixture(scope="session", autouse=True)
def flush_lifts_append_only_triggers() -> Iterator[None]:
    """Emptying the tables after a test with real transactions is the one time history may go.

    The triggers are dropped just before the flush; the flush ends with `post_migrate`, which makes them again.
    """
    empty_the_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # left out of the stubs

    def lift_then_empty(self: TransactionTestCase) -> None:
        drop_append_only_triggers()
        empty_the_tables(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_then_empty)
        yield


def drop_append_only_triggers() -> None:
    """Drops every trigger on our tables, whatever its name."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            drops = [f'DROP TRIGGER "{name}"' for (name,) in cursor.fetchall()]
        else:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
                " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE '%accounts_%'"
            )
            drops = [f'DROP TRIGGER "{name}" ON {table}' for name, table in cursor.fetchall()]
        for drop in drops:
            cursor.execute(drop)


@pytest.fixture(autouse=True)
def quiet_world(settings: Settings, tmp_path: Path) -> None:
    """Files go to a folder of the test, passwords are hashed fast, limits start from zero."""
    settings.MEDIA_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    intake_guard.forget()


@pytest.fixture(scope="session")
def worker_process(django_db_setup: None, own_broker: None) -> Iterator[None]:
    """A real Celery worker over Redis on the test's database. Tests that use it are marked `services`."""
    with running("celery", "-A", "cxapp", "worker", "--concurrency=1", "--loglevel=WARNING"):
        until = time.monotonic() + 60
        while not celery_app.control.ping(timeout=0.5):
            assert time.monotonic() < until, "The worker process did not answer within a minute."
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The small company every test meets."""
    return make_cast()
