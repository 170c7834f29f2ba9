"""The demonstration as a newcomer gets it: its story, its second start, its refusal. Run as processes, as an app of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ROOT

BUDGET = 90.0
"""Seconds of processor time for the first start's database and story."""
BUDGET_AGAIN = 5.0
"""The same for a later start: with the web process behind it, the first page is there within ten seconds."""

COUNT = """
import json
from accounts.models import Delivery, Escalation, Event, Notice
from feedback.models import OPEN, Case
from feedback.queries.proof import prove
from cxapp.demo.models import DemoMail, Stamp, Watched
proof, until = prove(), Stamp.objects.get().played_until
again = Escalation.objects.filter(clock__subject_kind="case", reason="again").count()
print(json.dumps({
    "cases": Case.objects.count(),
    "ends": sorted(set(Case.objects.exclude(end="").values_list("end", flat=True))),
    "levels": sorted(set(Escalation.objects.values_list("level", flat=True))),
    "without_leader": proof.without_active_leader,
    "rungs_twice": proof.rungs_twice,
    "notices_off": proof.notices - proof.notices_expected - again,
    "queued": list(Delivery.objects.filter(state="queued", notice__created_at__lt=until).values_list("notice__data", flat=True)),
    "watched_case": Watched.objects.order_by("-pk")[0].case_id,
    "watched_signal": Watched.objects.order_by("-pk")[0].signal_id,
    "oldest_open_days": (until - Case.objects.filter(OPEN).order_by("received_at")[0].received_at).days,
    "sent": Delivery.objects.filter(state="sent").count(),
    "mails": DemoMail.objects.count(),
    "watched": Watched.objects.count(),
    "watched_due": [(row.case.due_at - row.opened_at).total_seconds() for row in Watched.objects.all()],
    "events": Event.objects.count(),
    "anna": Case.objects.filter(OPEN, leader__sign_in_name="anna").count(),
}))
"""

WALK = """
import json
from django.test import Client
from accounts.models import User
from cxapp.demo.story.watched import watched
from cxapp.demo.walk import MANAGER, address_of
browser = Client(headers={"host": "localhost"})
browser.force_login(User.objects.get(sign_in_name="carl"))
pages = [browser.get(address_of(MANAGER, step, watched()), follow=True) for step in range(len(MANAGER.steps))]
print(json.dumps([[page.status_code, page.request["PATH_INFO"], page.content.decode()] for page in pages]))
"""

SURVEYS = """
import json
from feedback.models import Alert, Case, Occasion, Reading, Response, Survey, TextTheme
def kinds(rows, *names):
    return sorted({" ".join(map(str, row)) for row in rows.values_list(*names)})
print(json.dumps({
    "answers": Response.objects.count(),
    "doors": kinds(Response.objects, "source"),
    "languages": kinds(Response.objects.exclude(language=""), "language"),
    "states": kinds(Response.objects, "state"),
    "why_not": kinds(Occasion.objects.exclude(passed_over=""), "passed_over"),
    "drafts": Survey.objects.exclude(versions__published_at__isnull=False).count(),
    "read": Reading.objects.filter(read_at__isnull=False).count(),
    "unread": Reading.objects.filter(read_at=None, person__sign_in_name="anna").count(),
    "corrected": kinds(TextTheme.objects.filter(by__isnull=False), "state"),
    "open_alerts": kinds(Alert.objects.filter(closed_at=None), "kind", "place__slug"),
    "answered": Alert.objects.exclude(answer="").count(),
    "place_cases": Case.objects.filter(week__isnull=False).exclude(state="closed").count(),
}))
"""


def manage(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**kept, "CXAPP_DEMO": "1", "CXAPP_VAR": str(folder), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=800,
    )


def printed(folder: Path, script: str) -> Any:
    done = manage(folder, "shell", "--no-imports", "-c", script)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


def counted(folder: Path) -> dict:
    found: dict = printed(folder, COUNT)
    return found


