"""A line that is too long is answered at once, and nothing of it reaches the application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from cxapp.shedding import COME_BACK, MOST_WAITING, Line, shedding


def served(line: Line, path: str = "/s/token/") -> tuple[str, dict[str, str]]:
    """Status and headers of one request to a small application behind this line."""
    seen: list[Any] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b"kept"]

    answer = shedding(application, line)
    list(answer({"PATH_INFO": path}, lambda status, headers: seen.append((status, dict(headers)))))
    [(status, headers)] = seen
    return status, headers


def waiting(count: int) -> Line:
    line = Line()
    for _ in range(count):
        line.enter()
    return line


def test_while_few_wait_everybody_is_served() -> None:
    assert served(waiting(MOST_WAITING))[0] == "200 OK"


def test_behind_too_many_a_request_hears_when_to_come_back() -> None:
    status, headers = served(waiting(MOST_WAITING + 1))
    assert (status, headers["Retry-After"]) == ("503 Service Unavailable", str(COME_BACK))


def test_who_is_being_served_waits_no_longer() -> None:
    line = waiting(MOST_WAITING + 1)
    line.leave()
    assert served(line)[0] == "200 OK"


@pytest.mark.parametrize("path", ["/live/", "/ready/"])
def test_whether_it_lives_is_always_answered(path: str) -> None:
    assert served(waiting(MOST_WAITING + 1), path)[0] == "200 OK"
