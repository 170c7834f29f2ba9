"""Writing a line from a file: all of it or nothing, twice the same, and everybody with a way to the owner."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Event, Organisation, Unit, User
from accounts.operations.line_import import LineImported, LineNotImported, import_line
from accounts.queries.faults import faults
from accounts.queries.house import house
from accounts.queries.line import line_of
from accounts.rules.faults import NO_HEAD
from accounts.rules.line_plan import PersonRow
from tests.cast import NOW, Cast

HEADER = "Post Unique Reference,Name,Job Title,Unit,Contact E-mail,Reports to Senior Post\n"
SMALL = HEADER + (
    "T1,Tess Top,Chief,Centre,office@example.test,XX\n"
    "T2,N/D,Director,East,office@example.test,T1\n"
    "T3,Ulf Under,Manager,East,ulf@example.test,T2\n"
    "T4,Vacant,Manager,West,office@example.test,T1\n"
)

FILE = (
    PersonRow(2, "T1", "Tess Top", "XX", "Centre"),
    PersonRow(3, "T2", "N/D", "T1", "East", title="Director"),
    PersonRow(4, "T3", "Ulf Under", "T2", "East"),
    PersonRow(5, "T4", "Vacant", "T1", "West"),
)


def load(*rows: PersonRow, dry_run: bool = False) -> LineImported:
    return import_line(rows=rows or FILE, by=None, now=NOW, dry_run=dry_run)


def get(sign_in_name: str) -> User:
    return User.objects.get(sign_in_name=sign_in_name)


def test_the_file_says_how_many_of_what_it_brought(db: None) -> None:
    done = load()

    assert (done.posts, done.added, done.unheld, done.units, done.headless, done.owner) == (
        4,
        4,
        2,
        3,
        1,
        "Tess Top",
    )


def test_a_dry_run_says_the_same_and_writes_nothing(db: None) -> None:
    done = load(dry_run=True)

    assert (done.added, done.units, User.objects.count(), Unit.objects.count(), Event.objects.count()) == (
        4,
        3,
        0,
        0,
        0,
    )


def test_the_same_file_twice_changes_nothing(db: None) -> None:
    load()
    events = Event.objects.count()

    done = load()

    assert (done.added, done.changed, done.units, Event.objects.count()) == (0, 0, 0, events)


def test_a_post_nobody_holds_is_inactive_and_in_the_line(db: None) -> None:
    load()

    post = get("T2")
    assert (post.held, post.is_active, post.name, post.reports_to, get("T3").reports_to) == (
        False,
        False,
        "Director",
        get("T1"),
        post,
    )


def test_silence_below_a_post_nobody_holds_climbs_past_it(db: None) -> None:
    load()

    above = line_of(people=[get("T3").pk], now=NOW).who_is_above(get("T3").pk)

    assert above is not None
    assert above.person == get("T1").pk


def test_departments_have_their_head_and_their_place(db: None) -> None:
    load()

    units = Unit.objects.order_by("name").values_list("name", "head__sign_in_name", "parent__name", "live_at")
    assert list(units) == [
        ("Centre", "T1", None, None),
        ("East", "T3", "Centre", None),
        ("West", None, "Centre", None),
    ]


def test_the_gaps_of_a_file_are_found_afterwards(db: None) -> None:
    load()

    assert [(fault.code, fault.unit) for fault in faults(now=NOW)] == [
        (NO_HEAD, Unit.objects.get(name="West").pk)
    ]


def test_an_import_is_seen_by_the_house_at_once(db: None) -> None:
    house()

    load()

    assert {unit.name for unit in house().units.values()} == {"Centre", "East", "West"}


def test_whoever_has_somebody_below_leads_and_the_others_serve(db: None) -> None:
    load(*FILE, PersonRow(6, "T5", "Vera Voice", "T3", "East"))

    assert [set(get(key).roles) for key in ("T1", "T3", "T5", "T4")] == [
        {"leader"},
        {"leader"},
        {"front_line"},
        set(),
    ]


def test_below_an_owner_the_top_of_the_file_reports_to_them(cast: Cast) -> None:
    load()

    assert (get("T1").reports_to, get("T1").is_owner) == (cast.owner, False)


def test_a_manager_who_is_missing_means_the_owner(db: None) -> None:
    load(*FILE, PersonRow(6, "T5", "Vera Voice", "T99"))

    assert get("T5").reports_to == get("T1")


def test_under_a_top_nobody_holds_the_nearest_named_owns(db: None) -> None:
    load(
        PersonRow(2, "T1", "N/D", "XX"),
        PersonRow(3, "T2", "Ulf Under", "T1"),
        PersonRow(4, "T3", "Vera", "T1"),
    )

    assert (get("T2").is_owner, get("T2").reports_to, get("T1").reports_to, get("T3").reports_to) == (
        True,
        None,
        get("T2"),
        get("T1"),
    )


def test_a_refused_file_writes_nothing(db: None) -> None:
    done = load(*FILE, PersonRow(6, "T5", "Vera", "T6"), PersonRow(7, "T6", "Wim", "T5"))

    assert (done.refused, User.objects.count()) == (True, 0)


def test_a_circle_among_people_known_before_stops_the_whole_file(cast: Cast) -> None:
    User.objects.filter(pk=cast.director.pk).update(reports_to=cast.leader)
    before = User.objects.count()

    with pytest.raises(LineNotImported):
        load(PersonRow(2, "T9", "Wim", "anna"))

    assert User.objects.count() == before


def test_filling_a_post_by_a_second_file_is_one_change(db: None) -> None:
    load()

    done = load(*FILE[:1], PersonRow(3, "T2", "Yara Young", "T1", "East"), *FILE[2:])

    post = get("T2")
    assert (done.added, done.changed, post.name, post.is_active, get("T3").reports_to) == (
        0,
        1,
        "Yara Young",
        True,
        post,
    )


def test_a_file_never_makes_anybody_leave(db: None) -> None:
    load()

    done = load(*FILE[:2], PersonRow(4, "T3", "N/D", "T2", "East"), FILE[3])

    assert (get("T3").is_active, get("T3").name) == (True, "Ulf Under")
    assert "Ulf Under stands. They stay" in " ".join(str(finding.sentence) for finding in done.findings)


def test_an_address_somebody_else_has_is_left_out(cast: Cast) -> None:
    done = load(PersonRow(2, "T1", "Tess Top", "XX", email=cast.leader.email or ""))

    sentence = "Somebody else has the address anna@example.test; it was left out."
    assert (get("T1").email, sentence in [str(finding.sentence) for finding in done.findings]) == (None, True)


def test_what_is_no_address_is_left_out(db: None) -> None:
    load(PersonRow(2, "T1", "Tess Top", "XX", email="ask at the desk"))

    assert get("T1").email is None


def test_nobody_imported_can_sign_in_before_they_have_a_password(db: None) -> None:
    load()

    assert not any(person.has_usable_password() for person in User.objects.all())


def test_every_person_and_department_has_a_history_from_the_import_on(db: None) -> None:
    load()

    codes = Event.objects.filter(seq=1).order_by("subject_kind").values_list("subject_kind", "code")
    assert sorted(codes) == [("person", "imported")] * 4 + [("unit", "imported")] * 3


def write(folder: Path, text: str) -> str:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_command_imports_a_file(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_people", write(tmp_path, SMALL))

    last = capsys.readouterr().out.splitlines()[-1]
    assert last == (
        "Imported 4 posts, 2 of them without a person: 4 added, 0 changed. 3 new departments, "
        "1 departments without a head. Owner: Tess Top."
    )


def test_the_commands_dry_run_writes_nothing(db: None, tmp_path: Path) -> None:
    call_command("import_people", write(tmp_path, SMALL), "--dry-run")

    assert not User.objects.exists()


def test_the_command_names_who_answers_for_it(cast: Cast, tmp_path: Path) -> None:
    call_command("import_people", write(tmp_path, SMALL), "--by", "ada")

    assert (
        Event.objects.get(subject_kind="person", subject_id=get("T1").pk, seq=1).actor_name
        == "Ada Administrator"
    )


def test_the_command_refuses_a_file_of_groups_with_a_sentence(db: None, tmp_path: Path) -> None:
    groups = "Unit,Reporting Senior Post,Generic Job Title,Number of Posts in FTE\nEast,T2,Clerk,3.5\n"

    with pytest.raises(CommandError) as refused:
        call_command("import_people", write(tmp_path, groups))

    assert str(refused.value).startswith("people.csv counts groups of posts, not people")


def test_the_command_says_which_columns_are_missing(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_people", write(tmp_path, "Name,Town\nTess,Leeds\n"))

    assert str(refused.value) == "Choose the columns for: Post reference or employee number, Reports to."


def test_a_refused_file_ends_the_command_with_an_error(db: None, tmp_path: Path) -> None:
    circle = HEADER + "T1,Tess,,,,T2\nT2,Ulf,,,,T1\n"

    with pytest.raises(CommandError):
        call_command("import_people", write(tmp_path, circle))

    assert (User.objects.count(), Organisation.objects.count()) == (0, 1)
