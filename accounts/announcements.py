"""What accounts announces inside its transactions, for apps it does not know. Not to be mixed up with customers' signals."""

from __future__ import annotations

from django.dispatch import Signal

unit_went_live = Signal()
"""unit, by, now: arm the clocks of everything at this unit."""

person_left = Signal()
"""person, successor, by, now: hand on what the person held, in the same transaction."""

calendar_changed = Signal()
"""calendar, by, now: due times still ahead move, never before now."""

practice_switched = Signal()
"""name, on, by, now: the clocks of its registered kinds are armed or disarmed (`receivers.practices`); apps may add to it."""
