"""From rows to a line: who is a person, what nobody holds, who is at the top. Invented rows only."""

from __future__ import annotations

from accounts.rules.line_plan import PersonRow, Plan, plan_line
from accounts.rules.unit_plan import Department, plan_departments


def rows(*cells: tuple[str, str, str] | tuple[str, str, str, str]) -> list[PersonRow]:
    """(reference, name, reports to[, unit]) from row 2 on."""
    return [PersonRow(number, *cell) for number, cell in enumerate(cells, start=2)]


def plan(*cells: tuple[str, str, str] | tuple[str, str, str, str], owner: str | None = None) -> Plan:
    return plan_line(rows(*cells), owner=owner)


def above(found: Plan) -> dict[str, str | None]:
    return {key: post.above for key, post in found.posts.items()}


def said(found: Plan) -> list[tuple[int, str]]:
    return [(finding.row, str(finding.sentence)) for finding in found.findings]


def test_the_named_top_of_the_file_is_the_owner() -> None:
    found = plan(("A1", "Agnes Above", "XX"), ("A2", "Basil Below", "A1"))

    assert (found.owner, above(found), said(found)) == ("A1", {"A1": None, "A2": "A1"}, [])


def test_a_post_nobody_is_named_for_keeps_its_place() -> None:
    found = plan(("A1", "Agnes Above", "XX"), ("A2", "N/D", "A1"), ("A3", "Basil Below", "A2"))

    assert (above(found)["A3"], found.posts["A2"].held, said(found)) == (
        "A2",
        False,
        [(3, "Nobody is named for post A2. It keeps its place and is passed over until somebody holds it.")],
    )


def test_vacant_eliminated_and_empty_names_are_nobody() -> None:
    found = plan(
        ("A1", "Agnes", "XX"),
        ("A2", "Vacant", "A1"),
        ("A3", "Eliminated", "A1"),
        ("A4", "", "A1"),
        ("A5", "n/d", "A1"),
    )

    assert [key for key, post in found.posts.items() if not post.held] == ["A2", "A3", "A4", "A5"]


def test_two_names_on_one_post_are_two_people_and_reports_go_to_the_first() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "Basil", "A1"), ("A2", "Cora", "A1"), ("A3", "Dan", "A2"))

    assert (above(found), said(found)) == (
        {"A1": None, "A2": "A1", "A2-2": "A1", "A3": "A2"},
        [(4, "Post A2 is shared: Cora signs in as A2-2.")],
    )


def test_reports_go_to_the_first_named_of_a_shared_post() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "N/D", "A1"), ("A2", "Cora", "A1"), ("A3", "Dan", "A2"))

    assert above(found)["A3"] == "A2-2"


def test_a_second_name_never_takes_a_reference_the_file_uses() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "Basil", "A1"), ("A2", "Cora", "A1"), ("A2-2", "Dan", "A1"))

    assert [(key, post.row.name) for key, post in found.posts.items()] == [
        ("A1", "Agnes"),
        ("A2", "Basil"),
        ("A2-3", "Cora"),
        ("A2-2", "Dan"),
    ]


def test_equal_rows_are_one_post_and_reported() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "Basil", "A1"), ("A2", "Basil", "A1"))

    assert (list(found.posts), said(found)) == (
        ["A1", "A2"],
        [(4, "The same as row 3 (post A2). It was taken once.")],
    )


def test_of_two_rows_for_one_person_the_first_counts() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "Basil", "A1", "East"), ("A2", "Basil", "A1", "West"))

    assert (found.posts["A2"].row.unit, said(found)) == (
        "East",
        [
            (
                4,
                "Post A2 with the same holder stands in row 3 already. That row counts; this one was left out.",
            )
        ],
    )


def test_people_without_a_post_are_told_apart_by_name() -> None:
    found = plan(("A1", "Agnes", "XX"), ("0", "Basil", "A1"), ("0", "Cora", "A1"))

    assert list(found.posts) == ["A1", "0", "0-2"]


def test_a_manager_who_is_not_in_the_file_means_the_owner_and_is_reported() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "Basil", "Z9"))

    assert (above(found)["A2"], said(found)) == (
        None,
        [(3, "Post Z9, to which A2 reports, is not in the file. It reports to the owner instead.")],
    )


