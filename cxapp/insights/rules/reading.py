"""The figures of reading: answers read / drawn. Each stands in the registry (`figures`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cxapp.insights.rules.figures import Figure

_POPULATION = _("answers that lie on the leader's desk, by the week they were given in")
_ANSWERS = _("answers")
_ROWS = _("what was drawn for each leader, and the press on Read")

DRAWN = Figure(
    "answers_drawn",
    _("Answers drawn"),
    _("Customers' answers laid on this leader's desk."),
    _("answers drawn for the leader"),
    "",
    _POPULATION,
    _ANSWERS,
    _ROWS,
)
READ = Figure(
    "answers_read",
    _("Answers read"),
    _("Answers the leader opened by a press, of those drawn; not for how long."),
    _("answers marked by a press on Read, whenever that was"),
    _("all answers drawn for the leader"),
    _POPULATION,
    _ANSWERS,
    _ROWS,
    of="answers_drawn",
)
