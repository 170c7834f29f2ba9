"""Answers and those who were asked, counted row by row for `recount`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cxapp.insights.queries.recount_facts import Asked, Fact, between_days, units_of
from cxapp.lib.kept import Among
from feedback.models import Answer, Invitation, Occasion, Question, Response

SCORES = ("nps", "csat", "ces")


def _main_questions() -> set[int]:
    """A version's score: its first question with a scale, else its first faces."""
    of_version: dict[int, list[Question]] = defaultdict(list)
    for question in Question.objects.filter(version__published_at__isnull=False).order_by("order"):
        of_version[question.version_id].append(question)
    found = set()
    for questions in of_version.values():
        scales = [q.pk for q in questions if q.kind in SCORES]
        faces = [q.pk for q in questions if q.kind == "emotion"]
        found |= set((scales or faces)[:1])
    return found


def answer_facts(asked: Asked) -> Iterator[Fact]:
    mains = _main_questions()
    given: dict[int, tuple[int, str, int | None]] = {}
    for answer in between_days(Answer.objects.all(), "response__at", asked).iterator():
        known = given.get(answer.response_id)
        if answer.question_id in mains and (known is None or answer.revision > known[0]):
            given[answer.response_id] = (answer.revision, answer.kind, answer.score)
    for row in between_days(Response.objects.select_related("version"), "at", asked).iterator():
        counts = row.state in ("partial", "complete") and not row.is_test
        if not counts or row.pk in asked.about["response"]:
            continue
        measures = ["answers", *(("finished",) if row.state == "complete" else ())]
        _revision, kind, score = given.get(row.pk, (0, "", None))
        if score is not None:
            measures.append(f"{kind}:{score}")
        keys = {
            **units_of(row),
            "leader": row.leader_id,
            "channel": row.source,
            "survey": row.version.survey_id,
        }
        yield Fact(row.at, keys, tuple(measures))


def asked_facts(asked: Asked) -> Iterator[Fact]:
    sent = between_days(Invitation.objects.filter(occasion=None), "sent_at", asked)
    came_up = between_days(Invitation.objects.exclude(occasion=None), "occasion__at", asked)
    rows = [*sent.select_related("version"), *came_up.select_related("version", "occasion")]
    answers = {r.invitation_id: r for r in Response.objects.filter(Among("invitation", {r.pk for r in rows}))}
    for row in rows:
        at = row.occasion.at if hasattr(row, "occasion") else row.sent_at
        if row.is_test or row.pk in asked.about["invitation"]:
            continue
        answer = answers.get(row.pk)
        answered = answer is not None and answer.state in ("partial", "complete") and not answer.is_test
        opened = answered or row.opened_at is not None
        facts = {
            "invited": True,
            "eligible": True,
            "delivered": opened or (row.delivered_at is not None and row.bounced_at is None),
            "opened": opened,
            "answered": answered,
            "finished": answered and answer is not None and answer.state == "complete",
            "bounced": row.bounced_at is not None and not opened,
        }
        keys = {**units_of(row), "leader": row.leader_id, "survey": row.version.survey_id}
        yield Fact(at, keys, tuple(name for name, holds in facts.items() if holds))
    for one in between_days(Occasion.objects.filter(invitation=None).exclude(how="test"), "at", asked):
        measures = ("eligible", "passed_over", f"not:{one.passed_over or 'waiting'}")
        yield Fact(one.at, {**units_of(one), "survey": one.survey_id}, measures)
