"""What insights owns: tallies, replies to misses, saved views and choices, packs, celebrations."""

from cxapp.insights.models.celebration import Celebration, Watch
from cxapp.insights.models.pack import Pack
from cxapp.insights.models.reply import Reply
from cxapp.insights.models.tally import Counting, StaleDay, Tally
from cxapp.insights.models.view import DigestChoice, IndexWeights, SavedView

__all__ = [
    "Celebration",
    "Counting",
    "DigestChoice",
    "IndexWeights",
    "Pack",
    "Reply",
    "SavedView",
    "StaleDay",
    "Tally",
    "Watch",
]
