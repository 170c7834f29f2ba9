"""What a new installation starts with: stages of the journey, categories of cause, authority to put things right."""

from __future__ import annotations

from accounts.enums import Role

STAGES: tuple[tuple[str, str], ...] = (
    ("none", "Not known"),
    ("find-out", "Finding out"),
    ("buy", "Buying"),
    ("delivery", "Delivery"),
    ("use", "Using it"),
    ("help", "Getting help"),
    ("bill", "Paying"),
    ("staff", "How I was treated"),
    ("leave", "Leaving"),
)
CAUSES: tuple[tuple[str, str], ...] = (
    ("promise", "Not what was promised"),
    ("explained", "Explained badly"),
    ("product", "Product or service at fault"),
    ("process", "Process or rule in the way"),
    ("delay", "Too slow"),
    ("staff", "How the customer was treated"),
    ("technology", "Technology failed"),
    ("partner", "Outside partner"),
    ("other", "Other"),
)
AUTHORITY: tuple[tuple[str, int, int], ...] = ((Role.FRONT_LINE, 50, 500), (Role.LEADER, 500, 5000))
LANGUAGES = ("en",)
"""What the first survey speaks."""
