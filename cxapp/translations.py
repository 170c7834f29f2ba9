"""Compiles what translators wrote (`cxapp/locale/*/LC_MESSAGES/django.po`) into what Python reads, beside it.

No compiled file is committed: `cxapp.start` and the image run this, and it does nothing where nothing changed. `stale` needs
the standard library only, because `cxapp.start` asks it before anything is installed. Not here: who reads in which language.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parent / "locale"


def stale(folder: Path = LOCALE) -> Iterator[Path]:
    """The texts whose compiled file is missing or older than they are."""
    for text in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = text.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < text.stat().st_mtime_ns:
            yield text


def compile_stale(folder: Path = LOCALE) -> int:
    """Put in place whole, so that a process that starts meanwhile reads the old file or the new one."""
    import polib

    texts = list(stale(folder))
    for text in texts:
        half = text.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(text)).save_as_mofile(str(half))
        half.replace(text.with_suffix(".mo"))
    return len(texts)


if __name__ == "__main__":
    compile_stale()
    sys.exit(0)
