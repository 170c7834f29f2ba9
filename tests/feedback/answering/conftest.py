"""What tests of answering share: a standing clock, a browser that is nobody, a survey of any questions, links to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client

from feedback.enums import OpenLinkKind
from feedback.models import Invitation, OpenLink, Question, Survey, SurveyVersion
from feedback.operations import intake_guard
from feedback.operations.asking import customer_by_mail, invite
from tests.cast import NOW, Cast

MakeSurvey = Callable[..., SurveyVersion]
MakeLink = Callable[..., OpenLink]


class Standing:
    now: datetime = NOW

    def later(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Standing:
    """The doors' clock at NOW; `clock.later(minutes=…)` moves it."""
    standing = Standing()
    for module in ("public.survey", "public.open_survey", "public.kiosk", "public.follow", "manage.held"):
        monkeypatch.setattr(f"feedback.views.{module}.clock_now", lambda: standing.now)
    return standing


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()
    intake_guard.forget()


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def survey(cast: Cast) -> MakeSurvey:
    """A published survey with these questions."""

    def make(*rows: dict[str, Any], **fields: Any) -> SurveyVersion:
        made = Survey.objects.create(slug=f"survey-{Survey.objects.count()}", name="A survey")
        values = {"languages": ["en"], "published_at": NOW, **fields}
        version = SurveyVersion.objects.create(survey=made, number=1, **values)
        for order, row in enumerate(rows, start=1):
            Question.objects.create(version=version, order=order, **row)
        return version

    return make


@pytest.fixture
def link(cast: Cast) -> MakeLink:
    """An open link to a survey, at Leeds."""

    def make(version: SurveyVersion, kind: str = OpenLinkKind.LINK, **fields: Any) -> OpenLink:
        pin = make_password("2468") if kind == OpenLinkKind.KIOSK else ""
        values = {"place": cast.leeds, "pin": pin, "code": f"code{OpenLink.objects.count()}", **fields}
        return OpenLink.objects.create(
            kind=kind,
            name="At the door",
            survey=version.survey,
            created_by=cast.cx_manager,
            created_at=NOW,
            **values,
        )

    return make


@pytest.fixture
def invited(cast: Cast) -> Callable[[SurveyVersion], Invitation]:
    """Maria, asked the questions of this version about Leeds."""

    def make(version: SurveyVersion) -> Invitation:
        maria = customer_by_mail(typed="maria@example.org", name="Maria Sample", place=cast.leeds, now=NOW)
        return invite(customer=maria, place=cast.leeds, by=cast.cx_manager, version=version, now=NOW)

    return make
