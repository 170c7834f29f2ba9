"""The tables of accounts, one module a noun."""

from accounts.models.absence import Absence
from accounts.models.calendar import Calendar, ClosedDay, Interval
from accounts.models.clock import RUNNING, Clock, Escalation, Miss
from accounts.models.event import Event
from accounts.models.import_run import ImportFault, ImportMapping, ImportRun
from accounts.models.machine import AccessLog, Alarm, ApiToken, Heartbeat, IdempotencyKey, Practice
from accounts.models.notice import Delivery, Notice
from accounts.models.policy import PolicyStep, PolicyVersion, Profile
from accounts.models.subject import Subject
from accounts.models.unit import OnCall, Organisation, Unit
from accounts.models.user import RoleGrant, User, Witness

__all__ = [
    "RUNNING",
    "Absence",
    "AccessLog",
    "Alarm",
    "ApiToken",
    "Calendar",
    "Clock",
    "ClosedDay",
    "Delivery",
    "Escalation",
    "Event",
    "Heartbeat",
    "IdempotencyKey",
    "ImportFault",
    "ImportMapping",
    "ImportRun",
    "Interval",
    "Miss",
    "Notice",
    "OnCall",
    "Organisation",
    "PolicyStep",
    "PolicyVersion",
    "Practice",
    "Profile",
    "RoleGrant",
    "Subject",
    "Unit",
    "User",
    "Witness",
]
