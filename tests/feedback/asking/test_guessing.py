"""Guessing the links of surveys: a million guesses, near misses, and what a copy of the database gives away."""

from __future__ import annotations

import base64
import secrets

import pytest
from django.core import serializers

from cxapp.lib.tokens import LINK_BYTES, fingerprint, link_token
from feedback.models import Invitation
from feedback.notices.surveys import survey_path
from feedback.queries.public import open_survey

GUESSES = 1_000_000


def test_a_million_guesses_open_nothing(invitation: Invitation) -> None:
    kept = set(Invitation.objects.values_list("token_sha", flat=True))
    assert not any(fingerprint(secrets.token_urlsafe(LINK_BYTES)) in kept for _ in range(GUESSES))


def test_a_link_has_at_least_128_bits(invitation: Invitation) -> None:
    token = survey_path(invitation).split("/")[2]
    assert len(base64.urlsafe_b64decode(token + "=")) * 8 >= 128


@pytest.mark.parametrize("cut", range(1, 27))
def test_a_part_of_a_link_opens_nothing(invitation: Invitation, cut: int) -> None:
    token = link_token("survey", invitation.uuid, 1)
    guess = token[:-cut] + ("A" if token[-1] != "A" else "B") * cut
    assert (open_survey(token[:-cut]), open_survey(guess)) == (None, None)


def test_a_copy_of_the_table_gives_no_link_away(invitation: Invitation) -> None:
    dump = serializers.serialize("json", Invitation.objects.all())
    assert link_token("survey", invitation.uuid, 1) not in dump
    assert open_survey(invitation.token_sha) is None


def test_links_of_one_invitation_have_nothing_in_common(invitation: Invitation) -> None:
    first, second = (link_token("survey", invitation.uuid, generation) for generation in (1, 2))
    assert first[:4] != second[:4]
