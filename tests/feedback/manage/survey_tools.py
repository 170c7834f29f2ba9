"""What the tests of the survey builder's pages share."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from feedback.models import Question, Survey, SurveyVersion
from feedback.operations.survey_drafts import create_survey
from tests.cast import NOW, Cast

HTMX = {"HTTP_HX_REQUEST": "true"}


def made(cast: Cast, template: str = "relationship", *languages: str) -> Survey:
    return create_survey(
        template=template, name="Spring", languages=languages or ("en", "de"), by=cast.cx_manager, now=NOW
    )


def version_of(survey: Survey) -> SurveyVersion:
    return survey.versions.order_by("-number")[0]


def question(survey: Survey, code: str) -> Question:
    return version_of(survey).questions.get(code=code)


def codes(survey: Survey) -> list[str]:
    return list(version_of(survey).questions.order_by("order").values_list("code", flat=True))


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def post(client: Client, address: str, /, *args: str, **data: Any) -> Any:
    return client.post(reverse(address, args=args), data)
