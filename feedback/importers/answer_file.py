"""Running a file of past answers: check it, then take it. A second run adds nothing. Not here: the batches (`batches`).

What a person decides about the file stands in `run.options`: scale (kind, reversed, table), name of the survey, the moment of
rows without a date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from accounts.enums import ImportState
from accounts.models import ImportRun
from accounts.operations.import_runs import path_of
from accounts.queries.house import house
from cxapp.lib.columns import match, missing
from cxapp.lib.dates import DateOrder, Order
from cxapp.lib.statistics import nps
from cxapp.lib.tabular import Table, blank, open_table
from feedback.enums import QuestionKind
from feedback.importers import batches
from feedback.importers.answers import (
    FIELDS,
    REASON,
    Reading,
    has_number,
    question_code,
    read_row,
)
from feedback.importers.batches import (
    LIVE,
    CannotImport,
    Check,
    Numbered,
    Progress,
    Taken,
    numbered,
    refuse_without_owner,
)
from feedback.importers.complaints import BadRow, unit_names
from feedback.models import SurveyVersion
from feedback.operations.past_answers import PastAnswer, bring_in, survey_of_past
from feedback.rules.questions import SCORES
from feedback.rules.scales import Scale, unexplained

KIND = "answers"
MOST_VALUES = 40
MOST_QUESTIONS = 12


def suggest(table: Table) -> dict[str, str]:
    """The columns that are certain from their names."""
    return match(table.headers, FIELDS)


def refuse_gaps(run: ImportRun) -> None:
    lacking = missing(FIELDS, dict(run.mapping))
    if lacking:
        names = ", ".join(str(each.label) for each in lacking)
        raise CannotImport(_("Choose the columns for: %(fields)s.") % {"fields": names})
    if run.options.get("scale", {}).get("kind") not in [kind.value for kind in SCORES]:
        raise CannotImport(_("Say which scale the scores of this file have."))


def scale_of(run: ImportRun) -> Scale:
    chosen = run.options["scale"]
    return Scale(QuestionKind(chosen["kind"]), bool(chosen.get("reversed")), chosen.get("table", {}))


def reading_of(run: ImportRun) -> Reading:
    """How this run reads its file."""
    inside, undated = house(), run.options.get("undated")
    return Reading(
        mapping=run.mapping,
        scale=scale_of(run),
        order=Order(run.options.get("order", Order.UNAMBIGUOUS.value)),
        zone=run.options.get("zone") or inside.organisation.zone,
        origin=run.source or KIND,
        units=unit_names(inside),
        kinds={unit.id: unit.kind for unit in inside.units.values()},
        undated=datetime.fromisoformat(undated) if undated else None,
        latest=run.started_at + timedelta(days=1),
    )


def date_order(table: Table, mapping: Mapping[str, str], *, most: int | None = None) -> DateOrder:
    """The evidence of the date column of the whole file, or of its first `most` rows."""
    evidence = DateOrder()
    if "at" in mapping:
        for row in islice(table.rows(), most):
            evidence.feed(blank(row.cells.get(mapping["at"])), row.number)
    return evidence


def values_of(table: Table, header: str) -> Counter[str]:
    """Every different value of the column of scores, the commonest first; what a person has to look at."""
    return Counter(" ".join((row.cells.get(header) or "").split()) for row in table.rows() if not row.problem)


def check(*, run: ImportRun) -> Check:
    """Read the whole file as it would be taken: a dry run. Stores no answer."""
    refuse_gaps(run)
    table = open_table(path_of(run), name=run.file_name)
    evidence = date_order(table, run.mapping)
    found = Check(order=evidence.decide(), sentence=evidence.sentence(), notes=tuple(table.notes))
    if found.order in (Order.CONFLICT, Order.UNDECIDED) and not run.options.get("order"):
        found.faults.append((0, found.sentence))
        return found
    run.options = {"order": found.order.value, **run.options}
    reading = reading_of(run)
    values = values_of(table, run.mapping["score"])
    scores: dict[str, int | None] = {}
    for row, occurrence in numbered(table, lambda row: has_number(row, reading)):
        found.rows += 1
        found.equal += occurrence > 0
        try:
            past = read_row(row, reading, occurrence)
        except BadRow as error:
            found.refuse(row.number, str(error))
            continue
        found.good += 1
        found.without_unit += past.place is None and past.department is None
        if scores.get(past.external_id) is None:
            scores[past.external_id] = past.score
    found.facts = {
        "people": len(scores),
        "values": values.most_common(MOST_VALUES),
        "unexplained": unexplained(reading.scale, list(values))[:MOST_VALUES],
        **_summary(reading.scale.kind, [score for score in scores.values() if score is not None]),
    }
    return found


def _summary(kind: QuestionKind, scores: list[int]) -> dict[str, object]:
    """What the scores come to, so that a reversed or misread scale is seen before anything is kept."""
    spread = Counter(scores)
    told: dict[str, object] = {"scores": len(scores), "spread": sorted(spread.items())}
    if kind == QuestionKind.NPS and scores:
        high = sum(spread[n] for n in (9, 10))
        low = sum(spread[n] for n in range(7))
        estimate = nps(high, len(scores) - high - low, low)
        told["nps"] = round(estimate.value) if estimate else None
    return told


def start(*, run: ImportRun, mode: str, now: datetime, clock_from: datetime | None = None) -> None:
    """From now on the run may be worked, by whoever finds it. The survey it answers is made here, with its questions."""
    refuse_gaps(run)
    refuse_without_owner()
    version = survey_of_past(
        name=run.options.get("survey") or run.file_name,
        kind=scale_of(run).kind,
        asked=_asked(run),
        by=run.by,
        now=now,
    )
    run.mode, run.state, run.started_at = mode, ImportState.RUNNING, now
    run.options = {**run.options, "version": version.pk, "slug": version.survey.slug}
    if clock_from is not None:
        run.options["clock_from"] = clock_from.isoformat()
    run.save()


def _asked(run: ImportRun) -> dict[str, str]:
    """The questions whose answers are words: one, or those the file names in a column of their own."""
    if "words" not in run.mapping:
        return {}
    if "question" not in run.mapping:
        return {REASON: _("In their words")}
    asked: dict[str, str] = {}
    for row in open_table(path_of(run), name=run.file_name).rows():
        text = " ".join(blank(row.cells.get(run.mapping["question"])).split())
        asked.setdefault(question_code(text), text or _("In their words"))
        if len(asked) > MOST_QUESTIONS:
            raise CannotImport(
                _("The column of questions has more than %(most)d different ones. Choose another.")
                % {"most": MOST_QUESTIONS}
            )
    return asked


def work(
    *,
    run: ImportRun,
    now: datetime,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> bool:
    """Take the file from where the run stands; True when it is done. `added` counts people, `skipped` further rows."""
    reading, clock_from = reading_of(run), run.options.get("clock_from")
    version = SurveyVersion.objects.get(pk=run.options["version"])

    def take(batch: list[Numbered]) -> Taken:
        taken = Taken()
        good: list[PastAnswer] = []
        for row, occurrence in batch:
            try:
                good.append(read_row(row, reading, occurrence))
            except BadRow as error:
                taken.faults.append((row, str(error)))
        taken.added = bring_in(
            version=version,
            origin=reading.origin,
            answers=good,
            by=run.by,
            now=now,
            live=run.mode == LIVE,
            clock_from=datetime.fromisoformat(clock_from) if clock_from else None,
        )
        taken.known = len(good) - taken.added
        return taken

    return batches.work(
        run=run,
        open_file=lambda: open_table(path_of(run), name=run.file_name),
        has_number=lambda row: has_number(row, reading),
        take=take,
        now=now,
        stop=stop,
        progress=progress,
    )
