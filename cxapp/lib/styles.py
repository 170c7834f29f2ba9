"""All style sheets as one file, made in memory: many small files to write, one request to read.

The address carries a digest of the content, so that browsers may keep it for a year. There is no build
step; a changed file is seen at once in development and at the next start in production.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FIRST = ("css/tokens.css", "css/base.css", "css/layout.css")
LAST = ("css/print.css",)


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """The joined sheets, ready to send."""

    version: str
    plain: bytes
    packed: bytes


def root() -> Path:
    return Path(settings.BASE_DIR) / "static"


def names() -> tuple[str, ...]:
    """Every sheet in the order of the cascade: layers first, then components, then pages, print last."""
    middle = [
        path.relative_to(root()).as_posix()
        for folder in ("components", "pages")
        for path in sorted((root() / "css" / folder).glob("*.css"))
    ]
    return (*FIRST, *middle, *LAST)


@cache
def script_names() -> tuple[str, ...]:
    """Every behaviour; each file works alone."""
    return tuple(f"js/{path.name}" for path in sorted((root() / "js").glob("*.js")))


def bundle() -> Bundle:
    """The bundle of the files as they are now (development) or as they were at the start."""
    if settings.DEBUG:
        return _join()
    return _kept()


@cache
def _kept() -> Bundle:
    return _join()


def _join() -> Bundle:
    plain = b"\n".join((root() / name).read_bytes() for name in names())
    version = hashlib.sha256(plain).hexdigest()[:16]
    return Bundle(version=version, plain=plain, packed=gzip.compress(plain, mtime=0))


def stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Answers `style/<version>.css`. An old version gets the newest sheet, not to be kept."""
    sheet = bundle()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.packed if packed else sheet.plain, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if version == sheet.version else "no-cache"
    )
    return response