def test_a_manager_known_from_before_is_found() -> None:
    found = plan_line(rows(("A2", "Basil", "olga")), owner="olga", known=["olga"])

    assert above(found) == {"A2": "olga"}


def test_with_an_owner_the_top_of_the_file_reports_to_them() -> None:
    found = plan(("A1", "Agnes", "XX"), owner="olga")

    assert (found.owner, above(found), said(found)) == (
        None,
        {"A1": None},
        [(2, "A1 stands at the top of the file. It reports to the owner, olga.")],
    )


def test_under_a_top_nobody_holds_the_nearest_named_is_the_owner() -> None:
    found = plan(("A1", "N/D", "XX"), ("A2", "N/D", "A1"), ("A3", "Cora", "A2"), ("A4", "Dan", "A1"))

    assert (found.owner, above(found)) == ("A4", {"A1": None, "A2": "A1", "A3": "A2", "A4": None})


def test_the_owner_found_below_the_top_is_reported() -> None:
    found = plan(("A1", "N/D", "XX"), ("A2", "Basil", "A1"))

    assert (
        3,
        "Nobody is named at the top of the file. Basil (A2), the nearest named person, is the owner until you name another.",
    ) in said(found)


def test_two_tops_are_one_owner_and_one_who_reports_to_them() -> None:
    found = plan(("A1", "Agnes", "XX"), ("B1", "Boris", "XX"))

    assert (found.owner, said(found)) == (
        "A1",
        [(3, "B1 stands at the top of the file too. It reports to Agnes.")],
    )


def test_a_file_that_names_nobody_is_refused_without_an_owner() -> None:
    assert plan(("A1", "N/D", "XX"), ("A2", "Vacant", "A1")).refused


def test_a_circle_is_refused_and_named() -> None:
    found = plan(("A1", "Agnes", "XX"), ("A2", "Basil", "A3"), ("A3", "Cora", "A2"))

    sentence = (
        "These posts report to each other in a circle: Basil (A2) → Cora (A3) → Basil (A2). "
        "Correct one of them in the file."
    )
    assert (found.refused, said(found)) == (True, [(3, sentence)])


def test_a_post_that_reports_to_itself_is_a_circle() -> None:
    assert plan(("A1", "Agnes", "XX"), ("A2", "Basil", "A2")).refused


def test_a_row_without_a_reference_is_refused() -> None:
    assert plan(("A1", "Agnes", "XX"), ("", "Basil", "A1")).refused


def test_an_empty_file_is_refused() -> None:
    assert plan().refused


def test_lost_letters_are_reported_by_row_and_column() -> None:
    found = plan_line([PersonRow(2, "A1", "Agn\ufffds", "XX", unreadable=("Name", "Notes"))], owner=None)

    sentence = "Letters were lost before the file reached us, in: Name, Notes. Compare with the original and correct them."
    assert (said(found), found.refused) == ([(2, sentence)], False)


def test_a_shared_mailbox_is_nobodys() -> None:
    people = [
        PersonRow(2, "A1", "Agnes", "XX", email="Office@example.test"),
        PersonRow(3, "A2", "Basil", "A1", email="office@example.test"),
        PersonRow(4, "A3", "Cora", "A1", email="cora@example.test"),
    ]
    found = plan_line(people, owner=None)

    assert (found.mailboxes, said(found)) == (
        {"A3": "cora@example.test"},
        [
            (
                2,
                "office@example.test is used by 2 posts: a shared mailbox, which belongs to a unit. Nobody signs in with it.",
            )
        ],
    )


def test_the_named_post_nearest_the_top_heads_its_department() -> None:
    found = plan(
        ("A3", "Cora", "A2", "East"),
        ("A2", "N/D", "A1", "East"),
        ("A1", "Agnes", "XX", "Centre"),
        ("A4", "Dan", "A3", "East"),
    )

    assert plan_departments(found) == [
        Department("Centre", 4, "A1", None),
        Department("East", 3, "A3", "Centre"),
    ]


def test_a_department_that_names_nobody_has_no_head() -> None:
    found = plan(("A1", "Agnes", "XX", "Centre"), ("A2", "N/D", "A1", "West"))

    assert plan_departments(found)[1] == Department("West", 3, None, "Centre")
