"""Every page there is, in one table: its name, who opens it, on what, and in which states it is looked at.

An address that answers GET and has no row here fails `test_every_page`. Not here: what is made for it (`world`), and
which addresses need no row (`addresses`).
"""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import User
from feedback.access.cases import get_case_for
from feedback.access.standing import standing
from feedback.rules.transitions import Verb, may
from feedback.views.deeds import DEEDS
from tests.browser.page_args import (
    Args,
    account,
    case,
    customer,
    draft,
    enquiry,
    kudos,
    pack,
    response,
    run,
    someone,
    stop_of,
)
from tests.browser.pages_public import PUBLIC
from tests.browser.rows import Row
from tests.browser.world import World

STAFF = (
    Row("today", "leader", key=True),
    Row("today", "director"),
    Row("today", "owner"),
    Row("log", "front_line", key=True, refused=True),
    Row("log", "front_line", query="?customer={world.cases[late].customer_id}"),
    Row("logged", "front_line", lambda world: [world.signal("waiting").uuid]),
    Row("logged", "front_line", lambda world: [world.signal("asked").uuid]),
    Row("cases", "leader", key=True),
    *(Row("cases", "director", query=f"?view={view}") for view in ("late", "came_up", "reports", "all", "closed")),
    Row("cases", "front_line"),
    Row("cases", "leader", query="?view=all&q=nobody+at+all"),
    Row("case", "leader", case("late"), key=True),
    *(Row("case", "leader", case(name)) for name in ("waiting", "contacted", "resolved", "partly", "closed", "writing")),
    *(Row("case", "director", case(name)) for name in ("escalated", "proposed", "twofold", "place", "asked", "concerned")),
    Row("case", "peer", case("offered")),
    Row("case", "director", case("merged")),
    Row("case", "front_line", case("late")),
    Row("case", "leader", case("late"), query="?show=customer"),
    Row("case", "peer", case("late"), status=404),
    Row("log_contact", "leader", case("late"), key=True, refused=True),
    Row("customer", "leader", customer("late")),
    Row("customer", "front_line", customer("late")),
    Row("customer_accounts", "cx_manager"),
    Row("add_customer_account", "cx_manager", refused=True),
    Row("customer_account", "cx_manager", account),
    Row("customer_account", "peer", account),
    Row("change_customer_account", "cx_manager", account),
    Row("change_customer", "leader", customer("late")),
    Row("add_reach", "leader", customer("late"), refused=True),
    Row("correct_reach", "leader", lambda world: [*customer("late")(world), world.things.phone.pk]),
    Row("remove_reach", "leader", lambda world: [*customer("late")(world), world.things.phone.pk], refused=True),
    Row("merge_customer", "cx_manager", customer("late")),
    Row("merge_customer", "cx_manager", customer("late"), query="?with={world.cases[waiting].customer_id}"),
    Row("search", "leader"),
    Row("search", "leader", query="?q=maria"),
    Row("search", "leader", query="?q=nobody+at+all"),
    Row("enquiries", "leader"),
    Row("enquiry", "leader", enquiry("waiting"), refused=True),
    Row("enquiry", "leader", enquiry("answered")),
    Row("alerts", "leader"),
    Row("ask_for_help", "front_line"),
    Row("alert", "leader", lambda world: [world.things.burst.pk], key=True),
    Row("alert", "front_line", lambda world: [world.things.help.pk]),
    Row("surveys", "cx_manager"),
    Row("survey_questions", "cx_manager", draft(), key=True),
    Row("survey_questions", "owner", lambda world: ["recommend"]),
    Row("survey_question", "cx_manager", draft("visit"), key=True),
    Row("survey_question", "cx_manager", draft("call")),
    Row("survey_preview", "cx_manager", draft(), query="?language=ar"),
    Row("survey_settings", "cx_manager", draft()),
    Row("survey_wording", "cx_manager", draft()),
    Row("survey_ask", "cx_manager", lambda world: ["recommend"], key=True),
    Row("survey_ask", "cx_manager", lambda world: ["recommend"], query="?state=passed", refused=True),
    Row("survey_ask", "cx_manager", draft()),
    Row("survey_ask_many", "cx_manager", lambda world: ["recommend"], refused=True),
    Row("survey_ask_rules", "cx_manager", lambda world: ["recommend"]),
    Row("survey_sending", "cx_manager", lambda world: ["recommend", world.things.sending.pk]),
    Row("survey_links", "cx_manager", lambda world: ["recommend"], refused=True, key=True),
    Row("survey_links", "cx_manager", draft()),
    Row("survey_link_pin", "cx_manager", lambda world: ["recommend", world.things.kiosk.code], refused=True),
    Row("survey_poster", "cx_manager", lambda world: ["recommend", world.things.poster.code], key=True),
    Row("asking_rules", "cx_manager"),
    Row("file_imports", "cx_manager", refused=True),
    Row("file_import", "administrator", run("checked")),
    Row("file_import", "administrator", run("done")),
    Row("file_import", "cx_manager", run("answers")),
    Row("file_import_replay", "administrator", run("done")),
    Row("held", "cx_manager"),
    Row("rules", "cx_manager"),
    Row("rules", "owner"),
    Row("add_rule", "cx_manager", refused=True),
    Row("edit_rule", "cx_manager", lambda world: [world.things.rule.pk]),
    Row("answers", "leader", key=True),
    Row("answers", "leader", query="?view=read"),
    Row("answers", "director", query="?view=all&q=long"),
    Row("answers", "peer"),
    Row("answer", "leader", response("unhappy"), key=True),
    Row("answer", "director", response("happy")),
    Row("reading", "director"),
    Row("reading_behind", "director", lambda world: [world.cast.leader.pk], query="?week={world.week}"),
    Row("comment_themes", "leader", key=True),
    Row("theme_words", "leader", lambda world: ["waiting", "dislike"]),
    Row("themes", "cx_manager"),
    Row("add_theme", "cx_manager", refused=True),
    Row("edit_theme", "cx_manager", lambda world: ["waiting"]),
    Row("boardroom", "owner", key=True),
    Row("boardroom", "director", status=403),
    Row("boardroom", "outsider"),
    Row("board_wall", "cx_manager"),
    Row("board_complaints", "owner", key=True),
    Row("board_complaints", "owner", query="?period=2019"),
    Row("journey", "owner", key=True),
    Row("journey", "owner", query="?show=table"),
    Row("changes", "leader"),
    Row("change", "cx_manager", lambda world: [world.things.improvement.pk]),
    Row("add_change", "leader", refused=True),
    Row("edit_change", "cx_manager", lambda world: [world.things.improvement.pk]),
    Row("leaders", "owner", key=True),
    Row("leaders", "leader"),
    Row("my_month", "leader", key=True),
    Row("my_month", "leader", query="?by=practices"),
    Row("my_month", "front_line"),
    Row("recorded", "leader"),
    Row("misses", "leader"),
    Row("misses", "peer"),
    Row("miss", "leader", lambda world: [world.things.miss.pk], refused=True),
    Row("replies", "director"),
    Row("replies", "leader"),
    Row("reply", "director", lambda world: [world.things.answered.pk], key=True, refused=True),
    Row("reply", "leader", lambda world: [world.things.answered.pk]),
    Row("reply", "owner", lambda world: [world.things.set_aside.pk]),
    Row("my_people", "director", key=True),
    Row("my_people", "owner"),
    Row("my_people", "peer"),
    Row("leader_month", "director", lambda world: [world.cast.leader.pk]),
    Row("behaviour_rows", "leader", lambda world: [world.cast.leader.pk, "contact"]),
    Row("behaviour_rows", "owner", lambda world: [world.cast.leader.pk, "recognition"]),
    Row("engagement_index", "cx_manager"),
    Row("definitions", "leader"),
    Row("celebrate", "leader", key=True),
    Row("celebrate", "front_line"),
    Row("questions_to_ask", "cx_manager", key=True),
    Row("question_behind", "owner", lambda world: ["notes"]),
    Row("explore", "owner", key=True),
    Row("explore", "leader", query="?figure=tried&by=leader"),
    Row("explore", "owner", query="?figure=nps&by=place&from=2026-13-01", status=400),
    Row("explore_rows", "owner", query="?figure=due&by=leader&key={world.cast.leader.pk}"),
    Row("explore_rows", "leader", query="?figure=nps&by=place&key={world.cast.leeds.pk}"),
    Row("results", "owner"),
    Row("results", "leader"),
    Row("survey_results", "owner", lambda world: ["recommend"], key=True),
    Row("survey_results", "leader", lambda world: ["recommend"], query="?days=365&by=leader"),
    Row("data_health", "cx_manager", key=True),
    Row("data_health_rows", "cx_manager", lambda world: ["without-value"]),
    Row("retained", "owner", key=True),
    Row("retained_rows", "owner", lambda world: ["at-risk"]),
    Row("retained_rows", "board", lambda world: ["cost"]),
    Row("cases_behind", "owner", lambda world: [world.cast.leader.pk, "reached"]),
    Row("wall", "leader", key=True),
    Row("wall", "front_line"),
    Row("thank", "front_line", refused=True),
    Row("compliment", "front_line", refused=True),
    Row("company_values", "administrator"),
    Row("thanks_watch", "cx_manager"),
    Row("kudos", "leader", kudos("thanked")),
    Row("kudos", "leader", kudos("waiting")),
)  # fmt: skip