class Played:
    """One demonstration, started twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        before = os.times().children_user
        self.first_start = manage(folder, "play_demo", "--migrate", "--verbosity=2")
        self.seconds = os.times().children_user - before
        self.first = counted(folder)
        self.surveys = printed(folder, SURVEYS)
        self.walk = printed(folder, WALK)
        before = os.times().children_user
        self.second_start = manage(folder, "play_demo", "--migrate", "--verbosity=2")
        self.again = os.times().children_user - before
        self.second = counted(folder)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(tmp_path_factory.mktemp("demo"))


pytestmark = [pytest.mark.timeout(1800), pytest.mark.xdist_group("demo")]


def test_the_story_is_played_within_its_budget(played: Played) -> None:
    assert played.first_start.returncode == 0, played.first_start.stderr
    assert played.seconds < BUDGET


def test_no_act_of_the_story_is_refused(played: Played) -> None:
    assert "0 acts of the story no longer fitted." in played.first_start.stdout


def test_the_story_shows_every_way_a_case_ends_and_climbs_to_the_owner(played: Played) -> None:
    assert played.first["ends"] == sorted(
        ["by_action", "decided", "final_answer", "no_answer", "put_right", "withdrawn"]
    )
    assert {1, 2, 3} <= set(played.first["levels"])
    assert 150 <= played.first["cases"] <= 260
    assert played.first["anna"] >= 5


def test_every_open_case_has_a_leader_and_nobody_was_told_twice(played: Played) -> None:
    assert (played.first["without_leader"], played.first["rungs_twice"], played.first["notices_off"]) == (
        0,
        0,
        0,
    )


def test_customers_answer_in_two_languages_through_every_door_and_some_are_not_asked(played: Played) -> None:
    found = played.surveys

    assert 1000 <= found["answers"] <= 3000
    assert (found["doors"], found["languages"]) == (["invitation", "kiosk", "qr"], ["de", "en"])
    assert found["states"] == ["complete", "dropped", "held", "partial"]
    assert {"lately", "no_address", "unwilling", "bounced"} <= set(found["why_not"])
    assert found["drafts"] == 1


def test_answers_lie_on_desks_read_and_unread_and_themes_were_corrected(played: Played) -> None:
    found = played.surveys

    assert found["read"] > found["unread"] >= 5
    assert found["corrected"] == ["applied", "refused"]


def test_something_hurts_right_now(played: Played) -> None:
    found = played.surveys

    assert found["open_alerts"] == ["burst station-hall", "help station-hall"]
    assert found["answered"] == 2
    assert found["place_cases"] >= 1


def test_the_walk_of_the_cx_manager_leads_to_pages_that_show_the_story(played: Played) -> None:
    survey, poster, kiosk, answers, results, alerts, held, draft = played.walk

    assert [status for status, _path, _body in played.walk] == [200] * 8
    assert "How satisfied are you with your visit?" in survey[2]
    assert "/a/" in poster[1]
    assert "/kiosk/" in kiosk[1]
    assert "After your visit" in answers[2]
    assert "Confirmed better" in results[2]
    assert "unhappy customers in two hours" in alerts[2]
    assert "4 answers wait" in held[2]
    assert "How easy was your order?" in draft[2]


def test_the_timeline_of_the_story_holds(played: Played) -> None:
    done = manage(played.folder, "verify_history")
    assert done.returncode == 0, done.stderr
    assert "The timeline holds" in done.stdout


def test_nobody_is_mailed_about_the_past(played: Played) -> None:
    about = {(data.get("case"), data.get("signal")) for data in played.first["queued"]}
    watched = {(played.first["watched_case"], None), (None, played.first["watched_signal"])}

    assert about <= watched
    assert (played.first["sent"], played.first["mails"]) == (0, 0)


def test_the_people_of_the_story_leave_no_customer_behind(played: Played) -> None:
    assert played.first["oldest_open_days"] < 60


def test_the_watched_case_falls_due_two_minutes_after_the_start(played: Played) -> None:
    assert [round(seconds) for seconds in played.first["watched_due"]] == [105]


def test_a_second_start_adds_the_next_watched_case_and_little_else(played: Played) -> None:
    assert played.second_start.returncode == 0, played.second_start.stderr
    assert played.second["watched"] == 2
    assert 1 <= played.second["cases"] - played.first["cases"] <= 3
    assert played.again < BUDGET_AGAIN


def test_the_mails_of_the_watched_case_lie_in_the_demonstration(played: Played) -> None:
    assert manage(played.folder, "deliver_notices").returncode == 0
    assert counted(played.folder)["mails"] > 0


def test_production_refuses_the_demonstration(tmp_path: Path) -> None:
    done = manage(
        tmp_path,
        "check",
        CXAPP_PRODUCTION="1",
        SECRET_KEY="k" * 50,
        HISTORY_KEY="h" * 50,
        ALLOWED_HOSTS="cx.example.test",
        SITE_URL="https://cx.example.test",
    )
    assert done.returncode != 0
    assert "CXAPP_DEMO is on in production" in done.stderr
