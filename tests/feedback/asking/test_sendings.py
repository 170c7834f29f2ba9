"""Asking many: reading a list, what would come of it, sending it whole, stopping it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from feedback.enums import AskedBy
from feedback.importers.asking_list import Read, as_text, read_file, read_pasted
from feedback.models import Customer, Invitation, Occasion, Sending, Survey
from feedback.operations.asking import MayNotAsk
from feedback.operations.reminders import send_due
from feedback.operations.sendings import Listed, SendingRefused, send_to_list, stop_sending
from feedback.queries.sendings import progress_of
from tests.cast import NOW, Cast
from tests.feedback.asking.conftest import MakeCustomer


def read(text: str, place: int | None = None) -> Read:
    return read_pasted(text, place=place, now=NOW)


def sent(cast: Cast, survey: Survey, *mails: str) -> Sending:
    rows = [Listed(mail=mail, place=cast.leeds.pk) for mail in mails]
    return send_to_list(
        survey=survey, name="Open day", rows=rows, how=AskedBy.LIST, by=cast.cx_manager, now=NOW
    )


def test_lines_may_be_addresses_or_names_with_addresses(cast: Cast) -> None:
    found = read("a@example.org\n\n  Max Muster <b@example.org>,\n")
    assert [(row.mail, row.name) for row in found.rows] == [
        ("a@example.org", ""),
        ("b@example.org", "Max Muster"),
    ]


def test_columns_under_a_header_are_found_by_their_names(cast: Cast) -> None:
    found = read("Customer;E-mail;Location;About\nMax;b@example.org;York;Your bread\n")
    assert [(row.name, row.place, row.about) for row in found.rows] == [("Max", cast.york.pk, "Your bread")]


def test_every_row_that_cannot_be_taken_says_why(cast: Cast) -> None:
    text = "email,place\na@example.org,leeds\nnonsense,\nA@EXAMPLE.org,\nc@example.org,Atlantis\n,leeds\n"
    assert [(fault.number, fault.why) for fault in read(text).faults] == [
        (3, "This is not an e-mail address."),
        (4, "This customer stands in the list already."),
        (5, "No place is called “Atlantis”."),
        (6, "The e-mail address is missing."),
    ]


def test_a_file_without_addresses_says_what_to_name_the_column(cast: Cast) -> None:
    found = read_file(io.BytesIO(b"who,what\na,b\n"), name="list.csv", place=None, now=NOW)
    assert (found.rows, found.faults[0].why) == (
        [],
        "No column is named E-mail. Name the column with the addresses so.",
    )


def test_a_spreadsheet_is_read_too(cast: Cast) -> None:
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    for row in (("E-mail", "Name"), ("a@example.org", "Ann")):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(held)
    held.seek(0)
    assert [row.name for row in read_file(held, name="list.xlsx", place=None, now=NOW).rows] == ["Ann"]


def test_the_preview_says_who_would_not_be_asked_and_changes_nothing(
    cast: Cast, invitation: Invitation, customer_called: MakeCustomer
) -> None:
    customer_called("nils")
    before = (Customer.objects.count(), Occasion.objects.count())
    found = read("maria@example.org\nnils@example.org\nnew@example.org")
    assert (found.would_ask, found.passed, found.new) == (2, {"Asked not long ago": 1}, 1)
    assert (Customer.objects.count(), Occasion.objects.count()) == before


def test_what_the_preview_carries_along_reads_the_same_again(cast: Cast) -> None:
    text = 'email,name,place,about,language\na@example.org,"Ann, B",york,Bread,de\n'
    found = read(text, cast.leeds.pk)
    assert read(as_text(found.rows)).rows == found.rows


def test_a_list_asks_each_customer_once_and_adds_those_not_known(
    cast: Cast, survey: Survey, maria: Customer
) -> None:
    sending = sent(cast, survey, "maria@example.org", "new@example.org", "NEW@example.org")
    send_due(now=NOW)
    asked = Invitation.objects.filter(occasion__sending=sending).values_list(
        "customer__contact_points__value", flat=True
    )
    assert sorted(asked) == ["maria@example.org", "new@example.org"]


def test_progress_is_counted_from_what_became_of_each(
    cast: Cast, survey: Survey, invitation: Invitation
) -> None:
    sending = sent(cast, survey, "maria@example.org", "new@example.org")
    before = progress_of(sending.occasions.all())
    send_due(now=NOW)
    after = progress_of(sending.occasions.all())
    assert (before.all, before.waiting, after.waiting, after.asked, after.passed) == (
        2, 2, 0, 1, [("Asked not long ago", 1)],
    )  # fmt: skip


def test_a_stopped_list_asks_nobody_else_and_reminds_nobody(cast: Cast, survey: Survey) -> None:
    sending = sent(cast, survey, "a@example.org")
    send_due(now=NOW)
    Occasion.objects.create(
        survey=survey,
        customer=Customer.objects.create(created_at=NOW),
        how="list",
        sending=sending,
        at=NOW,
        due_at=NOW,
    )
    assert stop_sending(sending=sending, by=cast.cx_manager, now=NOW) == 1
    assert send_due(now=NOW + timedelta(days=5)).decided == 0
    assert list(Invitation.objects.values_list("stopped_at", "remind_at")) == [(NOW, None)]


def test_whoever_was_stopped_before_the_mail_left_may_be_asked_again(cast: Cast, survey: Survey) -> None:
    sending = sent(cast, survey, "a@example.org")
    send_due(now=NOW)
    stop_sending(sending=sending, by=cast.cx_manager, now=NOW)
    again = sent(cast, survey, "a@example.org")
    send_due(now=NOW)
    assert Invitation.objects.filter(occasion__sending=again).count() == 1


def test_an_empty_list_and_a_leader_are_refused(cast: Cast, survey: Survey) -> None:
    with pytest.raises(SendingRefused, match="nobody to ask"):
        sent(cast, survey)
    with pytest.raises(MayNotAsk):
        send_to_list(
            survey=survey, name="", rows=[Listed("a@example.org")], how=AskedBy.LIST, by=cast.leader, now=NOW
        )
