"""Wall clock and world time, right on the days the clocks change.

What lives here: the two conversions that `working_time` and `periods` share. Both follow one rule: a wall
time belongs to the first instant at which the clock on the wall has reached it. A wall time that comes
twice in autumn means the first time; one that is skipped in spring means the moment of the change. So a
later wall time is never an earlier instant. What does not: opening hours, periods, formatting.
"""

from datetime import UTC, datetime, timedelta, tzinfo

_SECOND = timedelta(seconds=1)


def first_reached(wall: datetime, zone: tzinfo) -> datetime:
    """The first instant (UTC) at which a clock in `zone` shows `wall`, a naive time, or anything later."""
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == wall.replace(fold=0):
        return instant
    before_the_gap = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _clock_change(before_the_gap, instant, zone)


def latest_wall(instant: datetime, zone: tzinfo) -> datetime:
    """The latest naive time a clock in `zone` has shown by `instant`: in a repeated hour, the hour's end."""
    local = instant.astimezone(zone)
    if not local.fold:
        return local.replace(tzinfo=None)
    first_pass = local.replace(fold=0).astimezone(UTC)
    change = _clock_change(first_pass, instant.astimezone(UTC), zone)
    return local.replace(tzinfo=None, fold=0) + (change - first_pass)


def _clock_change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The instant between the two at which the offset of `zone` changes; that is always a whole second."""
    early = before.replace(microsecond=0)
    late = after.replace(microsecond=0) + _SECOND
    offset = early.astimezone(zone).utcoffset()
    while late - early > _SECOND:
        middle = early + (late - early) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            early = middle
        else:
            late = middle
    return late
