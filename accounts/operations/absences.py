"""Who is away and who stands in. Responsibility stays with the absent person; only the work goes to the deputy."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Absence, User
from accounts.operations.timeline import By, Entry, record
from cxapp.lib.errors import Refused


class AbsenceRefused(Refused):
    code = "absence_refused"


@transaction.atomic
def record_absence(
    *, person: User, deputy: User | None, starts: datetime, ends: datetime, by: By, now: datetime
) -> Absence:
    """From when until when, and who stands in. Deputies may be away themselves: then their deputy does."""
    if ends <= starts:
        raise AbsenceRefused(_("The absence ends before it begins. Change one of the two."), field="ends")
    if ends <= now:
        raise AbsenceRefused(_("This absence is over already. Enter an end that lies ahead."), field="ends")
    if deputy is not None and deputy.pk == person.pk:
        raise AbsenceRefused(_("Nobody stands in for themselves. Choose somebody else."), field="deputy")
    if deputy is not None and not deputy.is_active:
        words = _("%(name)s is not active. Choose somebody who is here.")
        raise AbsenceRefused(words % {"name": deputy.name}, field="deputy")
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    other = Absence.objects.filter(person=person, starts__lt=ends, ends__gt=starts).first()
    if other is not None:
        words = _("%(name)s is away until %(until)s already. End that absence first.")
        until = date_format(timezone.localtime(other.ends), "DATETIME_FORMAT")
        raise AbsenceRefused(words % {"name": person.name, "until": until}, field="starts")
    absence = Absence.objects.create(person=person, deputy=deputy, starts=starts, ends=ends)
    data = {
        "absence": absence.pk,
        "deputy": deputy.pk if deputy else None,
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
    }
    record(entries=[Entry("person", person.pk, "away", by, data)], now=now)
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, by: By, now: datetime) -> None:
    """Back earlier: one that began ends now, one that lies ahead is taken back, one that is over stays as it was."""
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    if absence.ends <= now:
        return
    data = {"absence": absence.pk}
    if absence.starts < now:
        absence.ends = now
        absence.save(update_fields=["ends"])
    else:
        absence.delete()
    record(entries=[Entry("person", absence.person_id, "back", by, data)], now=now)
