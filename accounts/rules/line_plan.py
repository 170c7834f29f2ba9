"""From the rows of a people file to a line: who is a person, which posts nobody holds, who is at the top. Pure.

Nothing is thrown away in silence: whatever the file leaves open becomes a finding with the number of its row.
Not here: reading files (`importers.people`), departments (`unit_plan`), writing (`operations.line_import`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

TOP = frozenset(["", "xx", "n/a"])
"""What publishers write for "reports to nobody"."""

NOT_HELD = frozenset(
    [
        "",
        "n/d",
        "nd",
        "n/a",
        "not disclosed",
        "vacant",
        "vacant post",
        "eliminated",
        "not in post",
        "tbc",
        "tba",
        "to be confirmed",
    ]
)
NO_POST = "0"
LONGEST = {"reference": 140, "name": 200, "title": 200, "unit": 200}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row as read. `number` is the row a spreadsheet program shows; `unreadable` the headers of damaged cells."""

    number: int
    reference: str
    name: str = ""
    reports_to: str = ""
    unit: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    unreadable: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def held(self) -> bool:
        return self.name.casefold().strip() not in NOT_HELD


@dataclass(frozen=True, slots=True)
class Finding:
    """What a row leaves open. A fatal one stops the whole import."""

    row: int
    sentence: Any
    fatal: bool = False


@dataclass(slots=True)
class Post:
    """A place in the line. `above` is the key of another post of the file, or of somebody known; None: the owner."""

    key: str
    row: PersonRow
    above: str | None = None
    is_top: bool = False

    @property
    def held(self) -> bool:
        return self.row.held


@dataclass(slots=True)
class Plan:
    """The line of the file, in file order. `owner`: the key of who becomes the owner; None: there is one already."""

    posts: dict[str, Post] = field(default_factory=dict)
    owner: str | None = None
    findings: list[Finding] = field(default_factory=list)
    mailboxes: dict[str, str] = field(default_factory=dict)
    """Post → its own e-mail address; shared ones belong to a unit and are left out."""

    @property
    def refused(self) -> bool:
        return any(finding.fatal for finding in self.findings)

    def say(self, row: int, sentence: Any, *, fatal: bool = False) -> None:
        self.findings.append(Finding(row, sentence, fatal))


def plan_line(rows: Sequence[PersonRow], *, owner: str | None, known: Collection[str] = ()) -> Plan:
    """The plan for a file. `owner`: sign-in name of the present owner; `known`: sign-in names people have already."""
    plan = Plan()
    usable = [row for row in rows if _usable(row, plan)]
    primary = _name_posts(usable, plan)
    _connect(plan, primary, set(known))
    if plan.posts:
        _find_top(plan, owner)
    elif not plan.refused:
        plan.say(0, _("The file has no rows with a post. Check that the columns are matched."), fatal=True)
    for loop in loops(plan):
        names = " → ".join(f"{plan.posts[key].row.name or key} ({key})" for key in [*loop, loop[0]])
        words = _("These posts report to each other in a circle: %(names)s. Correct one of them in the file.")
        plan.say(plan.posts[loop[0]].row.number, words % {"names": names}, fatal=True)
    _sort_mailboxes(plan)
    plan.findings.sort(key=lambda finding: (not finding.fatal, finding.row))
    return plan


def _usable(row: PersonRow, plan: Plan) -> bool:
    if row.problem:
        plan.say(row.number, row.problem, fatal=True)
        return False
    if not row.reference:
        plan.say(
            row.number,
            _("This row has no post reference or employee number. Enter one, or remove the row."),
            fatal=True,
        )
        return False
    for name, longest in LONGEST.items():
        if len(getattr(row, name)) > longest:
            words = _("“%(text)s…” is longer than %(longest)d characters. Shorten it.")
            plan.say(row.number, words % {"text": getattr(row, name)[:40], "longest": longest}, fatal=True)
            return False
    if row.unreadable:
        words = _(
            "Letters were lost before the file reached us, in: %(columns)s. Compare with the original and correct them."
        )
        plan.say(row.number, words % {"columns": ", ".join(row.unreadable)})
    return True


def _name_posts(rows: Iterable[PersonRow], plan: Plan) -> dict[str, str]:
    """Each row gets its sign-in name; rows sharing a reference are told apart by name. Reference → its first named post."""
    groups: dict[str, list[PersonRow]] = defaultdict(list)
    for row in rows:
        groups[row.reference].append(row)
    primary: dict[str, str] = {}
    taken = set(groups)
    for reference, group in groups.items():
        holders: dict[str, str] = {}
        for row in group:
            who = row.name.casefold() if row.held else ""
            if who in holders:
                _say_repeated(plan, row, plan.posts[holders[who]].row)
                continue
            key = reference if not holders else _free(reference, taken)
            taken.add(key)
            holders[who] = key
            plan.posts[key] = Post(key, row)
            if key != reference:
                words = _("Post %(reference)s is shared: %(name)s signs in as %(key)s.")
                plan.say(
                    row.number,
                    words % {"reference": reference, "name": row.name or _("the vacant share"), "key": key},
                )
        primary[reference] = next((key for who, key in holders.items() if who), reference)
    for post in plan.posts.values():
        if post.row.reference == NO_POST:
            plan.say(
                post.row.number,
                _("“0” stands for people without a post. Give whoever it is a reference of their own."),
            )
        if not post.held:
            words = _(
                "Nobody is named for post %(key)s. It keeps its place and is passed over until somebody holds it."
            )
            plan.say(post.row.number, words % {"key": post.key})
    return primary


