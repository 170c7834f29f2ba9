"""The values a new company starts with, until its administrator writes its own."""

from __future__ import annotations

VALUES = (
    ("we-listen", "We listen", "We hear people out before we act."),
    ("we-put-it-right", "We put it right", "We do what we can at once, and say what happens next."),
    ("we-help-each-other", "We help each other", "Nobody stands alone in front of a customer."),
    ("we-keep-our-word", "We keep our word", "We promise with a time, and keep it."),
)
"""Short name for links, name, what it looks like."""
