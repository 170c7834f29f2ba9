"""Opening a page of results, or one of its files, as somebody. Not here: what it must say."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.test import Client

from feedback.models import Survey


def opened(client: Client, survey: Survey, person: Any, **asked: Any) -> Any:
    client.force_login(person)
    return client.get(f"/results/{survey.slug}/", asked)


def file(client: Client, survey: Survey, name: str, **asked: Any) -> list[list[str]]:
    answer = client.get(f"/results/{survey.slug}/files/{name}/", asked)
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
