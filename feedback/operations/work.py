"""How every verb on a case begins and ends: locks, the stale form, who may, then the history and the notices.

Lock order: the clocks of the cases by id, then the cases by id. Not here: what a verb does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Clock, Escalation, User
from accounts.operations import clocks as engine
from accounts.operations.clocks import NewClock
from accounts.operations.notices import NewNotice, notify
from accounts.operations.timeline import By, Entry, record
from accounts.queries.house import house
from accounts.rules.actor import CUSTOMER
from accounts.rules.kinds import clocks as clock_kinds
from cxapp.lib.errors import Conflict, NotAllowed, Refused
from cxapp.lib.working_time import Step
from feedback.access.standing import standing
from feedback.enums import CaseMode, CaseState, Wish
from feedback.models import Case, Signal, Text
from feedback.operations.cases import keep_due, unit_of
from feedback.queries.in_hand import locked_cases, locked_clocks, reached_by
from feedback.rules.kinds import MAIN, PROMISE, RESOLUTION
from feedback.rules.transitions import RULES, Standing, Verb, may


class NotYours(NotAllowed):
    """The standing does not allow the verb."""

    code = "not_yours"


class WrongState(Refused):
    """The case is not in a state in which this makes sense."""

    code = "wrong_state"
    status = 409


class StaleForm(Conflict):
    """The form was opened on an older version of the case."""

    code = "stale"


class WordsMissing(Refused):
    code = "words_missing"


@dataclass(slots=True)
class Work:
    """One case, locked, in the hands of one person for one verb. Events and notices gather here until `finish`."""

    case: Case
    clocks: list[Clock]
    by: By
    roles: frozenset[Standing]
    now: datetime
    entries: list[Entry] = field(default_factory=list)
    notices: list[NewNotice] = field(default_factory=list)

    @property
    def user(self) -> User:
        """The person acting; only for verbs the customer has no part in."""
        if not isinstance(self.by, User):
            raise NotYours(_("Only a person who works here can do this."))
        return self.by

    @property
    def main(self) -> Clock | None:
        """The waiting clock that asks for the first act of this cycle."""
        return next(iter(self.waiting(*MAIN)), None)

    @property
    def met(self) -> Clock | None:
        """The clock of this cycle whose act was done."""
        found = [c for c in self.clocks if c.kind in MAIN and c.cycle == self.case.cycle and c.met_at]
        return found[0] if found else None

    def waiting(self, *names: str) -> list[Clock]:
        """The waiting clocks of these kinds; of all kinds where none is named."""
        return [clock for clock in self.clocks if clock.waiting and (not names or clock.kind in names)]

    def event(self, code: str, **data: Any) -> None:
        self.entries.append(Entry("case", self.case.pk, code, self.by, data))

    def tell(
        self, kind: str, people: Collection[int | None], key: str, *, urgent: bool = False, **data: Any
    ) -> None:
        """Tell people, each once a key; never the one who acts."""
        for person in sorted({person for person in people if person is not None}):
            values = {"case": self.case.pk, **data}
            self.notices.append(NewNotice(kind, "person", person, f"{kind}:{key}", values, urgent))

    def tell_customer(self, kind: str, key: str, *, signal: Signal | None = None, **data: Any) -> None:
        """Tell the customer on their private link, unless they asked to be left alone or the unit still rehearses."""
        customer = self.case.customer_id
        if customer is None or self.case.wish == Wish.NO_CONTACT or not is_live(self.case, self.now):
            return
        about = signal or newest_signal(self.case)
        if about is not None:
            values = {"case": self.case.pk, "signal": about.pk, **data}
            self.notices.append(NewNotice(kind, "customer", customer, f"{kind}:{key}", values))

    def reload(self) -> None:
        """Read case and clocks again, after an operation that fetched rows of its own."""
        self.clocks = locked_clocks([self.case.pk])
        self.case = Case.objects.get(pk=self.case.pk)


def begin(
    *,
    case: Case,
    by: By,
    verb: Verb,
    now: datetime,
    expected_seq: int | None = None,
    may_always: bool = False,
) -> Work:
    """Lock the case and its clocks and ask whether this verb is legal. `may_always`: the rules of this deed lie elsewhere."""
    return begin_many(
        cases=[case], by=by, verb=verb, now=now, expected_seq=expected_seq, may_always=may_always
    )[0]


def begin_many(
    *,
    cases: Sequence[Case],
    by: By,
    verb: Verb,
    now: datetime,
    expected_seq: int | None = None,
    may_always: bool = False,
) -> list[Work]:
    """The same for several cases at once, in the one lock order; the answer is in order of id."""
    ids = sorted({case.pk for case in cases})
    clocks = locked_clocks(ids)
    works = []
    for row in locked_cases(ids):
        if expected_seq is not None and row.seq != expected_seq:
            raise StaleForm(_("Somebody changed this case meanwhile. Read it again; what you typed is kept."))
        roles = frozenset[Standing]() if may_always else _standing(by, row, now)
        work = Work(row, [clock for clock in clocks if clock.subject_id == row.pk], by, roles, now)
        if not may_always:
            check(work, verb)
        works.append(work)
    return works


def _standing(by: By, case: Case, now: datetime) -> frozenset[Standing]:
    if isinstance(by, User):
        return standing(user=by, case=case, now=now)
    return frozenset({Standing.CUSTOMER}) if by == CUSTOMER else frozenset()


def check(work: Work, verb: Verb) -> None:
    """Refuse a verb this person may not use, or not now."""
    if may(verb=verb, case=work.case, role=work.roles):
        return
    if work.roles.isdisjoint(RULES[verb].who):
        raise NotYours(_("This is for others to do. The case page says who may."))
    raise WrongState(_("The case has moved on, so this cannot be done any more. Read it again."))


def finish(work: Work) -> None:
    """Write the history and queue the notices; lists get the promise that runs now."""
    finish_many([work])


def finish_many(works: Sequence[Work]) -> None:
    for work in works:
        work.case.due_at = first_due(work)
    keep_due([work.case for work in works])
    if works:
        by, now = works[0].by, works[0].now
        record(entries=[entry for work in works for entry in work.entries], now=now)
        but_not = by.pk if isinstance(by, User) else None
        notify(notices=[notice for work in works for notice in work.notices], now=now, but_not=but_not)


def first_due(work: Work) -> datetime | None:
    """The promise lists show: that of the first act; once it is done the earliest other one."""
    if not work.case.is_open:
        return None
    if work.main is not None:
        return work.main.due_at
    return min((clock.due_at for clock in work.waiting(PROMISE, RESOLUTION)), default=None)


def act(work: Work) -> bool:
    """The act the clock asks for was done: it is met and the case no longer waits. False where it had been done before."""
    clock = work.main
    if clock is None:
        return False
    engine.meet(clocks=[clock], by=work.by if isinstance(work.by, User) else None, now=work.now)
    if work.case.state == CaseState.WAITING:
        work.case.state = CaseState.CONTACTED
        work.case.save(update_fields=["state"])
    told = Escalation.objects.filter(clock=clock).values_list("to_id", "deputy_id")
    people = {person for pair in told for person in pair}
    work.tell("case_acted_on", {*people, work.case.leader_id}, f"{clock.pk}")
    tell_loggers(work, "reached")
    return True


def tell_loggers(work: Work, news: str) -> None:
    """Whoever logged a complaint hears what became of it."""
    loggers = Signal.objects.filter(case=work.case, logged_by__isnull=False).values_list(
        "logged_by_id", flat=True
    )
    people = set(loggers) - {work.case.leader_id}
    work.tell("case_news", people, f"{work.case.pk}:{work.case.cycle}:{news}", news=news)


def start_clock(
    work: Work,
    kind: str,
    *,
    step: Step,
    holder: int | None = None,
    ref: int = 0,
    due_at: datetime | None = None,
) -> Clock:
    """One more clock of this case, beginning now. `due_at` overrides the computed time."""
    unit = unit_of(work.case)
    new = NewClock(
        subject_kind="case",
        subject_id=work.case.pk,
        kind=kind,
        holder=holder or work.case.leader_id,
        step=step,
        policy_version=house().policy_of(unit).version,
        unit=unit,
        started_at=work.now,
        armed=is_live(work.case, work.now),
        ref=ref,
        cycle=work.case.cycle,
        due_at=due_at,
    )
    clock = engine.start(clocks=[new], now=work.now)[0]
    work.clocks.append(clock)
    return clock


def restart_resolution(work: Work) -> None:
    """Another resolution clock in the same cycle; `ref` tells it from those before."""
    earlier = [clock for clock in work.clocks if clock.kind == RESOLUTION and clock.cycle == work.case.cycle]
    start_clock(work, RESOLUTION, step=step_for(work.case, RESOLUTION), ref=len(earlier))


def step_for(case: Case, kind: str) -> Step:
    """The step the case's policy gives this kind at its severity."""
    return house().policy_of(unit_of(case)).step(kind, case.severity)


def is_live(case: Case, now: datetime) -> bool:
    """Whether the clocks of this case climb and the outside is told."""
    return case.mode == CaseMode.LIVE and house().live_since(unit_of(case), now) is not None


def is_moment(clock: Clock) -> bool:
    return clock_kinds[clock.kind].is_moment


def newest_signal(case: Case) -> Signal | None:
    """The signal whose private link a notice carries: the newest sent to a stored contact point, else the newest."""
    return reached_by(case.pk)


def keep_text(body: str) -> Text | None:
    """Words in a row of their own, so that they can be erased. None for nothing."""
    return Text.objects.create(body=body.strip()) if body.strip() else None


def need_text(body: str, sentence: Any, field_name: str) -> Text:
    """Words that must be there."""
    text = keep_text(body)
    if text is None:
        raise WordsMissing(sentence, field=field_name)
    return text


def digest(text: Text | None) -> dict[str, Any] | None:
    """What an event keeps of words: the row and its salted digest."""
    return {"text": text.pk, "digest": text.digest} if text else None
