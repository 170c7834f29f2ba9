"""What may stand in a log: what happened and where, but no token of a private link and no customer's words."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.conf import settings

from cxapp import logs

TOKEN = "Zk3v9QxT1mB7yR5cW0pLsa"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What production writes to the console."""
    output = io.StringIO()
    configured = logs.configure(level="INFO", production=True)
    configured["handlers"]["console"]["stream"] = output
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logging.config.dictConfig(configured)
    yield output
    root.handlers[:], root.level = before[0], before[1]
    logs.configure(level="WARNING", production=settings.PRODUCTION)


@pytest.mark.parametrize(
    "address",
    [f"/a/{TOKEN}/", f"GET /a/{TOKEN}/answer/", f"/p/{TOKEN}", f"/a/{TOKEN}?score=3", f"at /a/{TOKEN} now"],
)
def test_a_token_is_cut_out_of_an_address(address: str) -> None:
    assert logs.without_tokens(address) == address.replace(TOKEN, "…")


@pytest.mark.parametrize(
    "address", ["/cases/4711/", "/recognition/celebrations/", "/admin/health/send-again/"]
)
def test_the_address_of_a_page_stays_whole(address: str) -> None:
    assert logs.without_tokens(address) == address


def test_a_line_of_a_library_and_one_of_ours_are_one_json_object_each(written: io.StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", f"/a/{TOKEN}/")
    structlog.get_logger("cxapp.test").warning("request_finished", request=f"GET /a/{TOKEN}/", code=404)

    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [(line["event"], line.get("request")) for line in lines] == [
        ("Not Found: /a/…/", None),
        ("request_finished", "GET /a/…/"),
    ]


def test_a_traceback_carries_no_local_variables(written: io.StringIO) -> None:
    words = "-".join(["my", "neighbour", "must", "never", "know"])
    try:
        raise ValueError(len(words))
    except ValueError:
        logging.getLogger("cxapp").exception("It failed.")

    line = json.loads(written.getvalue())
    assert line["exception"].endswith("ValueError: 28")
    assert words not in line["exception"]
