"""A refusal of an operation becomes an error of the form that asked for it: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cxapp.lib.errors import Refused


@contextmanager
def beside(form: Any) -> Iterator[None]:
    """Runs its block; the sentence of a refusal stands beside the field it names, or above the form.

    A form opened on an older version of its case is renewed: what was typed stays, and the next press counts.
    """
    try:
        yield
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal.sentence))
        if refusal.code == "stale":
            form.data = form.data.copy()
            form.data["seq"] = str(form.case.seq)