def _say_repeated(plan: Plan, row: PersonRow, first: PersonRow) -> None:
    if replace(row, number=first.number, unreadable=first.unreadable) == first:
        words = _("The same as row %(first)d (post %(reference)s). It was taken once.")
    else:
        words = _(
            "Post %(reference)s with the same holder stands in row %(first)d already. That row counts; this one was left out."
        )
    plan.say(row.number, words % {"first": first.number, "reference": row.reference})


def _free(reference: str, taken: Collection[str]) -> str:
    turn = 2
    while f"{reference}-{turn}" in taken:
        turn += 1
    return f"{reference}-{turn}"


def _connect(plan: Plan, primary: dict[str, str], known: set[str]) -> None:
    for post in plan.posts.values():
        wanted = post.row.reports_to
        if wanted.casefold() in TOP:
            post.is_top = True
        elif wanted in primary:
            post.above = primary[wanted]
        elif wanted in known:
            post.above = wanted
        else:
            words = _(
                "Post %(wanted)s, to which %(key)s reports, is not in the file. It reports to the owner instead."
            )
            plan.say(post.row.number, words % {"wanted": wanted, "key": post.key})


def _find_top(plan: Plan, owner: str | None) -> None:
    """Who owns: the one there is; else the first named top of the file; else the nearest named post below it."""
    tops = [post for post in plan.posts.values() if post.is_top]
    if owner is not None:
        for post in tops:
            if post.key != owner:
                words = _("%(key)s stands at the top of the file. It reports to the owner, %(owner)s.")
                plan.say(post.row.number, words % {"key": post.key, "owner": owner})
        return
    chosen = next((post for post in tops if post.held), None) or _nearest_held(plan, tops)
    if chosen is None and any(post.held for post in plan.posts.values()):
        return  # everybody named stands in a circle, which is refused by itself
    if chosen is None:
        plan.say(
            0,
            _(
                "Nobody in this file is named, so nobody can be the owner. Add an owner first, then import again."
            ),
            fatal=True,
        )
        return
    if not chosen.is_top:
        words = _(
            "Nobody is named at the top of the file. %(name)s (%(key)s), the nearest named person, "
            "is the owner until you name another."
        )
        plan.say(chosen.row.number, words % {"name": chosen.row.name, "key": chosen.key})
    plan.owner, chosen.above = chosen.key, None
    for post in tops:
        if post is not chosen and chosen.is_top:
            words = _("%(key)s stands at the top of the file too. It reports to %(owner)s.")
            plan.say(post.row.number, words % {"key": post.key, "owner": chosen.row.name})


def _nearest_held(plan: Plan, tops: Sequence[Post]) -> Post | None:
    """The first named post found downwards, level by level, in file order."""
    below: dict[str, list[Post]] = defaultdict(list)
    for post in plan.posts.values():
        if post.above is not None:
            below[post.above].append(post)
    level = list(tops) or [post for post in plan.posts.values() if post.above is None]
    seen = {post.key for post in level}
    while level:
        held = next((post for post in level if post.held), None)
        if held is not None:
            return held
        level = [post for above in level for post in below[above.key] if post.key not in seen]
        seen.update(post.key for post in level)
    return None


def loops(plan: Plan) -> list[list[str]]:
    """Every circle among the posts of the file."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in plan.posts:
        way: list[str] = []
        here: str | None = start
        while here is not None and here in plan.posts and here not in done:
            done.add(here)
            way.append(here)
            here = plan.posts[here].above
        if here in way:
            found.append(way[way.index(here) :])
    return found


def _sort_mailboxes(plan: Plan) -> None:
    """An address of several posts is a shared mailbox: it belongs to their unit and is nobody's own."""
    used = Counter(post.row.email.casefold() for post in plan.posts.values() if post.row.email)
    said: set[str] = set()
    for post in plan.posts.values():
        address = post.row.email.casefold()
        if not address:
            continue
        if used[address] == 1:
            if post.held:
                plan.mailboxes[post.key] = address
        elif address not in said:
            said.add(address)
            words = _(
                "%(address)s is used by %(count)d posts: a shared mailbox, which belongs to a unit. Nobody signs in with it."
            )
            plan.say(post.row.number, words % {"address": address, "count": used[address]})
