"""A tagged PDF (PDF/UA-1) from a typst file and plain data, made by a process of its own.

The typesetter is large: loaded here it would stay in the memory of every web process, and a document that does not end would
hold a worker. Data goes in as JSON, so that no text can become markup. Not here: what documents say.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

STANDARD: Final = "ua-1"
LONGEST = 20
"""Seconds after which a document is given up; they take about one."""


class NoPdf(Exception):
    """The document could not be made; the message is for the log."""


def make_pdf(*, source: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """The document. `at` stands in it as the moment it was made: the same data and moment give the same bytes."""
    given = json.dumps(
        {"source": str(source), "data": json.dumps(data, ensure_ascii=False), "at": at.isoformat()}
    )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cxapp.lib.pdf"],
            input=given.encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
            cwd=Path(__file__).resolve().parents[2],
        )
    except subprocess.TimeoutExpired:
        raise NoPdf(f"{source.name} took more than {LONGEST} seconds.") from None
    if done.returncode != 0:
        raise NoPdf(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def _main() -> None:
    """The process itself: JSON on the way in, the document on the way out."""
    import typst

    given = json.loads(sys.stdin.buffer.read())
    made = typst.compile(
        given["source"],
        format="pdf",
        sys_inputs={"data": given["data"]},
        pdf_standards=STANDARD,
        timestamp=datetime.fromisoformat(given["at"]).astimezone(UTC).replace(microsecond=0),
    )
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _main()
