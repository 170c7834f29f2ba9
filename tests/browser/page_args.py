"""On what each page of the table in `pages` is opened: one function a kind of thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cxapp.insights.notices.digests import stop_path
from cxapp.insights.rules.digests import Digest
from feedback.notices.cases import private_path
from feedback.notices.surveys import survey_path
from feedback.rules.links import handed_link
from tests.browser.world import World

Args = Callable[[World], Any]


def case(name: str) -> Args:
    return lambda world: [world.cases[name].pk]


def customer(name: str) -> Args:
    return lambda world: [world.cases[name].customer_id]


def account(world: World) -> list[int]:
    found: list[int] = [world.things.account.pk]
    return found


def link(name: str) -> Args:
    return lambda world: [private_path(world.signal(name)).split("/")[2]]


def handed(name: str) -> Args:
    return lambda world: [handed_link("signal", world.signal(name).uuid, world.signal(name).link_generation)]


def asked(name: str) -> Args:
    return lambda world: [survey_path(world.invitations[name]).split("/")[2]]


def response(name: str) -> Args:
    return lambda world: [world.invitations[name].response.pk]


def question(name: str) -> Args:
    return lambda world: [handed_link("enquiry", world.enquiries[name].uuid)]


def enquiry(name: str) -> Args:
    return lambda world: [world.enquiries[name].pk]


def kudos(name: str) -> Args:
    return lambda world: [world.kudos[name].uuid]


def run(name: str) -> Args:
    return lambda world: [world.runs[name].pk]


def someone(name: str) -> Args:
    return lambda world: [world.person(name).pk]


def draft(*more: str) -> Args:
    return lambda world: [world.things.draft.slug, *more]


def pack(world: World) -> list[Any]:
    return [world.things.pack.uuid]


def stop_of(name: str, digest: str) -> Args:
    return lambda world: stop_path(world.person(name).pk, Digest(digest)).strip("/").split("/")[-2:]


def place(world: World) -> list[str]:
    return [world.cast.leeds.slug]
