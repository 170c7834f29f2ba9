"""One box for customers, cases, people and pages. Everything through the gates; nothing is found that may not be opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from accounts.models import User
from feedback.access.cases import visible_to
from feedback.models import Case
from feedback.queries.case_list import about, with_names
from feedback.queries.customers import Known, find_known

MOST = 10
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    cases: list[Case] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    people: list[User] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cases or self.known or self.people)


def search(*, user: User, text: str, now: datetime) -> Found:
    """Open cases first, then the newest; customers as the front line may find them; colleagues by name or sign-in name."""
    if len(text) < FEWEST:
        return Found()
    cases = with_names(visible_to(user, now).filter(about(text))).order_by(
        F("closed_at").asc(nulls_first=True), "-opened_at"
    )
    seen = list(cases[:MOST])
    of_cases = {case.customer_id for case in seen}
    known = [person for person in find_known(user=user, reach=text, name=text) if person.id not in of_cases]
    people = User.objects.filter(Q(name__icontains=text) | Q(sign_in_name__iexact=text), is_active=True)
    return Found(seen, known, list(people.select_related("unit").order_by("name")[:MOST]))
