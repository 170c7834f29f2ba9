"""Who did something, as the timeline keeps it: a key and a name at that time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    key: str
    name: str = ""


SYSTEM = Actor("system")
CUSTOMER = Actor("customer")
PROTECTED = Actor("protected")
