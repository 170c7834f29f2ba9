"""The parts of the product that can be switched on, one sentence each. Which are on is kept in `Practice` rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class PracticeInfo:
    """`name` is kept in the database; `needs` says what must be there first; `ready` whether this version carries it."""

    name: str
    label: Any
    sentence: Any
    stage: str
    needs: Any = ""
    ready: bool = False

    @property
    def always_on(self) -> bool:
        return self.stage == START


START, LOOP, DEPARTMENTS = "start", "loop", "departments"

STAGES = {
    START: (_("From the first day"), _("Always on: without these the promise cannot be kept.")),
    LOOP: (
        _("When the loop holds"),
        _(
            "Switch on at most two at a time, once four weeks have passed with 80 % of customers tried in time."
        ),
    ),
    DEPARTMENTS: (_("With departments"), _("Worth it with two or more departments of five people.")),
}

WEEKS = _("Four weeks with 80 % of customers tried in time.")
TWO_DEPARTMENTS = _("Two departments of five people.")

PRACTICES: tuple[PracticeInfo, ...] = (
    PracticeInfo(
        "contact",
        _("A named leader for every unhappy customer"),
        _("Each unhappy customer has one leader who must contact them, and silence climbs the line."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "log",
        _("Everybody may log a complaint"),
        _("Any employee logs a complaint in a minute and is told what became of it."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "names",
        _("Nobody's is impossible"),
        _("No case and no promise exists without a name."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "channels",
        _("Complaints from anywhere"),
        _("Web form, counter, telephone, survey, file and API all end in the same list."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "survey",
        _("One survey"),
        _("Customers score and say why in half a minute; a low score opens a case."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "thanks",
        _("Thanks"),
        _("Anybody thanks anybody, tied to one of our values, on a wall for all; so do customers."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "board",
        _("Leaders are seen by what they do"),
        _("One page says who keeps promises and who is late, with the cases behind each figure."),
        START,
        ready=True,
    ),
    PracticeInfo(
        "reading",
        _("Leaders read what customers said"),
        _("Each leader reads the answers of their place, up to twenty a week."),
        LOOP,
        WEEKS,
        ready=True,
    ),
    PracticeInfo(
        "front_line_time",
        _("Leaders serve customers"),
        _("Leaders plan hours at the counter and say what they learned."),
        LOOP,
        WEEKS,
    ),
    PracticeInfo(
        "ideas", _("Ideas"), _("Anybody hands in an idea and has an answer within seven days."), LOOP, WEEKS
    ),
    PracticeInfo(
        "requests",
        _("Requests for what is missing"),
        _("Technology, process, training, people: asked for, decided by a date, with the reason."),
        LOOP,
        WEEKS,
    ),
    PracticeInfo(
        "help_here",
        _("We need help here"),
        _("A burst of complaints or a press at the counter alerts the leader within five minutes."),
        LOOP,
        WEEKS,
        ready=True,
    ),
    PracticeInfo(
        "seen",
        _("Leaders are seen doing it"),
        _("One line a week on the wall says what leaders did for customers."),
        LOOP,
        WEEKS,
    ),
    PracticeInfo(
        "fewer",
        _("Fewer complaints are celebrated"),
        _("Only when it is statistically real, with the change that did it."),
        LOOP,
        WEEKS,
        ready=True,
    ),
    PracticeInfo(
        "savings",
        _("Savings are celebrated"),
        _("An idea that saved cost or effort is celebrated with its author."),
        LOOP,
        _("Ideas switched on."),
    ),
    PracticeInfo(
        "themes",
        _("Themes, journey and effort"),
        _("What customers like and dislike, by stage and place, with their words behind each figure."),
        LOOP,
        WEEKS,
        ready=True,
    ),
    PracticeInfo(
        "vision",
        _("Our way"),
        _("Vision and values, acknowledged by each of us in our own words."),
        LOOP,
        WEEKS,
    ),
    PracticeInfo(
        "stories",
        _("Stories"),
        _("A case or compliment becomes a story on the wall, with consent."),
        LOOP,
        _("Thanks in use."),
    ),
    PracticeInfo(
        "commitments",
        _("Leaders' commitments"),
        _("What each leader will start or stop, in public, kept or not."),
        LOOP,
        WEEKS,
    ),
    PracticeInfo("load", _("Nobody drowns"), _("Warns when the load gathers on a few people."), LOOP, WEEKS),
    PracticeInfo(
        "early_warnings", _("Early warnings"), _("Anybody warns before a customer is hurt."), LOOP, WEEKS
    ),
    PracticeInfo(
        "money",
        _("Money"),
        _("Revenue at risk, cost of recovery and revenue kept, labelled honestly."),
        LOOP,
        _("Yearly values of customers."),
        ready=True,
    ),
    PracticeInfo(
        "huddle",
        _("Huddle sheet"),
        _("One page a week for each team, ten minutes, one thing fixed."),
        LOOP,
        WEEKS,
    ),
    PracticeInfo(
        "lost_customers",
        _("Lost customers"),
        _("Each executive gets ten names a quarter to telephone."),
        DEPARTMENTS,
        _("A list of customers who left."),
    ),
    PracticeInfo(
        "internal",
        _("Between departments"),
        _("Departments complain to, promise and thank each other like customers."),
        DEPARTMENTS,
        TWO_DEPARTMENTS,
    ),
    PracticeInfo(
        "training",
        _("Training"),
        _("What each role needs, who has done it, where complaints say it is missing."),
        DEPARTMENTS,
        TWO_DEPARTMENTS,
    ),
    PracticeInfo(
        "pulse",
        _("Pulse"),
        _("Anonymous questions to employees, never shown for groups under five."),
        DEPARTMENTS,
        _("Ten people."),
    ),
    PracticeInfo(
        "targets",
        _("Targets that hurt"),
        _("Employees say, protected, which target hurts customers."),
        DEPARTMENTS,
        TWO_DEPARTMENTS,
    ),
    PracticeInfo(
        "processes",
        _("Processes with a keeper"),
        _("Each process has a keeper and a review date."),
        DEPARTMENTS,
        TWO_DEPARTMENTS,
    ),
    PracticeInfo(
        "impact",
        _("Customer-impact check"),
        _("Projects are signed off by front line and customers before launch."),
        DEPARTMENTS,
        TWO_DEPARTMENTS,
    ),
    PracticeInfo(
        "coaching",
        _("Coaching for new leaders"),
        _("Weekly sessions to week twelve, done and due."),
        DEPARTMENTS,
        TWO_DEPARTMENTS,
    ),
    PracticeInfo(
        "investments",
        _("Investment decisions"),
        _("Requests and improvements with cost and measured effect."),
        DEPARTMENTS,
        _("Requests switched on."),
    ),
)

BY_NAME = {practice.name: practice for practice in PRACTICES}
