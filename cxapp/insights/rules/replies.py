"""The right of reply in numbers: the clock of a miss that should be set aside, and how long an answer may be."""

from __future__ import annotations

from decimal import Decimal

from cxapp.lib.working_time import Step, Unit

SET_ASIDE = "set_aside"
"""The kind of its clock: it climbs until somebody who may decide does."""
STEP = Step(Decimal(5), Unit.WORKING_DAYS)
LONGEST = 280
