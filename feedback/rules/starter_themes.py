"""The themes a new installation starts with, their English words, and how right those words were on labelled comments.

Not here: how words are found (`themes`). `precision` is what docs/answers.md prints for the odd rows; None where no labelled
comments exist, so that the theme is only offered until people have judged it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Starter:
    slug: str
    name: str
    sentence: str
    words: tuple[str, ...]
    precision: float | None = None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())


STARTERS: tuple[Starter, ...] = (
    Starter(
        "promised",
        "Not what I was promised",
        "What arrived differs from what was said, shown or agreed. Name where it was promised.",
        _lines(
            """
            -promised, -not what I ordered, -wrong item, -as described, -as advertised, -misleading, -misled, -mis-sold, -was
            told it would, -was told they would, -said it would, -said they would, -never happened, -false advertising, +kept
            their word, +kept the promise, +exactly as described, +as promised
            """
        ),
    ),
    Starter(
        "explained",
        "Explained well or badly",
        "Whether somebody said clearly what happens, why, and what it means for me.",
        _lines(
            """
            explain, explanation, +clear +clear advice, advice, +good explanation, +informative, +good advice, +gave advice,
            +advice given, -more information, -no information, -lack of information, -not enough information, information about,
            +answered my questions, +answered all, +told me what, -didn't understand, -did not understand, -unclear, clear,
            clearly, leaflet, +talked me through, +talked through, give information, information given, instructions, !loud and
            clear
            """
        ),
        0.63,
    ),
    Starter(
        "cared",
        "The staff cared or did not care",
        "How people were with me: kind, friendly and attentive, or not.",
        _lines(
            """
            +friendly, +kind, +kindness, +"caring", +polite, +helpful, +pleasant, +courteous, +"lovely", +compassionate,
            +compassion, +respectful, +respect, +welcoming, +considerate, +patient with, +reassuring, +"professional",
            +sympathetic, +empathy, +attentive, +cheerful, +approachable, +warm, +gentle, +great staff, +nice staff, +staff are
            nice, +staff were nice, +staff are great, +staff were great, +staff are good, +staff were good, +excellent staff,
            +wonderful staff, +brilliant staff, +fantastic staff, +amazing staff, manner, attitude, -rude, -rudeness,
            -unfriendly, -unhelpful, -arrogant, -abrupt, -patronising, -ignored me, -uncaring, -unprofessional, -couldn't care
            less, -aggressive, -shouted, -disrespectful, +"cared", +put me at ease, +at ease, +nice people, +very nice, +made me
            feel, !take care, !kind of, !what kind, !it would be helpful, !would be helpful, !would have been helpful
            """
        ),
        0.65,
    ),
    Starter(
        "repeat",
        "Had to repeat myself",
        "Telling the same story to several people, or several times.",
        _lines(
            """
            -repeat myself, -repeat everything, -repeating, -same questions, -explain again, -explain it again, -explain
            everything again, -tell my story, -start again, -start from the beginning, -passed from, -passed around, -different
            person every time, -different person each time, -nobody knew, +already knew, +knew my history, +same person
            """
        ),
    ),
    Starter(
        "listened",
        "Listened to and involved",
        "Whether somebody listened, took it seriously and let me decide.",
        _lines(
            """
            +listen, +listened, +listening, +felt heard, +being heard, +to be heard, +heard me, +understood me, +understood my,
            +involved in, +took me seriously, +taken seriously, +someone to talk to, +talk to someone, +able to talk, +talk
            about, -ignored, -not believed, -wouldn't listen, -no one listens, -not interested, +understanding of my, +my views,
            +talk openly, +talking to, chat
            """
        ),
        0.85,
    ),
    Starter(
        "informed",
        "Kept informed",
        "Whether I heard what happens next, without asking, and the same from everybody.",
        _lines(
            """
            +kept informed, +kept me informed, +up to date, -no update, -updates, +in touch, -told me they would, -keep me
            informed, -keep informed, -let me know, -let us know, -let patients know, -let people know, -never heard, -heard
            nothing, -not told, -wasn't told, -weren't told, -nobody told, -no one told, -conflicting, -different information,
            -more communication, -lack of communication, -poor communication, -communication between, -tell us, -what time they
            """
        ),
        0.46,
    ),
    Starter(
        "waiting",
        "Waiting and speed",
        "How long it took, and whether it was on time.",
        _lines(
            """
            wait, -waiting, -queue, -delay, -late, -slow, -too long, -took ages, -took hours, -hours, -took so long, -faster,
            -quicker, -speed up, -on hold, +on time, +prompt, +promptly, +punctual, +quick, +quickly, +fast, +speedy, +swift,
            +straight away, +no wait, +short wait, +within minutes, +"timely", time keeping, timekeeping, -times are too long,
            -long time, +early, -earlier, -sooner, response time, +no delay, +didn't have to wait, +seen quickly, !later,
            !waiting !waiting area, !hours a day, !opening hours, !lately, !latest
            """
        ),
        0.73,
    ),
    Starter(
        "price",
        "Price and value",
        "What it costs, and whether it is worth it.",
        _lines(
            """
            price, -expensive, -overpriced, -overcharged, -too dear, +cheap, +good value, +value for money, cost, -charged me,
            -hidden fee, -fees, +bargain, +worth the money, -not worth, afford, -rip off, -waste of money
            """
        ),
    ),
    Starter(
        "bill",
        "Bill and payment",
        "Whether the bill was right and paying was easy.",
        _lines(
            """
            -wrong bill, bill, invoice, -charged twice, -double charged, refund, payment, direct debit, -statement, -card
            declined, +easy to pay
            """
        ),
    ),
    Starter(
        "quality",
        "Product or service itself",
        "Whether what I got was good, whole and working.",
        _lines(
            """
            -broken, -damaged, -faulty, -defective, -doesn't work, -didn't work, -stopped working, -fell apart, quality, -stale,
            -poor quality, +good quality, +well made, +reliable, -unreliable, +delicious, +tasty, +fresh, -burnt, -missing,
            +works well, -leaking, -crashed
            """
        ),
    ),
    Starter(
        "delivery",
        "Delivery and pick-up",
        "Whether it came when and where it should.",
        _lines(
            """
            deliver, delivery, parcel, courier, -not delivered, -left outside, picked up, -drop off, transport, taxi, vehicle,
            van, journey, collected, +door to door
            """
        ),
        0.52,
    ),
    Starter(
        "reach",
        "Easy or hard to reach us",
        "Telephone, e-mail, chat: whether anybody answered.",
        _lines(
            """
            -on hold, answer the phone, answering the phone, phone answered, answer the telephone, answer calls, answering
            calls, answer my call, call answered, was answered, be answered, phone lines, pick up the phone, +quick to answer,
            -reach anyone, -no answer, -no reply, -never replied, -can't get through, -get through, +got through, -get hold of,
            e-mail, email, number to ring, +easy to contact, voicemail, !eye contact, !contact lens
            """
        ),
        0.90,
    ),
    Starter(
        "appointment",
        "Appointments and opening hours",
        "Whether there was a time that suited, and whether it held.",
        _lines(
            """
            appointment, -cancelled, -cancellation, reschedule, opening hours, -closed early, -no appointments, appointment
            time, book, face to face, weekend opening
            """
        ),
        0.57,
    ),
    Starter(
        "skilled",
        "They knew their job",
        "Knowledge and skill of the people, or mistakes.",
        _lines(
            """
            +knowledgeable, +thorough, +confident in, +knowledge, +skilled, +skills, +skill, +competent, +"experienced",
            +expertise, +expert, training, -incompetent, -untrained, -inexperienced, -no idea, -clueless, -mistake, -made
            mistakes, +knew what, +well trained, qualified
            """
        ),
        0.56,
    ),
    Starter(
        "staffing",
        "Enough people there",
        "Whether there were enough people to serve me.",
        _lines(
            """
            -more staff, -short staffed, -short of staff, -understaffed, -not enough staff, -staff shortage, -staffing, -more
            people on, -more nurses, -more doctors, -more drivers, -more ambulances, -only one till, -overworked,
            -overstretched, -enough staff, -lack of staff, -employ more, -number of staff, -staff levels
            """
        ),
        0.93,
    ),
    Starter(
        "clean",
        "Clean or dirty",
        "Whether the place was clean and tidy.",
        _lines(
            """
            +clean, +cleanliness, -dirty, -filthy, tidy, -untidy, hygiene, -smelly, -mess, toilets, -litter, cleaner
            """
        ),
        0.71,
    ),
    Starter(
        "place",
        "The place and the way there",
        "Rooms, comfort, parking, how easy it is to get in.",
        _lines(
            """
            parking, car park, location, building, -cold in, environment, facilities, decor, signs, -hard to find, easy to find
            """
        ),
        0.27,
    ),
    Starter(
        "choice",
        "Choice and range",
        "Whether there was what I looked for.",
        _lines(
            """
            choice, -out of stock, -sold out, +wide range, +good range, selection, -no choice, variety, options
            """
        ),
    ),
    Starter(
        "food",
        "Food and drink",
        "Taste, amount, and whether there was any.",
        _lines(
            """
            food, meal, meals, menu, drink, drinks, tea, coffee, breakfast, lunch, dinner, snack, snacks, bread, cake, sandwich,
            water, catering, portions, vegetarian, diet
            """
        ),
        0.91,
    ),
    Starter(
        "online",
        "Website and app",
        "Ordering, finding and signing in online.",
        _lines(
            """
            website, web site, app, online, log in, password, -page not found, web page, checkout, portal
            """
        ),
    ),
    Starter(
        "helped",
        "It helped, it was put right",
        "Whether what we did solved it.",
        _lines(
            """
            +helped me, +has helped, +helped my, +solved, +put right, +fixed, -not solved, -not resolved, -unresolved, -still
            waiting for a, +feel better, +feeling better, +made a difference, +changed my life, -didn't help, -made no
            difference, -made it worse, +resolved, improved my, +life back, +get better, +back on track, +recovery, +help me
            """
        ),
        0.32,
    ),
)
