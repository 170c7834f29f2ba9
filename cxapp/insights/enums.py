"""The closed lists of insights. Codes are stored; labels are shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grain(models.TextChoices):
    """How much time one tally covers."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")


class ReplyState(models.TextChoices):
    """What became of a leader's answer to a miss."""

    SAID = "said", _("Answered")
    ASKED = "asked", _("Asked to be set aside")
    SET_ASIDE = "set_aside", _("Set aside")
    STANDS = "stands", _("Stands")


class Ground(models.TextChoices):
    """Why a leader asks to have a miss set aside."""

    WRONG_LEADER = "wrong_leader", _("It was not mine to do")
    WRONG_NUMBER = "wrong_number", _("The number or address was wrong")
    DOWN = "down", _("Our systems were down")
    OTHER = "other", _("Something else")


class PackKind(models.TextChoices):
    """The length of what a board pack tells."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")
