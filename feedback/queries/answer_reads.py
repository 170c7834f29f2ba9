"""What answering reads at every request: the questions once, for published versions never change; the rows by SQL that is kept.

Not here: what is made of it (`answering`), and which version is asked today (`asking`).
"""

from __future__ import annotations

from django.db.models import BigIntegerField, CharField

from accounts.queries.house import house
from cxapp.lib.kept import Given, Kept
from feedback.models import Answer, ContactPoint, Invitation, Question, Response, Signal, SurveyVersion


def version_of(pk: int) -> SurveyVersion:
    """A version with its survey. For reading only: published ones are shared."""
    known = house().also
    name = f"version:{pk}"
    if name not in known:
        version = SurveyVersion.objects.select_related("survey").get(pk=pk)
        if version.published_at is None:
            return version
        known[name] = version
    found: SurveyVersion = known[name]
    return found


def questions_of(version: SurveyVersion) -> list[Question]:
    """Its questions in their order. For reading only, as above."""
    if version.published_at is None:
        return _questions(version)
    return house().kept(f"questions:{version.pk}", lambda: _questions(version))


def _questions(version: SurveyVersion) -> list[Question]:
    return list(Question.objects.filter(version=version.pk).order_by("order"))


def invitation_of(token_sha: str) -> Invitation | None:
    """With its customer, its place and what it asks."""
    found: Invitation | None = next(iter(_INVITATION.objects(token_sha=token_sha)), None)
    if found is not None:
        found.version = version_of(found.version_id)
    return found


def lock(invitation: Invitation) -> None:
    """Until the end of the transaction only one answer to it is kept."""
    _LOCKED.along(pk=invitation.pk)


def response_to(invitation: Invitation) -> Response | None:
    return next(iter(_RESPONSE.objects(pk=invitation.pk)), None)


def signal_of(response: Response) -> Signal | None:
    return next(iter(_SIGNAL.objects(pk=response.pk)), None)


def answers_of(response: Response) -> list[Answer]:
    """All revisions with their words, the oldest first."""
    return _ANSWERS.objects(pk=response.pk)


def points_of(customer: int) -> list[ContactPoint]:
    """The ways to reach a customer that have not failed."""
    return _POINTS.objects(pk=customer)


_PK = Given("pk", BigIntegerField())
_INVITATION = Kept(
    lambda: Invitation.objects.filter(token_sha=Given("token_sha", CharField())).select_related(
        "customer", "place"
    )
)
_LOCKED = Kept(lambda: Invitation.objects.filter(pk=_PK).select_for_update(of=("self",)).values_list("pk"))
_RESPONSE = Kept(lambda: Response.objects.filter(invitation=_PK))
_SIGNAL = Kept(
    lambda: Signal.objects.filter(response=_PK).select_related("case__leader", "case__place").order_by("pk")
)
_ANSWERS = Kept(lambda: Answer.objects.filter(response=_PK).select_related("text").order_by("revision"))
_POINTS = Kept(lambda: ContactPoint.objects.filter(customer=_PK, bounced_at=None).order_by("pk"))
