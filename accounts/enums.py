"""The closed lists of accounts: roles, kinds of unit, severities, states of a delivery. Codes are stored; labels are shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do. The owner is a flag on the person: there is exactly one."""

    FRONT_LINE = "front_line", _("Front line")
    LEADER = "leader", _("Leader")
    CX_MANAGER = "cx_manager", _("CX manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    BOARD = "board", _("Board")


class UnitKind(models.TextChoices):
    PLACE = "place", _("Place")
    DEPARTMENT = "department", _("Department")


class Severity(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    CRITICAL = "critical", _("Critical")

    @classmethod
    def rank(cls, severity: str) -> int:
        """0 for low up to 3 for critical."""
        return [choice.value for choice in cls].index(severity)


class CriticalKind(models.TextChoices):
    """What cannot wait for working hours. An organisation lists those it has somebody on call for."""

    INJURY = "injury", _("Somebody is hurt")
    SAFETY = "safety", _("Something is unsafe")
    ABUSE = "abuse", _("Somebody was threatened or abused")
    DATA = "data", _("Personal data got out")
    VULNERABLE = "vulnerable", _("A vulnerable person is at risk")


class StepUnit(models.TextChoices):
    """Units of a step; never converted into each other."""

    WORKING_HOURS = "working_hours", _("working hours")
    WORKING_DAYS = "working_days", _("working days")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    NOT_NEEDED = "not_needed", _("No longer needed")


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")


class EndReason(models.TextChoices):
    """Why a clock stopped without being met; none of them is a miss."""

    VOID = "void", _("No longer applies")
    MERGED = "merged", _("Merged")
    REPLACED = "replaced", _("Replaced")
    CLOSED = "closed", _("The case ended")


class ImportState(models.TextChoices):
    CHECKED = "checked", _("Checked, not applied")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped, can be resumed")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
