"""The made-up company: its people, places, hours. Plain values; founding it is `founding`. Nobody here exists."""

from __future__ import annotations

from typing import NamedTuple

from accounts.enums import Role, UnitKind

NAME = "Northwind Bakery"
PASSWORD = "warm-bread-at-six"  # noqa: S105 - printed on the console and on the page: a demonstration signs in anybody
DOMAIN = "northwind.example.test"

LEADER = (Role.LEADER,)
FRONT_LINE = (Role.FRONT_LINE,)


class Place(NamedTuple):
    slug: str
    kind: str
    name: str
    hours: str
    address: str = ""


OFFICE_HOURS, SHOP_HOURS, DAY_AND_NIGHT = "office", "shop", "always"

UNITS = (
    Place("station-hall", UnitKind.PLACE, "Station Hall", DAY_AND_NIGHT, "1 Example Square"),
    Place("harbour-street", UnitKind.PLACE, "Harbour Street", SHOP_HOURS, "12 Harbour Street"),
    Place("mill-lane", UnitKind.PLACE, "Mill Lane", SHOP_HOURS, "3 Mill Lane"),
    Place("old-market", UnitKind.PLACE, "Old Market", SHOP_HOURS, "7 Old Market"),
    Place("riverside", UnitKind.PLACE, "Riverside", SHOP_HOURS, "20 Riverside Walk"),
    Place("bakehouse", UnitKind.DEPARTMENT, "Bakehouse", OFFICE_HOURS),
    Place("delivery", UnitKind.DEPARTMENT, "Delivery", OFFICE_HOURS),
    Place("office", UnitKind.DEPARTMENT, "Office", OFFICE_HOURS),
)
WATCHED_PLACE = "station-hall"
"""Open day and night, so that its cases climb on a Sunday evening too."""


class Person(NamedTuple):
    sign_in: str
    name: str
    title: str
    above: str
    unit: str
    roles: tuple[str, ...] = FRONT_LINE
    heads: str = ""
    reliable: float = 0.85
    """How often this leader calls in time."""


OWNER = Person("olga", "Olga Owner", "Owner", "", "office", LEADER, "office", 0.9)
STAFF = (
    Person("oscar", "Oscar Operations", "Director of operations", "olga", "office", LEADER),
    Person("dora", "Dora Director", "Area leader, north", "oscar", "office", LEADER),
    Person("sam", "Sam Southway", "Area leader, south", "oscar", "office", LEADER),
    Person("anna", "Anna Leader", "Leads Station Hall", "dora", "station-hall", LEADER, "station-hall", 0.85),
    Person(
        "bruno",
        "Bruno Braid",
        "Leads Harbour Street",
        "dora",
        "harbour-street",
        LEADER,
        "harbour-street",
        0.93,
    ),
    Person("carla", "Carla Crumb", "Leads Mill Lane", "dora", "mill-lane", LEADER, "mill-lane", 0.8),
    Person("deniz", "Deniz Dough", "Leads Old Market", "sam", "old-market", LEADER, "old-market", 0.62),
    Person("emil", "Emil Oven", "Leads Riverside", "sam", "riverside", LEADER, "riverside", 0.9),
    Person("nina", "Nina Knead", "Head of the bakehouse", "oscar", "bakehouse", LEADER, "bakehouse", 0.8),
    Person("pavel", "Pavel Parcel", "Head of delivery", "oscar", "delivery", LEADER, "delivery", 0.75),
    Person("carl", "Carl Compass", "CX manager", "olga", "office", (Role.CX_MANAGER,)),
    Person("ada", "Ada Admin", "Administrator", "olga", "office", (Role.ADMINISTRATOR,)),
    Person("wilma", "Wilma Witness", "Adviser", "olga", "office", (Role.BOARD,)),
    Person("fay", "Fay Front", "Serves at Station Hall", "anna", "station-hall"),
    Person("finn", "Finn Flour", "Serves at Station Hall", "anna", "station-hall"),
    Person("greta", "Greta Grain", "Serves at Harbour Street", "bruno", "harbour-street"),
    Person("hana", "Hana Honey", "Serves at Mill Lane", "carla", "mill-lane"),
    Person("henk", "Henk Hazel", "Serves at Mill Lane", "carla", "mill-lane"),
    Person("ida", "Ida Icing", "Serves at Old Market", "deniz", "old-market"),
    Person("ivo", "Ivo Ivy", "Serves at Old Market", "deniz", "old-market"),
    Person("jana", "Jana Jam", "Serves at Riverside", "emil", "riverside"),
    Person("kim", "Kim Kiln", "Bakes", "nina", "bakehouse"),
    Person("lou", "Lou Loaf", "Bakes", "nina", "bakehouse"),
    Person("mo", "Mo Milk", "Drives", "pavel", "delivery"),
    Person("noor", "Noor Nutmeg", "Drives", "pavel", "delivery"),
)
RELIABLE = {person.sign_in: person.reliable for person in (OWNER, *STAFF)}
SHOP_LEADERS = ("bruno", "carla", "deniz", "emil")
"""Those who go on holiday in turn; Anna stays, she leads the watched case."""


class SignIn(NamedTuple):
    """Somebody a newcomer may sign in as."""

    sign_in: str
    name: str
    what: str


SIGN_INS = (
    SignIn("olga", "Olga Owner", "owner"),
    SignIn("anna", "Anna Leader", "leader of a shop"),
    SignIn("dora", "Dora Director", "leader of an area"),
    SignIn("fay", "Fay Front", "serves customers"),
    SignIn("carl", "Carl Compass", "CX manager"),
    SignIn("ada", "Ada Admin", "administrator"),
)
