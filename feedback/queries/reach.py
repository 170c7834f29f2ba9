"""What would be missed if a way to reach a customer were taken out. Not here: taking it out (`operations.customer_changes`)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from feedback.access.cases import without_hidden
from feedback.enums import ContactKind, Wish
from feedback.models import OPEN, Case, ContactPoint


def missed_then(*, point: ContactPoint, reader: User) -> str:
    """A sentence where a customer with an open case could not be called any more, or not reached at all. Else nothing."""
    if point.bounced_at is not None:
        return ""
    others = ContactPoint.objects.filter(customer=point.customer_id, bounced_at=None).exclude(pk=point.pk)
    cases = without_hidden(Case.objects.filter(OPEN, customer=point.customer_id), reader)
    wishes = set(cases.values_list("wish", flat=True)) - {Wish.NO_CONTACT}
    name = {"name": point.customer}
    if (
        Wish.CALL in wishes
        and point.kind == ContactKind.PHONE
        and not others.filter(kind=point.kind).exists()
    ):
        return _("%(name)s waits for a call, and no other telephone number is known.") % name
    if wishes and not others.exists():
        return (
            _(
                "%(name)s has an open case, and no other way to reach them is known. An action answers it then."
            )
            % name
        )
    return ""