HOUSE = (
    Row("first_steps", "administrator"),
    Row("organisation", "administrator"),
    Row("critical", "administrator"),
    Row("on_call", "administrator", refused=True),
    Row("practices", "administrator"),
    Row("settings", "leader"),
    Row("digests", "owner", key=True),
    Row("packs", "owner", key=True),
    Row("packs", "board"),
    Row("pack", "board", pack, key=True),
    Row("pack", "owner", pack, query="?paper=us-letter"),
    Row("digests", "front_line"),
    Row("stop_digest", "", stop_of("leader", "weekly")),
    Row("tokens", "administrator", refused=True),
    Row("inbox", "leader"),
    Row("inbox", "director"),
    Row("health", "administrator"),
    Row("people", "leader"),
    Row("people", "administrator"),
    Row("add_person", "administrator", refused=True),
    Row("witnesses", "owner"),
    Row("people_import", "administrator", refused=True),
    Row("people_import_run", "administrator", run("people")),
    Row("person", "administrator", someone("leader")),
    Row("person", "front_line", someone("leader")),
    *(
        Row(name, "administrator", someone("front_line"))
        for name in ("edit_person", "move_person", "person_roles", "person_password")
    ),
    Row("deactivate_person", "administrator", someone("leader")),
    Row("fill_post", "administrator", lambda world: [world.things.vacancy.pk]),
    Row("make_owner", "administrator", someone("director")),
    Row("units", "administrator"),
    Row("add_unit", "administrator", refused=True),
    Row("edit_unit", "administrator", lambda world: [world.cast.leeds.pk]),
    Row("unit_head", "administrator", lambda world: [world.cast.leeds.pk]),
    Row("absences", "administrator", refused=True),
    Row("absences", "leader"),
    Row("calendars", "administrator"),
    Row("add_calendar", "administrator", refused=True),
    Row("edit_calendar", "administrator", lambda world: [world.things.calendar.pk]),
    Row("policies", "administrator"),
    Row("edit_policy", "cx_manager", lambda world: [world.things.profile.slug]),
    Row("account_login", key=True, refused=True),
    Row("account_logout", "leader"),
    Row("account_inactive"),
    Row("account_reauthenticate", "leader"),
    Row("account_change_password", "leader"),
    Row("account_reset_password"),
    Row("account_reset_password_done"),
    Row("account_reset_password_from_key_done"),
    Row("mfa_index", "leader"),
    Row("mfa_activate_totp", "director"),
    Row("usersessions_list", "leader"),
)  # fmt: skip

ROWS: tuple[Row, ...] = (*STAFF, *HOUSE, *PUBLIC)


def verb_rows(world: World) -> Iterator[Row]:
    """The page of each verb on a case, on the first case and for the first person it is legal for."""
    for deed in DEEDS:
        if deed.verb is Verb.LOG_CONTACT:
            continue
        found = _legal(world, deed.verb)
        if found is not None:
            who, name = found
            yield Row("case_verb", who, _verb_args(name, deed.verb))


def _verb_args(name: str, verb: Verb) -> Args:
    return lambda world: [world.cases[name].pk, verb.value.replace("_", "-")]


def _legal(world: World, verb: Verb) -> tuple[str, str] | None:
    for name, held in world.cases.items():
        for who in ("leader", "director", "peer", "owner", "front_line"):
            person: User = world.person(who)
            if may(verb=verb, case=held, role=standing(user=person, case=held, now=world.now)) and _sees(
                person, held.pk, world
            ):
                return who, name
    return None


def _sees(person: User, pk: int, world: World) -> bool:
    try:
        get_case_for(person, pk, world.now)
    except Exception:
        return False
    return True


def rows(world: World) -> list[Row]:
    return [*ROWS, *verb_rows(world)]
