"""The pages customers and other strangers open, as rows of the table (`pages`)."""

from __future__ import annotations

from feedback.notices.surveys import choices_path
from tests.browser.page_args import asked, handed, link, place, question
from tests.browser.rows import Row

PUBLIC = (
    Row("tell_us_where"),
    Row("tell_us", args=place),
    Row("tell_us", args=place, query="?about=wrong", key=True, refused=True),
    Row("tell_us", args=place, query="?about=question", refused=True),
    Row("tell_us", args=place, query="?about=thank", refused=True),
    Row("tell_us", args=place, query="?about=thank&done=1"),
    Row("enter_code", refused=True),
    Row("follow", args=link("late"), key=True),
    *(Row("follow", args=link(name)) for name in ("waiting", "escalated", "contacted", "resolved", "partly", "closed")),
    Row("follow", args=handed("contacted")),
    Row("follow", args=question("waiting")),
    Row("follow", args=question("answered")),
    Row("follow", args=lambda world: ["nonsense"], status=404),
    Row("survey", args=asked("open"), query="?score=3", key=True),
    Row("survey", args=asked("open"), refused=True),
    *(Row("survey", args=asked(name)) for name in ("unhappy", "neutral", "happy", "expired")),
    Row("survey", args=asked("unhappy"), query="?change=1"),
    Row("open_survey", args=lambda world: [world.things.poster.code], key=True),
    Row("open_survey", args=lambda world: [world.things.poster.code], refused=True),
    Row("open_survey_kept", args=lambda world: [world.things.poster.code, world.things.held.key]),
    Row("kiosk", args=lambda world: [world.things.kiosk.code], key=True),
    Row("kiosk", args=lambda world: [world.things.kiosk.code], query="?thanks=1"),
    Row("kiosk_exit", args=lambda world: [world.things.kiosk.code], refused=True),
    Row("mail_choices", args=lambda world: [choices_path(world.things.customer).split("/")[2]]),
    Row("mail_choices", args=lambda world: [choices_path(world.things.quiet).split("/")[2]]),
    Row("help"),
    Row("privacy"),
    Row("accessibility"),
)  # fmt: skip
