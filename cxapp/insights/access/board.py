"""Who reads the board's pages, and how much: everything, everything without customers' names, or what the owner keeps waiting.

The gate of every live row on these pages. Not here: leaders' own figures (`figures`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User, Witness
from cxapp.lib.readonly import asked_once
from feedback.access.cases import visible_to
from feedback.enums import ConcernState
from feedback.models import Case, Concern


class BoardSight(StrEnum):
    """How much of the board's pages someone reads."""

    FULL = "full"
    INITIALS = "initials"
    KEPT_WAITING = "kept_waiting"


@asked_once
def is_witness(user: User) -> bool:
    return Witness.objects.filter(user=user, until=None).exists()


def board_sight(user: User) -> BoardSight | None:
    """The owner and the CX manager read all of it, the board initials, a witness only what the owner keeps waiting."""
    if user.is_owner or user.is_cx_manager:
        return BoardSight.FULL
    if user.has_role(Role.BOARD):
        return BoardSight.INITIALS
    return BoardSight.KEPT_WAITING if is_witness(user) else None


def check_reads_board(user: User) -> BoardSight:
    """The organisation as a whole is read by the owner, the CX manager and the board."""
    sight = board_sight(user)
    if sight in (None, BoardSight.KEPT_WAITING):
        raise PermissionDenied(_("The boardroom is read by the owner, the CX manager and the board."))
    return sight


def board_cases(user: User, now: datetime) -> QuerySet[Case]:
    """The cases behind the board's live rows. Outside the two who see every case, none that is about somebody."""
    if board_sight(user) is BoardSight.FULL:
        return visible_to(user, now)
    about = Concern.objects.filter(signal__case=OuterRef("pk"), state=ConcernState.CONFIRMED)
    return Case.objects.filter(~Exists(about))
