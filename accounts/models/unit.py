"""Places and departments, and the organisation they belong to. Not here: the people in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import UnitKind
from accounts.models.subject import Subject


class Organisation(models.Model):
    """The one organisation of this database (row 1)."""

    name = models.CharField(_("name"), max_length=200, default="")
    owner_title = models.CharField(_("title of the person at the top"), max_length=80, default="Owner")
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    region = models.CharField(_("country for telephone numbers"), max_length=2, default="GB")
    outside_body = models.TextField(_("where else a customer can turn"), blank=True)
    critical_phone = models.CharField(_("telephone for urgent matters"), max_length=40, blank=True)
    critical_kinds = models.JSONField(default=list, blank=True)
    people_about = models.PositiveIntegerField(_("about how many people"), default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    mark = models.CharField(max_length=32, default="", blank=True, editable=False)
    """Changes with every change of units, calendars and policies; see `queries.house`."""
    outbox_held = models.BooleanField(default=False)
    calendar = models.ForeignKey(
        "accounts.Calendar", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profile = models.ForeignKey(
        "accounts.Profile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name


class Unit(Subject):
    """A place or a department. Without `live_at` it rehearses: cases and due times show, nothing climbs or leaves."""

    subject_kind: ClassVar[str] = "unit"

    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name for links"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    head = models.ForeignKey(
        "accounts.User",
        verbose_name=_("head"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="heads",
    )
    calendar = models.ForeignKey(
        "accounts.Calendar",
        verbose_name=_("calendar"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    profile = models.ForeignKey(
        "accounts.Profile",
        verbose_name=_("clock profile"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    live_at = models.DateTimeField(_("live since"), null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent")]

    def __str__(self) -> str:
        return self.name


class OnCall(models.Model):
    """Who answers critical cases outside working hours, and when."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="on_call")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="on_call_has_a_length")]

    def __str__(self) -> str:
        return f"{self.person} {self.starts:%d %b}"
