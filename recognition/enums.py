"""The closed lists of recognition."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reaction(models.TextChoices):
    CLAP = "clap", _("Well done")
    HEART = "heart", _("Thank you")
    IDEA = "idea", _("I learned from this")


class WallView(models.TextChoices):
    """Which part of the wall somebody looks at; it stands in the address."""

    NEAR = "near", _("Near me")
    ALL = "all", _("Whole company")
    MINE = "mine", _("For me")


class From(models.TextChoices):
    """Who gave the thanks."""

    CUSTOMERS = "customers", _("From customers")
    COLLEAGUES = "colleagues", _("From colleagues")
