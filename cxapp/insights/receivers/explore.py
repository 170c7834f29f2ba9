"""What exploring adds to the registry: plain counts, unless somebody defined them before. Called once at start-up."""

from __future__ import annotations

from cxapp.insights.rules.figures import FIGURES, register
from cxapp.insights.rules.figures_explored import EXPLORED


def connect() -> None:
    register(figure for figure in EXPLORED if figure.name not in FIGURES)
