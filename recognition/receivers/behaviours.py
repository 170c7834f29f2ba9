"""What recognition adds to what leaders are measured by: the people they thanked. Called once at start-up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.rules.behaviours import Behaviour, FivePractices, register_behaviour
from recognition.queries.recognising import recognised, recognition_rows

RECOGNITION = Behaviour(
    "recognition",
    _("People recognised"),
    _("Colleagues you thanked for something particular."),
    FivePractices.ENCOURAGE,
    50,
    "people_recognised",
    recognised,
    recognition_rows,
    practice="thanks",
    owed=False,
)


def register() -> None:
    register_behaviour(RECOGNITION)
