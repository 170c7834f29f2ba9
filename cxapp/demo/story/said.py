"""What customers of the story write into surveys, by language and by how they felt. Made up, every sentence."""

from __future__ import annotations

from collections.abc import Mapping

HAPPY, SO_SO, UNHAPPY = "happy", "so_so", "unhappy"

COMMENTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        HAPPY: (
            "Friendly people and warm bread, even at closing time.",
            "The lady at the counter was so kind to my daughter.",
            "No waiting at all this time. Well done.",
            "They explained which loaf has no nuts in it, clearly and patiently.",
            "Good value, and the rolls are the best in town.",
            "Quick, clean, and a smile. I come back every week.",
            "My cake was ready at the minute, exactly as promised.",
            "Very helpful when I could not decide.",
            "The seeded loaf is wonderful.",
            "Easy to order on the phone, and it was right.",
            "They remembered how I like my coffee.",
            "Clean tables, fresh rolls, nice staff.",
        ),
        SO_SO: (
            "The bread is good, the queue is long.",
            "Fine, but more expensive than last year.",
            "All right. The tables could be cleaner.",
            "Nice staff, but nobody knew when the rye loaf would be there.",
            "I had to wait ten minutes for two rolls.",
            "The music is too loud to talk.",
        ),
        UNHAPPY: (
            "Twenty minutes in the queue and only one till open.",
            "The rolls were hard and yesterday's.",
            "I was told it would be ready at ten. It was not.",
            "The young man at the till was rude to me.",
            "Nobody could explain why the price had changed.",
            "The order was wrong again, and I had to repeat everything.",
            "The table was dirty and nobody came.",
            "They had sold out of everything by four.",
            "I called three times and nobody answered the phone.",
            "The cake was squashed in the box.",
        ),
    },
    "de": {
        HAPPY: (
            "Sehr freundlich, und das Brot war noch warm.",
            "Kein Warten, alles frisch. Danke.",
            "Die Torte war pünktlich fertig, genau wie versprochen.",
            "Die Verkäuferin hat sich viel Zeit für meine Mutter genommen.",
            "Die besten Brötchen der Stadt.",
        ),
        SO_SO: (
            "Gutes Brot, aber die Schlange ist lang.",
            "In Ordnung, nur etwas teurer als früher.",
            "Nett, aber niemand wusste, wann das Roggenbrot kommt.",
        ),
        UNHAPPY: (
            "Zwanzig Minuten gewartet, und nur eine Kasse war offen.",
            "Die Brötchen waren hart und von gestern.",
            "Am Telefon ging niemand ran.",
            "Die Bestellung war schon wieder falsch.",
        ),
    },
}
MISSING = (
    "I still wait for the money.",
    "Nobody has told me how you keep it from happening again.",
    "An apology in person would have been enough.",
)
HELP = (
    "Two of us are ill and the queue goes out of the door.",
    "The oven is down and customers get impatient.",
    "The tour bus is here: forty people, two of us.",
)
"""What staff write when they call for help."""
HELP_NOW = "The queue goes out of the door and one till has just stopped working."
NOT_NOW = "I am at the supplier's until three. Close the coffee counter and put everybody on bread."


def comment(language: str, felt: str, number: float) -> str:
    """One of the sentences; `number` from 0 to 1 chooses."""
    rows = COMMENTS[language][felt]
    return rows[min(int(number * len(rows)), len(rows) - 1)]
