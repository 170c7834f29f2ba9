"""What people and customers read when something happens: every kind renders, and only while it is true and may be seen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import Notice, User
from accounts.rules.actor import CUSTOMER, SYSTEM
from accounts.rules.kinds import Message, notices
from feedback.enums import End, PromiseKind, RecoveryKind, Wish, Word
from feedback.models import Customer
from feedback.notices import customers, verbs
from feedback.operations.answers import answer_bounced, customer_writes, write_answer
from feedback.operations.concerns import mark_concern, suggest_concern
from feedback.operations.customer_words import customer_says
from feedback.operations.endings import close, undo_withdrawal
from feedback.operations.hand_overs import accept, decline, offer, take_over
from feedback.operations.promises import keep_promise, make_promise
from feedback.operations.proposals import confirm_end, propose_end, refuse_end
from feedback.operations.recoveries import decide_recovery, give_recovery
from feedback.operations.severities import raise_severity
from feedback.operations.waits import later
from feedback.operations.wishes import change_wish
from tests.cast import NOW, Cast
from tests.factories.signals import open_case
from tests.feedback.verbs import fresh, put_right, signal_of, spoke, tried

HOUR = timedelta(hours=1)


def rendered(kind: str) -> list[Message | None]:
    """Every notice of a kind as it would be sent now."""
    found = []
    for notice in Notice.objects.filter(kind=kind):
        model = Customer if notice.recipient_kind == "customer" else User
        recipient = model.objects.get(pk=notice.recipient_id)
        found.append(notices[kind].render(recipient, notice.data, NOW + HOUR))
    return found


def everything_happens(cast: Cast) -> None:
    """A few cases on which most verbs are used once."""
    case = open_case(cast, name="Maria")
    later(case=case, by=cast.leader, until=NOW + 5 * HOUR, now=NOW)
    change_wish(case=case, by=CUSTOMER, wish=Wish.WRITE, now=NOW)
    raise_severity(case=case, by=cast.front_line, severity="high", why="She is ill.", now=NOW)
    tried(case)
    customer_writes(signal=signal_of(case), words="You wrote to me.", now=NOW)
    promise = make_promise(case=case, by=cast.leader, kind=PromiseKind.FIX_BY, due_at=NOW + HOUR, now=NOW)
    keep_promise(promise=promise, by=cast.leader, words="Sent.", now=NOW)
    customer_says(signal=signal_of(case), right=Word.PARTLY, words="Half of it.", now=NOW)
    decline(
        offer=offer(case=case, by=cast.leader, receiver=cast.peer, reason="Yours.", now=NOW),
        by=cast.peer,
        now=NOW,
    )
    asked = give_recovery(
        case=case, by=cast.front_line, kind=RecoveryKind.REFUND, what="It", cost=Decimal(400), now=NOW
    )
    refuse_end(
        proposal=propose_end(case=case, by=cast.leader, end=End.NO_CASE, why="A test.", now=NOW),
        by=cast.director,
        now=NOW,
    )
    take_over(case=case, by=cast.director, reason="I know her.", now=NOW)
    decide_recovery(recovery=asked, by=cast.leader, yes=True, now=NOW)


@pytest.mark.parametrize(
    ("kind", "recipient", "subject"),
    [
        ("case_news", "Fay Front", "News of what you logged for Maria"),
        ("case_passed_on", "Anna Leader", "Dora Director leads a case you had"),
    ],
)
def test_each_person_reads_a_sentence_with_names(cast: Cast, kind: str, recipient: str, subject: str) -> None:
    everything_happens(cast)

    (notice,) = Notice.objects.filter(kind=kind)
    (mail,) = rendered(kind)
    assert User.objects.get(pk=notice.recipient_id).name == recipient
    assert mail is not None
    assert mail.subject == subject


def test_every_kind_that_was_queued_is_registered_and_renders_or_is_no_longer_true(cast: Cast) -> None:
    everything_happens(cast)
    case = open_case(cast, name="Marta")
    close(case=case, by=cast.leader, end=End.WITHDRAWN, why="She phoned.", now=NOW)
    undo_withdrawal(signal=signal_of(case), now=NOW)
    suggest_concern(signal=signal_of(case), person=cast.peer, by=cast.leader, now=NOW)
    accept(
        offer=offer(case=case, by=cast.leader, receiver=cast.peer, reason="Yours.", now=NOW),
        by=cast.peer,
        now=NOW,
    )
    spoke(fresh(case))
    put_right(fresh(case))
    customer_says(signal=signal_of(case), right=Word.NO, now=NOW)
    writes = open_case(cast, wish=Wish.WRITE)
    answer_bounced(
        message=write_answer(case=writes, by=cast.leader, words="Sorry.", now=NOW), by=SYSTEM, now=NOW
    )
    proposal = propose_end(case=writes, by=cast.leader, end=End.NOT_SAFE, why="Threats.", now=NOW)
    confirm_end(proposal=proposal, by=cast.director, now=NOW)

    kinds = set(Notice.objects.values_list("kind", flat=True))
    ours = {kind.name for kind in (*verbs.KINDS, *customers.KINDS)}
    assert kinds - set(notices) == set()
    for kind in sorted(kinds & ours):
        for mail in rendered(kind):
            assert mail is None or (mail.subject and "{" not in mail.subject + mail.body)


def test_an_offer_that_was_answered_is_not_mailed_any_more(cast: Cast) -> None:
    case = open_case(cast)
    made = offer(case=case, by=cast.leader, receiver=cast.peer, reason="Your shop.", now=NOW)
    before = rendered("case_offered")
    decline(offer=made, by=cast.peer, now=NOW)

    assert before[0] is not None
    assert "Your shop." in before[0].body
    assert rendered("case_offered") == [None]


def test_nobody_concerned_is_mailed_about_the_case(cast: Cast) -> None:
    case = open_case(cast)
    spoke(case)
    mark_concern(signal=signal_of(case), person=cast.front_line, by=cast.leader, now=NOW)

    assert rendered("case_news") == [None]


def test_the_customer_reads_the_answer_and_the_private_link(cast: Cast) -> None:
    case = open_case(cast, wish=Wish.WRITE, name="Maria", contact_points=(("email", "maria@example.test"),))

    write_answer(case=case, by=cast.leader, words="A new parcel is on its way.", now=NOW)

    (mail,) = rendered("customer_answer")
    assert mail is not None
    assert mail.subject == "Anna Leader wrote to you"
    assert "A new parcel is on its way." in mail.body
    assert "/c/" in mail.body
