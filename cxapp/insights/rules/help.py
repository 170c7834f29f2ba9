"""Offering help: what the event is called."""

from __future__ import annotations

OFFERED = "help_offered"
