"""The departments of a people file: who heads each, which one each belongs to. Pure; follows the planned line (`line_plan`)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from accounts.rules.line_plan import Plan, Post


@dataclass(frozen=True, slots=True)
class Department:
    """`head` is the key of a named post of this department, None where nobody in it is named: a gap to fill."""

    name: str
    row: int
    head: str | None
    parent: str | None


def plan_departments(plan: Plan) -> list[Department]:
    """One department for each name in the unit column, those nearest the top first."""
    order = _from_the_top(plan)
    first: dict[str, Post] = {}
    head: dict[str, str] = {}
    for post in order:
        if post.row.unit:
            first.setdefault(post.row.unit, post)
            if post.held:
                head.setdefault(post.row.unit, post.key)
    return [
        Department(name, post.row.number, head.get(name), _unit_above(plan, post))
        for name, post in first.items()
    ]


def _from_the_top(plan: Plan) -> list[Post]:
    """All posts by their distance from the top, in file order within a distance."""
    below: dict[str | None, list[Post]] = {}
    for post in plan.posts.values():
        below.setdefault(post.above if post.above in plan.posts else None, []).append(post)
    order: list[Post] = []
    waiting = deque(below.get(None, []))
    while waiting:
        post = waiting.popleft()
        order.append(post)
        waiting.extend(below.get(post.key, []))
    return order


def _unit_above(plan: Plan, post: Post) -> str | None:
    """The first other department on the way up. The topmost post decides, so departments never close a circle."""
    seen = {post.key}
    above = post.above
    while above is not None and above in plan.posts and above not in seen:
        seen.add(above)
        there = plan.posts[above]
        if there.row.unit and there.row.unit != post.row.unit:
            return there.row.unit
        above = there.above
    return None
