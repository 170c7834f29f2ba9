"""Sends requests at a rate that does not wait for answers, and keeps what came of each. Not here: what they must come to.

A server that falls behind is not spared: the next request leaves when its moment comes, and its time counts from that moment.
Each client has an address of its own on this machine, as customers have.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 60.0
"""Seconds a client waits."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request to send: `at` seconds after the start; `form` None reads the page. `name` tells kinds apart."""

    at: float
    name: str
    path: str
    form: dict[str, str] | None = None
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`status` 0: no whole answer came. `seconds` from the moment it should have left."""

    request: Request
    status: int
    seconds: float
    retry_after: str = ""


def send_all(requests: Sequence[Request], *, port: int) -> list[Result]:
    """Every request at its moment; returns when the last one is answered."""
    return asyncio.run(_send_all(sorted(requests, key=lambda request: request.at), port))


async def _send_all(requests: Sequence[Request], port: int) -> list[Result]:
    began, running = time.monotonic(), []
    for number, request in enumerate(requests):
        await asyncio.sleep(max(0.0, began + request.at - time.monotonic()))
        running.append(asyncio.create_task(_send(request, number, began + request.at, port)))
    return await asyncio.gather(*running)


async def _send(request: Request, number: int, due: float, port: int) -> Result:
    try:
        head = await asyncio.wait_for(_exchange(request, number, port), PATIENCE)
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        return Result(request, 0, time.monotonic() - due)
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    return Result(request, int(lines[0].split()[1]), time.monotonic() - due, headers.get("retry-after", ""))


async def _exchange(request: Request, number: int, port: int) -> bytes:
    """The head of the answer, after its body was read to the end."""
    address = f"127.{1 + number % 200}.{number // 200 % 250}.{2 + number % 250}"
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
    try:
        writer.write(_words(request))
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.read()
        return head
    finally:
        writer.close()


def _words(request: Request) -> bytes:
    body = urlencode(request.form).encode() if request.form is not None else b""
    lines = [
        f"{'GET' if request.form is None else 'POST'} {request.path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        *([f"Cookie: {request.cookie}"] if request.cookie else []),
        *(
            ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            if request.form is not None
            else []
        ),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
