"""After every migration: there is at least one company value to thank for."""

from __future__ import annotations

from typing import Any

from recognition.operations.foundation import lay_values


def after_migrate(**_: Any) -> None:
    lay_values()
