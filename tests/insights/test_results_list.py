"""The list of surveys: it says no less than the page of each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cxapp.lib import clock
from tests.cast import Cast
from tests.factories.responses import make_survey, respond_many

pytestmark = pytest.mark.django_db

CALM, BETTER = [10, 10, 10, 3, 3, 3], [10, 10, 10, 10, 10, 3]


def test_the_list_does_not_deny_the_change_that_the_page_names(cast: Cast, client: Client) -> None:
    """Weeks that swing widely hide a rise from the weekly chart; all answers together show it."""
    survey, now = make_survey(), clock.now()
    for back in range(1, 25):
        scores = (BETTER if back < 12 else CALM) if back % 2 else [10] * 4 + [3, 3]
        respond_many(survey, cast, scores, at=now - timedelta(weeks=back))
    client.force_login(cast.owner)

    page = client.get(f"/results/{survey.slug}/").context["sentence"]
    listed = client.get("/results/").context["rows"][0].says

    assert (" Up " in page, listed != "No clear change.") == (True, True)
