"""What the people of the story say. Names are put together so that nobody can be meant."""

from __future__ import annotations

from typing import NamedTuple

_FIRST = (
    "Maria Tomas Aisha Peter Lena Omar Julia Marek Sofia David Nora Luca Emma Ravi Clara Jonas Amina Felix Greta "
    "Hugo Irene Karim Laura Milan Olivia Paul Rosa Simon Teresa Viktor Yasmin Adam Bianca Cyril Daria Ernest Fiona"
)
_LAST = (
    "Sample Example Placeholder Specimen Testwood Madeup Fabel Mockford Imagine Loremby Inventa Pretend Storyman "
    "Dummett Figment Notreal Fictum Anybody Fableton Phantas"
)
FIRST, LAST = _FIRST.split(), _LAST.split()


def customer_name(number: int) -> str:
    """The same number always gives the same name; neighbours share no part, and all pairs go by before one returns."""
    return f"{FIRST[number % len(FIRST)]} {LAST[(number * 6 + number // len(FIRST)) % len(LAST)]}"


class Matter(NamedTuple):
    words: str
    stage: str
    cause: str
    department: str = ""


MATTERS = (
    Matter(
        "The birthday cake was promised for ten and was not there at noon. The children had gone.",
        "delivery",
        "delay",
        "delivery",
    ),
    Matter(
        "The bread I bought this morning was yesterday's. It was hard in the middle.",
        "use",
        "product",
        "bakehouse",
    ),
    Matter(
        "I was charged twice for the same order and nobody answers my mails.", "bill", "technology", "office"
    ),
    Matter("I asked whether there are nuts in it and was told to read the label myself.", "staff", "staff"),
    Matter(
        "The delivery came three days late and half of it was squashed.", "delivery", "partner", "delivery"
    ),
    Matter(
        "I waited twenty minutes at an empty counter while two people talked in the back.", "staff", "staff"
    ),
    Matter(
        "On the phone they said it could be collected. In the shop nobody knew about it.", "buy", "promise"
    ),
    Matter(
        "The app says my points are worth ten. At the till they were worth nothing.",
        "buy",
        "technology",
        "office",
    ),
    Matter(
        "My standing order was cancelled without a word. I had twelve guests.",
        "delivery",
        "process",
        "delivery",
    ),
    Matter("The rolls were burnt underneath. I only saw it at home.", "use", "product", "bakehouse"),
    Matter("Three times I explained the same thing to three people.", "help", "process", "office"),
    Matter("You changed the opening hours and left the old ones on the door.", "find-out", "explained"),
    Matter("The invoice has the wrong name on it for the third month.", "bill", "process", "office"),
    Matter("The driver left the box in the rain.", "delivery", "partner", "delivery"),
    Matter("I was told that returning it is my problem. It was the wrong cake.", "help", "staff"),
    Matter("The gluten-free loaf was in a basket with the others.", "buy", "process", "bakehouse"),
    Matter("I cancelled in spring and you still take the money.", "leave", "process", "office"),
    Matter("The discount in your letter did not work at the till.", "buy", "promise", "office"),
    Matter("Nobody could tell me when the wedding order will be ready.", "help", "explained"),
    Matter("The coffee machine has been broken for two weeks.", "use", "technology"),
)
SCORE_WORDS = (
    "Fine bread, but the queue.",
    "It used to be friendlier.",
    "The order was wrong again.",
    "I had to ask three times.",
    "Too expensive for what it is.",
    "Closed when the sign says open.",
)
GOOD_WORDS = ("Always warm bread and a warm word.", "They remembered what I like.", "Quick and kind.", "", "")
NOTES = (
    "Listened, apologised.",
    "Very upset; glad that somebody called.",
    "Wants it put right, not money.",
    "Explained what went wrong.",
    "Asked for a time, gave one.",
    "",
)
HEARD = (
    "It was a present.",
    "She has been with us for years.",
    "He had rung twice before.",
    "The children were with her.",
    "He wants to try us once more.",
    "She asked who packs the orders.",
    "He had kept the receipt.",
    "She laughed in the end.",
    "He was on the bus.",
    "She wrote the date down.",
)
NEXT = (
    "Looks in on Thursday.",
    "Told the morning shift.",
    "Passed it to the bakehouse.",
    "Will ring again on Friday.",
    "Kept a loaf aside.",
    "Asked the driver about it.",
    "Changed the label at once.",
    "Put it on the board in the back.",
    "Nothing more to do.",
    "Wrote it into the order book.",
)
ALWAYS = "Called, listened, all good now."
"""What the one leader writes who writes the same after every call."""
PROMISES = (
    "A fresh one, brought to the door.",
    "The money is back on the card.",
    "The right invoice.",
    "A new delivery, checked by me.",
)
KEPT = (
    "Brought it myself this morning.",
    "Paid back in full today.",
    "Sent, and checked twice.",
    "Delivered at nine; the customer signed.",
)
ANSWERS = (
    "You are right, and we are to blame. The money is on its way, and I have changed how we pack these orders.",
    "This should not have happened. I have spoken to everybody on that shift; your next order is on us.",
)
DECISIONS = ("We do not contact you, as you wish. We have changed the way these orders are handed over.",)
ACTIONS = (
    "We put a second person at the counter from seven to nine.",
    "The old opening hours are gone from the door and from the map.",
    "The coffee machine is repaired; a spare one stands in the back.",
    "Gluten-free bread now has a shelf of its own.",
)
QUESTIONS = (
    ("Do you bake without sugar?", "Yes: the rye loaf and the spelt rolls. We mark them with a green leaf."),
    (
        "Can I order a cake for sixty people?",
        "Gladly, with five days' notice. Call me and we plan it together.",
    ),
    ("Is there room for a pram?", "Yes, the door on the left has no step."),
    ("When is the least busy time?", "Between two and four. I keep your bread aside if you call."),
)
THANKS = (
    ("we-help-each-other", "You jumped in at the counter when two of us were ill, without being asked."),
    ("we-keep-our-word", "You drove the forgotten cake out yourself, so that our word was kept."),
    (
        "we-put-it-right",
        "You told me at once about the wrong labels; we could warn every customer before lunch.",
    ),
    ("we-listen", "You heard the gentleman out for ten minutes and he left with a smile."),
    (
        "we-help-each-other",
        "Thank you for swapping shifts, so that I could be at my daughter's first day at school.",
    ),
    (
        "we-put-it-right",
        "You found out why the deliveries were late and drew the new route with the drivers.",
    ),
    ("we-keep-our-word", "You called every customer of the cancelled tour the same evening."),
)
PRAISE = (
    "She ran after me with the bag I had forgotten.",
    "He explained every loaf to my mother, who hears badly, and never lost patience.",
    "The kindest service in town. They made my Monday.",
    "They put my order right within the hour and brought it to my door.",
)
REPLIES = ("So true.", "Thank you both.", "This is how we want to be.", "Glad you saw it.")
HAND_OVER = (
    "The delivery went out from your shop.",
    "You know this customer.",
    "I am at the suppliers' all week.",
)
